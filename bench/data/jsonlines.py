#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# jsonlines.py make LINES          writes lines of JSON
# jsonlines.py filter STATUS FILE  writes those whose request.status is at least that, with Python's json module

import json
import random
import sys


def make(count):
    source = random.Random(1)
    for i in range(count):
        value = {
            "id": i,
            "request": {"path": "/%s/%d" % (source.choice(["a", "b", "ü"]), source.randrange(1000)), "ms": source.random() * 100},
            "tags": source.choice([[], ["new"], ["new", "slow"], [1.5, None, True]]),
        }
        # Some have no status, or one of another kind.
        kind = source.randrange(20)
        if kind:
            value["request"]["status"] = source.choice([200] * 8 + [404, 500, 503]) if kind > 1 else "500"
        print(json.dumps(value))


def statuses(lines):
    for line in lines:
        status = json.loads(line)["request"].get("status")
        if isinstance(status, (int, float)):
            yield status, line


if sys.argv[1] == "make":
    make(int(sys.argv[2]))
else:
    with open(sys.argv[3]) as file:
        for status, line in statuses(file):
            if status >= int(sys.argv[2]):
                sys.stdout.write(line)
