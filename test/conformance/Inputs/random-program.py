# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# random-program.py SEED: a program of random control flow, in the words of
# random-program.h. f0 calls f1 …, never back, so that every program ends.

import random
import sys

choose = random.Random(int(sys.argv[1]))
functions = choose.randint(2, 4)
numbers = iter(range(1, 10000))
lines = []


def write(depth, line):
    lines.append("  " * depth + line)


def value(variables):
    some = ["a", "sent", str(choose.randint(-9, 99)), "a + %d" % choose.randint(0, 9), "sent - a"]
    return choose.choice(some + variables)


def call(function):
    argument = choose.choice(["a", "sent", str(choose.randint(0, 5))])
    return "f%d(%s)" % (choose.randint(function + 1, functions - 1), argument)


class Block:
    """Statements of one scope; `jumps` are the statements that may leave it."""

    def __init__(self, function, depth, variables, jumps):
        self.function, self.depth, self.jumps = function, depth, jumps
        self.variables = list(variables)
        self.kinds = [(22, self.plain_yield), (6, self.operand), (5, self.caught), (5, self.note), (3, self.assign),
                      (5, self.scope), (6, self.array)]
        if function + 1 < functions:
            self.kinds += [(7, self.delegate), (5, self.catch_delegate)]
        if depth > 2:
            self.kinds += [(1, self.fail), (1, self.leave)]
        if jumps:
            self.kinds += [(5, self.jump)]
        if depth < 6:
            self.kinds += [(6, self.for_loop), (4, self.do_loop), (5, self.block), (5, self.branch), (4, self.switch),
                           (5, self.label)]

    def write(self, line):
        write(self.depth, line)

    def fill(self, least=1, most=4):
        for _ in range(choose.randint(least, most)):
            weights, kinds = zip(*self.kinds)
            choose.choices(kinds, weights)[0]()

    def inside(self, jumps=None, variables=()):
        Block(self.function, self.depth + 1, self.variables + list(variables), jumps or self.jumps).fill()

    def plain_yield(self):
        self.write("YIELD(%s);" % value(self.variables))

    def operand(self):
        self.write("YIELD_IN_OPERAND(%s);" % value(self.variables))

    def caught(self):
        self.write("CATCH_YIELD(%s);" % value(self.variables))

    def note(self):
        self.write('printf("n%%d ", %s);' % value(self.variables))

    def assign(self):
        self.write("a = %s %% 50;" % choose.choice(["a * 3", "(a + sent)", "(a - 7)"]))

    def scope(self):
        self.write("SCOPE(%d);" % next(numbers))

    def array(self):
        name = "array%d" % next(numbers)
        self.write("ARRAY(%s, (a & 7) + %d);" % (name, choose.randint(1, 4)))
        self.variables.append(name + "[0]")

    def delegate(self):
        self.write("DELEGATE(%s);" % call(self.function))

    def catch_delegate(self):
        self.write("CATCH_DELEGATE(%s);" % call(self.function))

    def fail(self):
        self.write("if ((a & 7) == %d)" % choose.randint(0, 7))
        write(self.depth + 1, "FAIL(%d);" % choose.randint(1, 9))

    def leave(self):
        self.write("if ((a & 7) == %d)" % choose.randint(0, 7))
        write(self.depth + 1, "RETURN;")

    def jump(self):
        self.write("if ((sent + a) %% 3 == %d)" % choose.randint(0, 2))
        write(self.depth + 1, choose.choice(self.jumps) + ";")

    def for_loop(self):
        i = "i%d" % next(numbers)
        self.write("for (int %s = 0; %s < %d && more_steps(); ++%s) {" % (i, i, choose.randint(1, 4), i))
        self.inside(["break", "continue"], [i])
        self.write("}")

    def do_loop(self):
        self.write("do {")
        self.inside(["break", "continue"])
        self.write("} while (++a % 4 && more_steps());")

    def block(self):
        self.write("{")
        self.inside()
        self.write("}")

    def branch(self):
        self.write("if (%s & %d) {" % (choose.choice(["a", "sent"]), choose.randint(1, 3)))
        self.inside()
        if choose.random() < .5:
            self.write("} else {")
            self.inside()
        self.write("}")

    def switch(self):
        self.write("switch (a & 3) {")
        for case in choose.sample(["case 0", "case 1", "case 2", "default"], choose.randint(1, 4)):
            self.write(case + ": {")
            self.inside(["break"])
            self.write("}")
            if choose.random() < .5:
                write(self.depth + 1, "break;")
        self.write("}")

    def label(self):
        n = next(numbers)
        self.write("{")
        write(self.depth + 1, "int rounds%d = 0;" % n)
        self.write("again%d:" % n)
        self.write("  if (++rounds%d <= %d && more_steps()) {" % (n, choose.randint(1, 3)))
        again = "goto again%d" % n
        inner = Block(self.function, self.depth + 2, self.variables, (self.jumps or []) + [again])
        inner.fill()
        write(self.depth + 2, "if (a & 1)")
        write(self.depth + 3, again + ";")
        inner.fill()
        self.write("  }")
        self.write("}")


print('#include "random-program.h"\n')
for f in range(1, functions):
    print("DECLARE(f%d)" % f)
for f in range(functions):
    lines.append("\nFUNCTION(f%d)" % f)
    Block(f, 1, [], None).fill(5, 9)
    lines.append("END")
print("\n".join(lines))
