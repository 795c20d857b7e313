#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# compile-time.py COMPILER OUT    compiles generators of 125 yields and of 500, at -O0 and -O2, and functions of 60 foreach and of 240
#
# Four times as many may take ten times the processor time; a cost that grew with the square would take sixteen.

import os
import resource
import subprocess
import sys

compiler, out = sys.argv[1:]
LARGE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "scale", "Inputs", "large.py")


def seconds(what, count, level):
    with open(f"{out}.c", "w") as source:
        subprocess.run([sys.executable, LARGE, what, str(count)], stdout=source, check=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run([compiler, level, "-c", f"{out}.c", "-o", f"{out}.o"], check=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


for what, level, size in ("conditions", "-O0", 125), ("conditions", "-O2", 125), ("loops", "-O2", 60):
    few, many = (min(seconds(what, n, level) for _ in range(2)) for n in (size, 4 * size))
    print(f"{what}, {level}: {few:.2f} s, {many:.2f} s")
    if many > 10 * few:
        sys.exit(f"{what}, {level}: {many / few:.1f} times as long for 4 times as many")
