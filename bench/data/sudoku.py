#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# sudoku.py make COUNT    writes puzzles, the same for the same number: known ones in other words
# sudoku.py solve FILE    solves them as examples/sudoku.c does: with a recursive generator
# sudoku.py check FILE SOLUTIONS   says whether each is one

import random
import sys
from itertools import islice

KNOWN = [
    "53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79",
    "8..........36......7..9.2...5...7.......457.....1...3...1....68..85...1..9....4..",
    "..............3.85..1.2.......5.7.....4...1...9.......5......73..2.1........4...9",
    "4.....8.5.3..........7......2.....6.....8.4......1.......6.3.7.5..2.....1.4......",
]
GROUPS = [[9 * i + j for j in range(9)] for i in range(9)]
GROUPS += [[9 * j + i for j in range(9)] for i in range(9)]
GROUPS += [[27 * (i // 3) + 3 * (i % 3) + 9 * (j // 3) + j % 3 for j in range(9)] for i in range(9)]


def shuffled_lines(source):
    return [3 * band + line for band in source.sample(range(3), 3) for line in source.sample(range(3), 3)]


def make(count, write):
    source = random.Random(1)
    for i in range(count):
        digits = dict(zip("123456789", source.sample("123456789", 9)), **{".": "."})
        rows, columns = shuffled_lines(source), shuffled_lines(source)
        write("".join(digits[KNOWN[i % len(KNOWN)][9 * r + c]] for r in rows for c in columns) + "\n")


class Board:
    def __init__(self, text):
        self.digits = list(text)
        self.row, self.column, self.box = [0x1FF] * 9, [0x1FF] * 9, [0x1FF] * 9
        for cell, c in enumerate(text):
            if c != ".":
                self.flip(cell, 1 << int(c) - 1)

    def candidates(self, cell):
        return self.row[cell // 9] & self.column[cell % 9] & self.box[cell // 27 * 3 + cell % 9 // 3]

    def flip(self, cell, bit):
        self.row[cell // 9] ^= bit
        self.column[cell % 9] ^= bit
        self.box[cell // 27 * 3 + cell % 9 // 3] ^= bit

    def tightest(self):
        best, fewest = -1, 10
        for cell in range(81):
            if self.digits[cell] == ".":
                count = bin(self.candidates(cell)).count("1")
                if count < fewest:
                    best, fewest = cell, count
                if count < 2:
                    break
        return best

    def solutions(self):
        cell = self.tightest()
        if cell < 0:
            yield "".join(self.digits)
            return
        left = self.candidates(cell)
        while left:
            bit = left & -left
            self.digits[cell] = str(bit.bit_length())
            self.flip(cell, bit)
            yield from self.solutions()
            self.flip(cell, bit)
            self.digits[cell] = "."
            left &= left - 1


def check(puzzle, solution):
    assert len(solution) == 81 and all(p in (".", s) for p, s in zip(puzzle, solution)), puzzle
    assert all(len({solution[cell] for cell in group}) == 9 for group in GROUPS), puzzle


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(int(sys.argv[2]), sys.stdout.write)
    elif sys.argv[1] == "check":
        puzzles, solutions = (open(name).read().split() for name in sys.argv[2:])
        assert len(puzzles) == len(solutions)
        for puzzle, solution in zip(puzzles, solutions):
            check(puzzle, solution)
    else:
        with open(sys.argv[2]) as file:
            for puzzle in file:
                first, *_ = islice(Board(puzzle.strip()).solutions(), 2)
                print(first)
