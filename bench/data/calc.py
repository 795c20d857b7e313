#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# calc.py make LINES   writes lines for a calculator, the same for the same number
# calc.py run FILE     calculates them as examples/calc.c does: with a generator of tokens

import math
import random
import re
import sys

TOKEN = re.compile(r"\s*(?:(\d[\d.]*(?:e[-+]?\d+)?)|(\w+)|([-+*/%^()=,]))")
FUNCTIONS = {"sqrt": math.sqrt, "sin": math.sin, "max": max, "abs": abs}


def expression(source, depth):
    kind = source.random()
    if depth == 0 or kind < 0.2:
        return source.choice(["%d" % source.randint(0, 999), "%.2f" % source.uniform(0, 99), "pi", "x", "y"])
    parts = [expression(source, depth - 1) for _ in range(2)]
    if kind < 0.7:
        return "%s %s %s" % (parts[0], source.choice("+-*"), parts[1])
    if kind < 0.8:
        return "(%s - %s)" % tuple(parts)
    if kind < 0.85:
        return "sqrt(abs(%s))" % parts[0]
    return "max(%s, -%s)" % tuple(parts) if kind < 0.9 else "(%s)^2 / 1e3" % parts[0]


def make(count, write):
    source = random.Random(1)
    write("x = 2\ny = 3\n")
    different = [expression(source, 4) + "\n" for _ in range(1000)]
    for i in range(2, count):
        write("%s = %s / 1e6\n" % (source.choice("xy"), i) if i % 10 == 0 else source.choice(different))


def tokens(line):
    at, line = 0, line.rstrip()
    while at < len(line):
        match = TOKEN.match(line, at)
        yield match.lastindex, match[match.lastindex]
        at = match.end()
    yield 0, ""


class Parser:
    """A recursive descent, as in examples/calc.c."""

    def __init__(self):
        self.names = {"pi": math.pi, "e": math.e}

    def advance(self):
        self.kind, self.text = next(self.tokens)

    def line(self, line):
        self.tokens = tokens(line)
        self.advance()
        name = self.text if self.kind == 2 and re.match(r"\s*\w+\s*=", line) else None
        if name:
            self.advance()
            self.advance()
        value = self.sum()
        if name:
            self.names[name] = value
        return None if name else value

    def sum(self):
        value = self.product()
        while self.text in ("+", "-"):
            plus = self.text == "+"
            self.advance()
            value = value + self.product() if plus else value - self.product()
        return value

    def product(self):
        value = self.factor()
        while self.text in ("*", "/", "%"):
            operator = self.text
            self.advance()
            by = self.factor()
            value = value * by if operator == "*" else value / by if operator == "/" else math.fmod(value, by)
        return value

    def factor(self):
        if self.text == "-":
            self.advance()
            return -self.factor()
        value = self.primary()
        if self.text == "^":
            self.advance()
            value = value ** self.factor()
        return value

    def primary(self):
        kind, text = self.kind, self.text
        self.advance()
        if kind == 1:
            return float(text)
        if kind == 2 and self.text != "(":
            return self.names[text]
        if kind == 2:
            self.advance()
        values = [self.sum()]
        while self.text == ",":
            self.advance()
            values.append(self.sum())
        self.advance()
        return FUNCTIONS[text](*values) if kind == 2 else values[0]


def run(name):
    parser = Parser()
    with open(name) as file:
        for line in file:
            value = parser.line(line)
            if value is not None:
                print("%.15g" % value)


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(int(sys.argv[2]), sys.stdout.write)
    else:
        run(sys.argv[2])
