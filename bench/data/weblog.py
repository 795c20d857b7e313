#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# weblog.py make LINES     writes a log, the same for the same number, with some lines that are none
# weblog.py report [FILE]  reports on a log as examples/weblog.c does: with Python's generators

import bisect
import random
import re
import sys
from collections import Counter

METHODS = ["GET"] * 9 + ["POST"]
STATUSES = [200] * 90 + [304] * 5 + [404] * 3 + [500, 503]
WRONG = ["", "10.0.0.1 - -", "\x16\x03\x01", '10.0.0.1 - - [28/Nov/2026:05:41:55 +0000] "GET / HTTP/1.1" 200 512', "x" * 10000]
LINE = re.compile(r'[^\[]*\[(.{17}):[^"]{8,}"[^ "]* ([^" ?]*)[^"]*" (\d{1,6})(?!\d).* (\d{1,6})(?!\d)[^ ]*$', re.S)
SHARES = (0.5, 0.9, 0.99, 0.999)


def make(count, write):
    source = random.Random(1)
    pages = ["/"] + ["/%s/%d.html" % (source.choice(["news", "shop", "img", "api/v1"]), i) for i in range(2000)]
    weights = [1 / (i + 1) for i in range(len(pages))]
    for first in range(0, count, 10000):
        n = min(10000, count - first)
        rows = zip(source.choices(METHODS, k=n), source.choices(pages, weights, k=n), source.choices(STATUSES, k=n))
        lines = []
        for i, (method, page, status) in enumerate(rows, first):
            second = i // 50
            when = "%02d/Nov/2026:%02d:%02d:%02d" % (
                second // 86400 + 1,
                second // 3600 % 24,
                second // 60 % 60,
                second % 60,
            )
            query = "?id=%d" % i if i % 7 == 0 else ""
            lines.append(
                '10.%d.%d.%d - - [%s +0000] "%s %s%s HTTP/1.1" %d %d "-" "Mozilla/5.0 (X11; Linux x86_64)" %d\n'
                % (i >> 16 & 255, i >> 8 & 255, i & 255, when, method, page, query, status, i % 5000, source.paretovariate(0.8) * 3)
            )
            if i % 9973 == 0:
                lines.append(WRONG[i // 9973 % len(WRONG)] + "\n")
        write("".join(lines))


def requests(lines, wrong):
    for line in lines:
        match = LINE.match(line.rstrip("\n"))
        if match and 100 <= int(match[3]) < 600:
            yield match[1], match[2], int(match[3]), int(match[4])
        elif line != "\n":
            wrong.append(line)


def report(lines):
    pages, minutes, took, wrong = Counter(), {}, [], []
    for minute, page, status, ms in requests(lines, wrong):
        pages[page] += 1
        if status >= 500:
            minutes[minute] = minutes.get(minute, 0) + 1
        took.append(ms)
    print("%d requests, %d lines that are none" % (len(took), len(wrong)))
    print("\npages")
    for page, n in sorted(pages.items(), key=lambda p: (-p[1], p[0]))[:10]:
        print("%9d %s" % (n, page))
    print("\nerrors per minute")
    for minute, n in minutes.items():
        print("%9d %s" % (n, minute))
    print("\nmilliseconds")
    took.sort()
    for share in SHARES if took else ():
        # The least that so many are not above.
        ms = took[min(bisect.bisect_left(range(1, len(took) + 1), share * len(took)), len(took) - 1)]
        print("%8.1f%% %s%d" % (100 * share, "over " if ms >= 60000 else "", min(ms, 60000)))


if sys.argv[1] == "make":
    make(int(sys.argv[2]), sys.stdout.write)
else:
    with open(sys.argv[2] if len(sys.argv) > 2 else 0, encoding="latin-1", newline="\n") as file:
        report(file)
