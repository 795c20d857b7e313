# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Builds the programs: one per variant, row and visibility. A file is built again only if its command has changed, or
# if something it was made from, or the plugin, is newer.

import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

from variants import Rust, Script

# Each program is linked several times, with its code moved by so many bytes: the speed of a short loop depends on where
# it lies, by a fifth and more, and that is not what is to be measured.
LAYOUTS = (0, 16, 32, 48)


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
        self.pool = ThreadPoolExecutor(os.cpu_count())
        os.makedirs(out, exist_ok=True)

    def path(self, source):
        return os.path.join(self.bench, source)

    def programs(self, variant, row, visibility, layouts=LAYOUTS, counted=False):
        """The beginnings of command lines that run the variant, one for each layout; none if it is not written, or there
        is nothing to run it. A counted program counts its allocations."""
        if not os.path.exists(self.path(variant.consumer(row))):
            return []
        if isinstance(variant, Script):
            interpreter = shutil.which(variant.interpreter)
            return [[interpreter, self.path(variant.consumer(row)), row.name]] if interpreter and row.scripts else []
        target = os.path.join(self.out, "-".join([row.name.lower(), variant.key, visibility]))
        if isinstance(variant, Rust):
            return self.rust(variant, row, visibility, target, layouts)
        sources = variant.sources(row, visibility) + [("harness/harness.c", [])]
        sources += [(source, []) for source in row.parts.get("all", [])]
        flags = []
        if counted:
            target += "-counted"
            sources.append(("harness/count.c", []))
            functions = ["malloc", "calloc", "realloc", "aligned_alloc"]
            flags = ["-Wl,--wrap=" + function for function in functions]
        objects = list(self.pool.map(lambda source: self.object(*source), sources))
        linker = self.clangxx if variant.suffix == ".cpp" else self.clang

        def link(layout):
            inputs = [self.padding(layout)] + objects
            program = "%s-%d" % (target, layout)
            self.make(program, [linker] + flags + inputs + ["-o", program], inputs)
            return [program]

        return list(self.pool.map(link, layouts))

    def padding(self, size):
        """An object file that is linked first and moves all code after it."""
        source, target = (os.path.join(self.out, "padding-%d.%s" % (size, end)) for end in "so")
        if not os.path.exists(target):
            with open(source, "w") as file:
                file.write('.text\n.skip %d, 0x90\n.section .note.GNU-stack,"",%%progbits\n' % size)
            output([self.clang, "-c", source, "-o", target])
        return target

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

    def rust(self, variant, row, visibility, target, layouts):
        if not self.rustc:
            return []
        command = [self.rustc, "--edition", "2024", "-O", "--emit", "link,dep-info"]
        flags = ["--cfg", "visible"]
        unstable = {"RUSTC_BOOTSTRAP": "1"}
        try:
            if visibility == "opaque":
                library = os.path.join(self.out, "libsequences.rlib")
                make = command + ["--crate-type", "rlib", "-o", library, self.path(variant.library)]
                self.make(library, make, [self.path(variant.library)], unstable)
                flags = ["--extern", "sequences=" + library]
            programs = []
            for layout in layouts[:: len(layouts) - 1 or 1]:
                program = "%s-%d" % (target, layout)
                make = command + flags + ["-Z", "pre-link-args=" + self.padding(layout), "--crate-name", "variant"]
                make += ["-o", program, self.path(variant.consumer(row))]
                self.make(program, make, self.read_by(program + ".d"), unstable)
                programs.append([program])
            return programs
        except BuildError as error:
            # Generators are not stable there: another rustc may have changed them.
            if os.environ.get("BENCH_VERBOSE"):
                print(error)
            return []

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
