#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# csvtable.py make RECORDS             writes a CSV file: id, city, amount, note
# csvtable.py table KEY NUMBER [FILE]  does what examples/csvtable.c does, with Python's csv module

import csv
import random
import sys

CITIES = ["Oslo", "Rome", "Lima", "Cairo", "Paris, Texas", 'The "Hague"', "two\nlines", "Zürich", "New York", ""]
NOTES = ["", "paid", "a note, with commas", 'said "yes"', "first line\nsecond line", "x" * 60]


def make(count, write):
    source = random.Random(1)
    cities = CITIES + ["City %d" % i for i in range(1000)]
    out = csv.writer(write, lineterminator="\n")
    out.writerow(["id", "city", "amount", "note"])
    for first in range(0, count, 10000):
        n = min(10000, count - first)
        rows = zip(source.choices(cities, k=n), source.choices(range(1000000), k=n), source.choices(NOTES, k=n))
        out.writerows([i, city, amount, note] for i, (city, amount, note) in enumerate(rows, first))


def numbers(records, key, value):
    for record in records:
        yield record[key], float(record[value])


def table(key, value, file):
    records = csv.reader(file, strict=True)
    names = next(records)
    rows = {}
    for city, x in numbers(records, names.index(key), names.index(value)):
        count, sum, least, most = rows.get(city, (0, 0, x, x))
        rows[city] = count + 1, sum + x, min(x, least), max(x, most)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow([key, "count", "sum", "min", "max"])
    for city in sorted(rows):
        out.writerow([city, rows[city][0]] + ["%.15g" % x for x in rows[city][1:]])


for stream in sys.stdin, sys.stdout:
    stream.reconfigure(encoding="latin-1" if sys.argv[1] == "table" else "utf-8", newline="")
if sys.argv[1] == "make":
    make(int(sys.argv[2]), sys.stdout)
elif len(sys.argv) > 4:
    with open(sys.argv[4], encoding="latin-1", newline="") as file:
        table(sys.argv[2], sys.argv[3], file)
else:
    table(sys.argv[2], sys.argv[3], sys.stdin)
