#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# queens.py N    prints what examples/queens.c does: with a recursive generator

import sys


def queens(n, row, columns, left, right):
    """The columns of the rows from this one on."""
    if row == n:
        yield ()
        return
    free = (1 << n) - 1 & ~(columns | left | right)
    while free:
        bit = free & -free
        free ^= bit
        for rest in queens(n, row + 1, columns | bit, (left | bit) << 1, (right | bit) >> 1):
            yield (bit.bit_length(),) + rest


if __name__ == "__main__":
    count = 0
    for solution in queens(int(sys.argv[1]), 0, 0, 0, 0):
        print(*solution)
        count += 1
    print("%d solutions" % count)
