# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# The targets that the tests' programs are run for, besides this machine's own: with Debian's cross libraries, by QEMU's user
# mode, or by Node.

import os
import shutil

here = os.path.dirname(os.path.abspath(__file__))


class Target:
    def __init__(self, compiling, linking, libraries, emulator, is_elf=True):
        self.compiling = compiling
        self.linking = linking
        self.libraries = libraries
        self.emulator = emulator
        self.is_elf = is_elf

    def present(self):
        return shutil.which(self.emulator.split()[0]) and os.path.isdir(self.libraries)

    def options(self):
        """What makes test/run-levels compile for the target, and run there."""
        return '--run "%s" %s %s' % (self.emulator, self.compiling, self.linking)


def linux(triple, processor):
    root = "/usr/" + triple
    return Target("--target=" + triple, "-fuse-ld=lld", root + "/lib", "qemu-%s -L %s" % (processor, root))


def i386():
    # By itself: QEMU 7.2 for i386 hangs in pthread_create.
    found = linux("i686-linux-gnu", "i386")
    found.emulator = "%s/ld-linux.so.2 --library-path %s" % (found.libraries, found.libraries)
    return found


def wasm():
    emulator = "node --no-warnings " + os.path.join(here, "wasi.mjs")
    compiling = "--target=wasm32-wasi -Wno-deprecated -D_WASI_EMULATED_PROCESS_CLOCKS"
    return Target(compiling, "-lwasi-emulated-process-clocks", "/usr/lib/wasm32-wasi", emulator, is_elf=False)


TARGETS = {
    "i386": i386(),
    "aarch64": linux("aarch64-linux-gnu", "aarch64"),
    "armv7": linux("arm-linux-gnueabihf", "arm"),
    "riscv64": linux("riscv64-linux-gnu", "riscv64"),
    "s390x": linux("s390x-linux-gnu", "s390x"),
    "ppc64le": linux("powerpc64le-linux-gnu", "ppc64le"),
    "wasm32": wasm(),
}


def runs_on_targets(file):
    """Whether a test's program is compiled and run by %levels."""
    with open(file, encoding="utf-8") as lines:
        return any("RUN: %levels" in line for line in lines)
