# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# sorted-files.py DIRECTORY COUNT LINES: files whose lines are in order, of few different bytes, some empty, some with no
# line end at the end; the last one has no lines.
import os
import random
import sys

directory, count, lines = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
random.seed(1)
os.makedirs(directory, exist_ok=True)
for i in range(count):
    have = [] if i == count - 1 else [bytes(random.choices(b"ab \0\xff", k=random.randrange(12))) for _ in range(lines)]
    text = b"\n".join(sorted(have))
    # A line that is empty and has no end is no line.
    with open("%s/%04d" % (directory, i), "wb") as file:
        file.write(text if i % 3 == 1 and not text.endswith(b"\n") else text + b"\n" * bool(have))
