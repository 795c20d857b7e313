# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What compiling costs, in processor time of the compiler: many yields, many stages, generators over generators, and a
# large file that has none. Sources are written by this script and compiled in turns; the smallest time counts, and for
# the large file, where the question is whether there is any difference, the median of the paired ratios.

import os
import re
import resource
import statistics
import subprocess
import threading

from build import BuildError
from measure import ratio

LIMIT = 60  # seconds, for one compilation
LARGE = ["stb_image.h", "stb_truetype.h"]

HEAD = """#include <stdint.h>
#include <yieldc.h>
"""


def yields(count):
    """One generator of `count` yields, one after the other, with one int that lives across them."""
    body = "".join("  yield x;\n  x = 3 * x + %d;\n" % i for i in range(count))
    return HEAD + "generator(int) sequence(int x) {\n%s  yield x;\n}\n" % body


def stages(count):
    """A pipeline of that many stages over a source, consumed where all is visible."""
    source = """
static generator(uint64_t) source(uint64_t a, uint64_t b) {
  for (;;) {
    yield a;
    uint64_t next = a + b;
    a = b;
    b = next;
  }
}
static generator(uint64_t) map(generator(uint64_t) in, uint64_t (*f)(uint64_t)) {
  foreach (x, in)
    yield f(x);
}
static uint64_t f(uint64_t x) { return x ^ x >> 3; }
uint64_t consume(uint64_t n) {
  uint64_t sum = 0;
  foreach (x, %s) {
    sum += x;
    if (!--n)
      break;
  }
  return sum;
}
"""
    return HEAD + source % ("map(" * count + "source(0, 1)" + ", f)" * count)


def ladder(levels):
    """Each level has two loops over the next: 2^levels of them, if all were put in place."""
    text = HEAD + "static generator(int) level0(int n) {\n  yield n;\n  yield n + 1;\n}\n"
    for i in range(1, levels):
        loops = "".join("  foreach (x, level%d(n + %d))\n    yield x;\n" % (i - 1, j) for j in (0, 1))
        text += "static generator(int) level%d(int n) {\n%s}\n" % (i, loops)
    loop = "  foreach (x, level%d(n))\n    sum += x;\n" % (levels - 1)
    return text + "int consume(int n) {\n  int sum = 0;\n%s  return sum;\n}\n" % loop


class Compiler:
    def __init__(self, builder):
        self.builder = builder
        self.folder = os.path.join(builder.out, "compile")
        os.makedirs(self.folder, exist_ok=True)

    def source(self, name, text):
        path = os.path.join(self.folder, name + ".c")
        with open(path, "w") as file:
            file.write(text)
        return path

    def run(self, command):
        """(seconds, what it said); None for seconds if it took too long."""
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        killed = threading.Event()

        def kill():
            killed.set()
            process.kill()

        timer = threading.Timer(LIMIT, kill)
        timer.start()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        said = process.communicate()[1]
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        timer.cancel()
        if killed.is_set():
            return None, said
        if process.returncode:
            raise BuildError("%s\n%s" % (" ".join(command), said))
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, said

    def time(self, source, compiler=None):
        # The wrapper becomes clang, and clang runs its frontend in the same process, so that a kill reaches it.
        command = [compiler or self.builder.yieldcc, "-O2", "-w", "-c", source]
        return self.run(command + ["-o", os.path.join(self.folder, "out.o")])[0]

    def remarks(self, source):
        """How many generators are still allocated."""
        flags = ["-O2", "-w", "-c", "-Rpass=yieldc", "-Rpass-missed=yieldc", "-o", os.devnull]
        said = self.run([self.builder.yieldcc] + flags + [source])[1]
        return len(re.findall(r"remark: .*is allocated", said))

    def frame(self, source):
        """Bytes that the generator function asks malloc for."""
        path = os.path.join(self.folder, "out.ll")
        self.run([self.builder.yieldcc, "-O2", "-w", "-S", "-emit-llvm", source, "-o", path])
        with open(path) as file:
            found = re.search(r"@malloc\(i64 noundef (\d+)\)", file.read())
        return found.group(1) if found else ""


def series(compiler, make, name, counts, rounds, note, extra):
    """[[count, seconds, ms per step, …]]: per step of what is more than the line before."""
    sources = [(count, compiler.source("%s-%d" % (name, count), make(count))) for count in counts]
    times = {count: [] for count in counts}
    for _ in range(rounds):
        for count, source in sources:
            note("compile: %s %d" % (name, count))
            if None not in times[count]:
                times[count].append(compiler.time(source))
    lines, last = [], None
    for count, source in sources:
        if None in times[count]:
            lines.append([count, "> %d" % LIMIT, "", ""])
            continue
        best = min(times[count])
        step = "%.2f" % (1000 * (best - last[1]) / (count - last[0])) if last else ""
        lines.append([count, "%.3f" % best, step, extra(source)])
        last = count, best
    return lines


def large_files(compiler, rounds, note):
    folders = ["/usr/include/stb", "/usr/include", "/usr/share/stb"]
    lines = []
    for name in LARGE:
        path = next((os.path.join(f, name) for f in folders if os.path.exists(os.path.join(f, name))), None)
        if not path:
            continue
        define = "#define %s_IMPLEMENTATION\n" % os.path.splitext(name)[0].upper()
        source = compiler.source("large-" + os.path.splitext(name)[0], '%s#include "%s"\n' % (define, path))
        plain, ours = [], []
        for round in range(rounds):
            note("compile: %s" % name)
            pair = [(plain, compiler.builder.clang), (ours, compiler.builder.yieldcc)]
            for times, command in pair if round % 2 else pair[::-1]:
                times.append(compiler.time(source, command))
        lines.append([name, "%.3f" % statistics.median(plain), "%.3f" % statistics.median(ours), "%.3f" % ratio(ours, plain)])
    return lines


def measure(builder, rounds, note):
    compiler = Compiler(builder)
    few = max(1, rounds // 3)
    tables = {}

    def add(title, head, lines):
        tables[title] = {"head": head, "lines": lines}

    lines = series(compiler, yields, "yields", (50, 100, 200, 400, 800, 1600, 3200), few, note, compiler.frame)
    add(
        "Sequential yields, one live int (to be linear; 400: under 0.5 s, frame at most 48 bytes)",
        ["yields", "seconds", "ms per yield more", "frame, bytes"],
        lines,
    )
    lines = series(compiler, stages, "stages", (1, 2, 3, 4, 6, 8, 12, 16, 20, 24), few, note, compiler.remarks)
    add(
        "Stages of a pipeline in one function (to be linear, without allocations)",
        ["stages", "seconds", "ms per stage more", "allocated"],
        lines,
    )
    lines = series(compiler, ladder, "ladder", (1, 2, 4, 8, 12, 16, 20), few, note, compiler.remarks)
    add(
        "Levels with two loops each over the next (to be linear, without allocations)",
        ["levels", "seconds", "ms per level more", "allocated"],
        lines,
    )
    lines = large_files(compiler, rounds, note)
    if lines:
        add(
            "A large file without generators (to be the same)",
            ["file", "clang, seconds", "with the plugin", "ratio"],
            lines,
        )
    return tables
