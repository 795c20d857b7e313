# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Programs from a grammar compile, without an error or a warning that they would not get as plain functions, and write what
# those write. A broken program, of the grammar or of our tests, gets errors that point into its text, or compiles. The compiler
# never crashes.

import os
import random
import re
import shutil

from disguise import disguised
from grammar import Program
from mutations import Mutator, one_of_corpus
from trial import COMPILING, ROOT, Failed, LeftOut, Trial, clang, run, yieldcc

ERROR = re.compile(r"^(?:(?P<file>[^\s:][^:\n]*):\d+:(?:\d+:)? )?(?:fatal )?error: (?P<text>.*)$", re.M)
WARNING = re.compile(r"warning: .*\[(-W[^\]]+)\]")
CRASH = re.compile(r"^.*(?:PLEASE submit a bug report|Stack dump:|Assertion .* failed|UNREACHABLE executed|LLVM ERROR|error in backend|AddressSanitizer).*$", re.M)
# What clang says without a place.
WITHOUT_PLACE = re.compile(r"too many errors emitted|linker command failed")
STANDARDS = ["c99", "gnu99", "c11", "gnu11", "gnu17", "c23", "gnu23"]
# Not what is said of the spelling, nor of what stands unused or in a sizeof.
WARNINGS = ["-Wall", "-Wextra"] + ["-Wno-" + name for name in (
    "trigraphs", "comment", "misleading-indentation", "unevaluated-expression", "unused-function", "unneeded-internal-declaration")]


class KeywordTrial(Trial):
    def check(self, status, text, flags):
        crash = CRASH.search(text)
        if status is None or status < 0 or status >= 128 or crash:
            raise Failed("%s: %s" % (" ".join(flags), crash[0] if crash else "status %s, %s" % (status, text[-500:])))
        for error in ERROR.finditer(text):
            if not error["file"] and WITHOUT_PLACE.search(error["text"]):
                continue
            if not error["file"] or "/include/yieldc" in error["file"] or error["file"].startswith("<"):
                raise Failed("%s: an error that does not point into the text: %s" % (" ".join(flags), error[0]))
        if status and not ERROR.search(text):
            raise Failed("%s: fails without an error: %s" % (" ".join(flags), text[-500:]))

    def crashes_without(self, major, flags):
        """Whether clang crashes by itself, where the header alone makes the text parse, more or less."""
        if not shutil.which(clang(major)):
            return False
        editor = ["-DYIELDC_EDITOR", "-isystem", os.path.join(ROOT, "runtime", "include")]
        status, printed = run([clang(major), "-fsyntax-only", *editor, *flags], COMPILING)
        return status is not None and (status < 0 or status >= 128 or CRASH.search(printed))

    def broken(self, text, folder):
        self.write("broken.c", text)
        flags = ["-std=gnu11", "-w", "-I", folder, "-c", self.file("broken.c")]
        right = 0
        for major in self.chosen.llvm:
            status, printed = run([yieldcc(major), "-fsyntax-only", *flags], COMPILING)
            try:
                self.check(status, printed, ["LLVM", major, "-fsyntax-only"])
            except Failed:
                if self.crashes_without(major, flags):
                    raise LeftOut("clang %s crashes by itself" % major)
                raise
            right += 1
            for level in self.chosen.levels if status == 0 else []:
                status, printed = run([yieldcc(major), "-O" + level, *flags, "-o", self.file("broken.o")], COMPILING)
                self.check(status, printed, ["LLVM", major, "-O" + level])
                right += 1
        return right

    def written(self, major, name, flags):
        """The kinds of warnings, and what the program writes."""
        status, printed = run([yieldcc(major), *flags, self.file(name + ".c"), "-o", self.file(name)], COMPILING, errors=True)
        if status != 0:
            raise Failed("LLVM %s %s: %s.c does not compile: %s" % (major, " ".join(flags), name, printed[:2000]))
        status, output = run([self.file(name)], COMPILING)
        if status != 0:
            raise Failed("LLVM %s %s: %s exits with %s: %s" % (major, " ".join(flags), name, status, output[-500:]))
        return set(WARNING.findall(printed)), output

    def equal(self, program):
        self.write("plain.c", program.plain())
        self.write("generators.c", program.generators(disguised(program.keyword, self.seed)))
        standard = "-std=" + random.Random(self.seed).choice(STANDARDS)
        ways = [(major, level) for major in self.chosen.llvm for level in self.chosen.levels]
        for major, level in ways:
            flags = [standard, "-trigraphs", *WARNINGS, "-O" + level]
            warnings, expected = self.written(major, "plain", flags)
            more_warnings, output = self.written(major, "generators", flags)
            if output != expected:
                raise Failed("LLVM %s %s: expected %r, but %r" % (major, " ".join(flags), expected, output))
            if more_warnings - warnings:
                raise Failed("LLVM %s %s: warnings that the plain functions do not get: %s" % (major, " ".join(flags), " ".join(more_warnings - warnings)))
        return len(ways)

    def run(self):
        """Seeds are by turns a program of the grammar, one that is broken, and one of our tests."""
        if self.seed % 3 == 2:
            text, folder = one_of_corpus(ROOT, self.seed)
            return self.broken(Mutator(text, self.seed).mutated(), folder)
        program = Program(self.seed)
        self.write("open.h", "{\n")
        self.write("close.h", "}\n")
        if self.seed % 3 == 1:
            return self.equal(program)
        return self.broken(Mutator(program.generators(program.keyword), self.seed).mutated(), self.folder)
