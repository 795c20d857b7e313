#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# spell.py make DICTIONARY WORDS    writes a dictionary, and a text of so many words with mistakes, the same for the same number
# spell.py check DICTIONARY FILE    finds them as examples/spell.c does: with generators and functools.lru_cache

import functools
import random
import re
import sys

LETTERS = "abcdefghijklmnopqrstuvwxyz"
LONGEST, MOST_EDITS = 40, 2
WORD = re.compile(r"[A-Za-z\x80-\xff][A-Za-z\x80-\xff']*")


def mistaken(word, source):
    at = source.randrange(len(word))
    letter = source.choice(LETTERS)
    return source.choice([word[:at] + letter + word[at:], word[:at] + word[at + 1 :], word[:at] + letter + word[at + 1 :]])


def make(name, count, write):
    source = random.Random(1)
    syllables = [c + v + e for c in "bcdfghklmnprst" for v in "aeiou" for e in ["", "", "n", "r", "st"]]
    known = sorted({"".join(source.choices(syllables, k=source.randint(1, 4))) for _ in range(20000)})
    with open(name, "w") as file:
        file.writelines(word + "\n" for word in known)
    source.shuffle(known)
    weights = [1 / (i + 1) for i in range(len(known))]
    mistakes = [mistaken(word, source) for word in source.choices(known, weights, k=300)]
    mistakes = [word for word in mistakes if word]
    for first in range(0, count, 1000):
        words = source.choices(known, weights, k=min(1000, count - first))
        for i in range(0, len(words), 100):
            words[i] = source.choice(mistakes)
        for i in range(0, len(words), 12):
            write(" ".join(words[i : i + 12]).capitalize() + ".\n")


def words(file):
    for number, line in enumerate(file, 1):
        for match in WORD.finditer(line):
            word = match[0].rstrip("'")
            if len(word) <= LONGEST:
                yield number, match.start() + 1, word.lower()


def distance(a, b, most):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            changed = before + (x != y)
            before = row[j]
            row[j] = min(changed, row[j - 1] + 1, row[j] + 1)
        if min(row) > most:
            return min(row)
    return row[-1]


class Dictionary:
    def __init__(self, file):
        self.known = set()
        self.of_size = [[] for _ in range(LONGEST + 1)]
        for _, _, word in words(file):
            if word not in self.known:
                self.known.add(word)
                self.of_size[len(word)].append(word)
        self.nearest = functools.lru_cache(4096)(self.find_nearest)

    def of_about(self, size):
        for i in range(2 * MOST_EDITS + 1):
            other = size - (i + 1) // 2 if i % 2 else size + i // 2
            if 0 < other <= LONGEST:
                yield from reversed(self.of_size[other])

    def find_nearest(self, text):
        best, fewest = None, MOST_EDITS + 1
        for word in self.of_about(len(text)):
            edits = distance(text, word, fewest - 1)
            if edits < fewest:
                best, fewest = word, edits
                if fewest == 1:
                    break
        return best


def check(dictionary, file):
    for line, column, word in words(file):
        if word not in dictionary.known:
            meant = dictionary.nearest(word)
            print("%d:%d: %s: %s" % (line, column, word, "did you mean '%s'?" % meant if meant else "not in the dictionary"))


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2], int(sys.argv[3]), sys.stdout.write)
    else:
        with open(sys.argv[2], encoding="latin-1") as dictionary, open(sys.argv[3], encoding="latin-1") as text:
            check(Dictionary(dictionary), text)
