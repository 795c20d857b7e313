#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# compile-time.py COMPILER OUT    compiles generators of 125 yields and of 500, at -O0 and -O2, and functions of 60 foreach and of 240
#
# Four times as many may take ten times the processor time; a cost that grew with the square would take sixteen.

import resource
import subprocess
import sys

compiler, out = sys.argv[1:]


def yields(count):
    body = "\n".join(f"  if (use(a + {i}))\n    yield a + {i};" for i in range(count))
    return f"generator(int) g(int a) {{\n{body}\n}}\n"


def loops(count):
    body = "\n".join(f"  foreach (x, f(a + {i}))\n    use(x);" for i in range(count))
    return f"static generator(int) f(int n) {{\n  while (n--)\n    yield n;\n}}\nvoid g(int a) {{\n{body}\n}}\n"


def seconds(text, level):
    with open(f"{out}.c", "w") as source:
        source.write(f"#include <yieldc.h>\nint use(int);\n{text}")
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run([compiler, level, "-c", f"{out}.c", "-o", f"{out}.o"], check=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


for program, level, size in (yields, "-O0", 125), (yields, "-O2", 125), (loops, "-O2", 60):
    few, many = (min(seconds(program(n), level) for _ in range(2)) for n in (size, 4 * size))
    print(f"{program.__name__}, {level}: {few:.2f} s, {many:.2f} s")
    if many > 10 * few:
        sys.exit(f"{program.__name__}, {level}: {many / few:.1f} times as long for 4 times as many")
