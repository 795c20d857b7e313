# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Builds the programs: one per variant, row and visibility. A file is built again only if its command has changed, or
# if something it was made from, or the plugin, is newer.

import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

from variants import Rust, Script


class BuildError(Exception):
    pass


def output(command, env=None):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)
    if done.returncode:
        raise BuildError("%s\n%s" % (" ".join(command), done.stderr))
    return done.stdout


class Builder:
    def __init__(self, bench, out, yieldcc):
        self.bench = bench
        self.out = out
        self.yieldcc = yieldcc
        # The clang under the wrapper compiles all that is C or C++.
        about = output([yieldcc, "--version"]).splitlines()
        self.version = about[0]
        llvm = [line for line in about if line.startswith("InstalledDir: ")][0].split(": ")[1]
        self.clang = os.path.join(llvm, "clang")
        self.clangxx = os.path.join(llvm, "clang++")
        plugin = os.path.join(os.path.dirname(os.path.realpath(yieldcc)), "..", "lib", "yieldc.so")
        self.plugin = [plugin] if os.path.exists(plugin) else []
        self.rustc = shutil.which("rustc")
        os.makedirs(out, exist_ok=True)

    def path(self, source):
        return os.path.join(self.bench, source)

    def program(self, variant, row, visibility, counted=False):
        """The beginning of a command line that runs the variant; None if there is none, or nothing that can run it.

        A counted program counts its allocations."""
        if not os.path.exists(self.path(variant.consumer(row))):
            return None
        if isinstance(variant, Script):
            interpreter = shutil.which(variant.interpreter)
            return [interpreter, self.path(variant.consumer(row)), row.name] if interpreter and row.scripts else None
        target = os.path.join(self.out, "-".join([row.name.lower(), variant.key, visibility]))
        if isinstance(variant, Rust):
            return self.rust(variant, row, visibility, target) and [target]
        sources = variant.sources(row, visibility) + [("harness/harness.c", [])]
        sources += [(source, []) for source in row.parts.get("all", [])]
        flags = []
        if counted:
            target += "-counted"
            sources.append(("harness/count.c", []))
            functions = ["malloc", "calloc", "realloc", "aligned_alloc"]
            flags = ["-Wl,--wrap=" + function for function in functions]
        with ThreadPoolExecutor(2) as pool:
            objects = list(pool.map(lambda source: self.object(*source), sources))
        linker = self.clangxx if variant.suffix == ".cpp" else self.clang
        self.make(target, [linker] + flags + objects + ["-o", target], objects)
        return [target]

    def object(self, source, macros):
        name = "-".join([source.replace("/", "-")] + [macro.lower() for macro in macros])
        target = os.path.join(self.out, name + ".o")
        if source.endswith(".cpp"):
            command = [self.clangxx, "-std=c++23", "-fno-exceptions", "-fno-rtti"]
        else:
            command = [self.yieldcc if source.startswith("yieldc/") else self.clang, "-std=c11"]
        command += ["-O2", "-Wall", "-Wextra"] + ["-D" + macro for macro in macros]
        command += ["-MD", "-MF", target + ".d", "-c", self.path(source), "-o", target]
        self.make(target, command, self.read_by(target + ".d"))
        return target

    def rust(self, variant, row, visibility, target):
        if not self.rustc:
            return False
        command = [self.rustc, "--edition", "2024", "-O", "--emit", "link,dep-info"]
        flags = ["--cfg", "visible"]
        if visibility == "opaque":
            library = os.path.join(self.out, "libsequences.rlib")
            make = command + ["--crate-type", "rlib", "-o", library, self.path(variant.library)]
            self.make(library, make, [self.path(variant.library)], {"RUSTC_BOOTSTRAP": "1"})
            flags = ["--extern", "sequences=" + library]
        command += flags + ["--crate-name", "variant", "-o", target, self.path(variant.consumer(row))]
        try:
            self.make(target, command, self.read_by(target + ".d"), {"RUSTC_BOOTSTRAP": "1"})
        except BuildError as error:
            # Its generators are not stable: another rustc may have changed them.
            if os.environ.get("BENCH_VERBOSE"):
                print(error)
            return False
        return True

    def read_by(self, depfile):
        """What the compiler read, last time."""
        try:
            with open(depfile) as file:
                words = file.read().split("\n\n")[0].split(": ", 1)[1].split()
            return [word for word in words if word != "\\"] + self.plugin
        except (OSError, IndexError):
            return None

    def make(self, target, command, inputs, environment=None):
        """Runs the command, unless the target is newer than all its inputs and was made by the same command."""
        record, line = target + ".command", "\n".join(command)
        try:
            with open(record) as file:
                same = file.read() == line
            made = os.path.getmtime(target)
            if same and inputs is not None and all(os.path.getmtime(path) <= made for path in inputs):
                return
        except OSError:
            pass
        output(command, env=dict(os.environ, **environment) if environment else None)
        with open(record, "w") as file:
            file.write(line)
