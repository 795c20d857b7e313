#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# compile-time.py COMPILER OUT    compiles a generator of 125 yields and one of 500, at -O0 and -O2
#
# Four times the yields may take ten times the processor time; a cost that grew with the square would take sixteen.

import resource
import subprocess
import sys

compiler, out = sys.argv[1:]


def seconds(yields, level):
    body = "\n".join(f"  if (use(a + {i}))\n    yield a + {i};" for i in range(yields))
    with open(f"{out}.c", "w") as source:
        source.write(f"#include <yieldc.h>\nint use(int);\ngenerator(int) g(int a) {{\n{body}\n}}\n")
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run([compiler, level, "-c", f"{out}.c", "-o", f"{out}.o"], check=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


for level in "-O0", "-O2":
    few, many = (min(seconds(yields, level) for _ in range(2)) for yields in (125, 500))
    print(f"{level}: {few:.2f} s, {many:.2f} s")
    if many > 10 * few:
        sys.exit(f"{level}: {many / few:.1f} times as long for 4 times the yields")
