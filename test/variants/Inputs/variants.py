# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Other ways to compile and run the programs of the tests, by %levels: for other targets, with Debian's cross libraries, in
# QEMU's user mode or Node; and with what finds faults or hardens.

import os
import shutil

here = os.path.dirname(os.path.abspath(__file__))


class Variant:
    def __init__(self, compiling, linking="", emulator="", libraries=""):
        self.compiling = compiling
        self.linking = linking
        self.emulator = emulator
        self.libraries = libraries
        self.is_elf = True

    def present(self):
        return (not self.emulator or shutil.which(self.emulator.split()[0])) and (not self.libraries or os.path.isdir(self.libraries))

    def options(self):
        """For test/run-levels."""
        return '--run "%s" %s %s' % (self.emulator, self.compiling, self.linking)


def linux(triple, processor):
    root = "/usr/" + triple
    return Variant("--target=" + triple, "-fuse-ld=lld", "qemu-%s -L %s" % (processor, root), root + "/lib")


def i386():
    # By itself: QEMU 7.2 for i386 hangs in pthread_create.
    found = linux("i686-linux-gnu", "i386")
    found.emulator = "%s/ld-linux.so.2 --library-path %s" % (found.libraries, found.libraries)
    return found


def wasm():
    found = Variant("--target=wasm32-wasi -Wno-deprecated -D_WASI_EMULATED_PROCESS_CLOCKS", "-lwasi-emulated-process-clocks")
    found.emulator = "node --no-warnings " + os.path.join(here, "wasi.mjs")
    found.libraries = "/usr/lib/wasm32-wasi"
    found.is_elf = False
    return found


def sanitizer(names):
    # Where a program is to run out of memory, it is to be told so.
    options = ["%sSAN_OPTIONS=allocator_may_return_null=1" % letter for letter in "ALMT"]
    return Variant("-g -fsanitize=%s -fno-sanitize-recover=all" % names, emulator=" ".join(["env", *options]))


def cfi():
    found = sanitizer("cfi")
    found.compiling += " -flto -fvisibility=hidden"
    found.linking = "-fuse-ld=lld"
    return found


def hardened():
    overwriting = "-ftrivial-auto-var-init=pattern -fzero-call-used-regs=used"
    return Variant("-fstack-protector-all -fstack-clash-protection -fcf-protection=full -fPIE " + overwriting, "-pie -Wl,-z,now")


VARIANTS = {
    "i386": i386(),
    "aarch64": linux("aarch64-linux-gnu", "aarch64"),
    "armv7": linux("arm-linux-gnueabihf", "arm"),
    "riscv64": linux("riscv64-linux-gnu", "riscv64"),
    "s390x": linux("s390x-linux-gnu", "s390x"),
    "ppc64le": linux("powerpc64le-linux-gnu", "ppc64le"),
    "wasm32": wasm(),
    "address-sanitizer": sanitizer("address,undefined"),
    "memory-sanitizer": sanitizer("memory"),
    "thread-sanitizer": sanitizer("thread"),
    "leak-sanitizer": sanitizer("leak"),
    "safe-stack": Variant("-fsanitize=safe-stack"),
    "cfi": cfi(),
    "kcfi": Variant("-fsanitize=kcfi"),
    "hardened": hardened(),
}


def runs_in_variants(file):
    """Whether a test's program is compiled and run by %levels."""
    with open(file, encoding="utf-8") as lines:
        return any("RUN: %levels" in line for line in lines)
