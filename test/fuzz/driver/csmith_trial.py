# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# A program of csmith prints what it prints when its functions are generators: at all levels, and under sanitizers.

from as_generators import as_generators
from trial import COMPILING, Failed, LeftOut, Trial, clang, run, yieldcc

SANITIZERS = ["-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
# Many small programs tell more in the same time; each fourth is as large as they come.
SMALL = "--max-funcs 4 --max-block-size 3 --max-block-depth 3".split()
SECONDS = {"csmith": 60, "without": 1, "with": 60}


def compiled(compiler, flags, source, out):
    # (csmith gives pointers to float where it wants char.)
    common = ["-w", "-Wno-incompatible-pointer-types", "-std=gnu11", "-isystem", "/usr/include/csmith"]
    status, text = run([compiler, *common, *flags, source, "-o", out], COMPILING)
    if status != 0:
        raise Failed("does not compile: " + text[-2000:])


class CsmithTrial(Trial):
    def without(self, major, flags):
        """What it prints without generators."""
        try:
            compiled(clang(major), flags, self.file("plain.c"), self.file("plain"))
        except Failed as failed:
            raise LeftOut(str(failed))
        status, text = run([self.file("plain")], SECONDS["without"] * (4 if flags == SANITIZERS else 1))
        if status != 0:
            raise LeftOut("without generators: " + text[:200])
        return text

    def compare(self, major, flags, expected):
        compiled(yieldcc(major), flags, self.file("generators.c"), self.file("generators"))
        status, text = run([self.file("generators")], SECONDS["with"])
        if status == 0 and text == expected:
            return
        if self.without(major, flags) != expected:
            raise LeftOut("prints something else at another level")
        raise Failed("expected %r, but %s" % (expected, "it " + text if status is None else "exit status %d, %s" % (status, text[-2000:])))

    def run(self):
        """How often it was right."""
        more = ["--float"] if self.seed % 2 else []
        if self.seed % 4:
            more += SMALL
        status, text = run(["csmith", "--seed", str(self.seed), "--no-const-struct-union-fields", *more], SECONDS["csmith"], self.folder)
        if status != 0:
            raise LeftOut("csmith: " + text)
        self.write("plain.c", text)
        self.write("generators.c", as_generators(text, self.seed))
        expected = self.without(self.chosen.llvm[0], ["-O0"])
        ways = [(major, ["-O" + level]) for major in self.chosen.llvm for level in self.chosen.levels]
        if self.chosen.sanitizers:
            ways += [(major, SANITIZERS) for major in self.chosen.llvm]
        for major, flags in ways:
            try:
                self.compare(major, flags, expected)
            except Failed as failed:
                raise Failed("LLVM %s %s: %s" % (major, " ".join(flags), failed))
        return len(ways)
