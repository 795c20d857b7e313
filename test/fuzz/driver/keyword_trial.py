# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# A broken program gets errors that point into its text, or compiles; the compiler never crashes.

import re

from mutations import mutated
from trial import COMPILING, ROOT, Failed, Trial, run, yieldcc

ERROR = re.compile(r"^(?:(?P<file>[^\s:][^:\n]*):\d+:(?:\d+:)? )?(?:fatal )?error: (?P<text>.*)$", re.M)
CRASH = re.compile(r"^.*(?:PLEASE submit a bug report|Stack dump:|Assertion .* failed|UNREACHABLE executed|LLVM ERROR|error in backend).*$", re.M)
# What clang says without a place.
WITHOUT_PLACE = re.compile(r"too many errors emitted|linker command failed")


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

    def run(self):
        text, folder = mutated(ROOT, self.seed)
        self.write("broken.c", text)
        flags = ["-std=gnu11", "-w", "-I", folder, "-c", self.file("broken.c")]
        right = 0
        for major in self.chosen.llvm:
            status, printed = run([yieldcc(major), "-fsyntax-only", *flags], COMPILING)
            self.check(status, printed, ["LLVM", major, "-fsyntax-only"])
            right += 1
            for level in self.chosen.levels if status == 0 else []:
                status, printed = run([yieldcc(major), "-O" + level, *flags, "-o", self.file("broken.o")], COMPILING)
                self.check(status, printed, ["LLVM", major, "-O" + level])
                right += 1
        return right
