# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Makes generators of the functions of a program that csmith has written. They yield after statements and inside expressions,
# delegate to each other or call each other, and have locals of all kinds live across; who calls one gets its result. So the
# program prints what it has printed before.

import random
import re

HEAD = re.compile(r"^static (?:inline )?(?P<type>.+?)\s+(?P<name>func_\d+)\((?P<parameters>.*)\)(?P<end>;?)$")
CALL = re.compile(r"(?<!\w)(func_\d+)\(")
SAFE = re.compile(r"(?<!\w)safe_\w+\(")

PRELUDE = """
#include <yieldc.h>
/* How often a local had changed when its generator went on, or there was no result. */
static int y_bad;
static void y_report(void) { if (y_bad) printf("bad: %d\\n", y_bad); }
"""

# Locals that are live across a yield. N is another number each time.
LOCALS = [
    "{ __int128 y_w = ((__int128)N << 70) | 5; yield 1; y_bad += y_w != (((__int128)N << 70) | 5); }",
    "{ long double y_d = N + 0.25L; yield 2; y_bad += y_d != N + 0.25L; }",
    "{ typedef int y_v __attribute__((vector_size(32))); y_v y_x = {N, 2, 3, 4, 5, 6, 7, 8}; yield y_x[0];"
    " y_bad += y_x[0] != N || y_x[7] != 8; }",
    "{ struct { unsigned a : 3; int b : 17; unsigned long long c : 44; } y_s = {N % 8, -(N % 99), N};"
    " yield y_s.b; y_bad += y_s.a != N % 8 || y_s.b != -(N % 99) || y_s.c != N; }",
    "{ _Alignas(64) char y_a[64]; y_a[63] = N % 100; yield 3; y_bad += ((__UINTPTR_TYPE__)y_a & 63) || y_a[63] != N % 100; }",
    "{ int y_n = 1 + N % 50; char y_l[y_n]; y_l[y_n - 1] = 7; yield y_n; y_bad += y_l[y_n - 1] != 7 || sizeof y_l != 1 + N % 50; }",
    "{ volatile int y_i = N % 5; int y_k = 0; for (; y_i; --y_i) y_k += (yield y_i, 1); y_bad += y_k != N % 5; }",
    "{ int y_k = 0; switch (N % 3) { case 0: yield 0; ++y_k; case 1: ++y_k; yield 1; break; default: y_k += (yield 2, 7); }"
    " y_bad += y_k != (N % 3 == 0 ? 2 : N % 3 == 1 ? 1 : 7); }",
    "{ int y_t = 0; do { if (y_t == N % 4) break; yield y_t; } while (++y_t < 9); y_bad += y_t != N % 4; }",
    "{ struct { double d[3]; char c; } y_p = {{N, .5}, 'c'}, y_q = (yield 4, y_p); y_bad += y_q.d[0] != N || y_q.c != 'c'; }",
]


def unqualified(type):
    """The type of what a function returns, without qualifiers of itself."""
    before, star, after = type.rpartition("*")
    return before + star + " ".join(word for word in after.split() if word not in ("const", "volatile"))


def end_of_argument(text, at):
    """Where the argument that begins there ends."""
    depth = 0
    while depth or text[at] not in ",)":
        depth += (text[at] in "([{") - (text[at] in ")]}")
        at += 1
    return at


def end_of_call(text, at):
    """Behind the bracket that closes the one before."""
    at = end_of_argument(text, at)
    while text[at] == ",":
        at = end_of_argument(text, at + 1)
    return at + 1


class Function:
    def __init__(self, match):
        self.name = match["name"]
        self.type = unqualified(match["type"])
        self.returned = match["type"]
        self.parameters = match["parameters"]
        self.names = [] if self.parameters == "void" else [re.findall(r"\w+", one)[-1] for one in self.parameters.split(",")]
        self.handle = "generator(int, void, %s)" % self.type

    def declaration(self):
        return "static %s gen_%s(%s)" % (self.handle, self.name, self.parameters)

    def caller(self, chance):
        """The function of the old name."""
        call = "gen_%s(%s)" % (self.name, ", ".join(self.names))
        head = "static %s %s(%s)" % (self.returned, self.name, self.parameters)
        if chance.random() < 0.5:
            return "%s {\n  %s y_r;\n  %s y_g = %s;\n  while (gen_next(y_g)) ;\n  y_bad += !gen_result(y_g, &y_r);\n  gen_close(y_g);\n  return y_r;\n}\n" % (
                head, self.type, self.handle, call,
            )
        given = "%s *y_r" % self.type + "".join(", " + one for one in self.parameters.split(",") if self.names)
        return "static generator(int) all_%s(%s) { *y_r = yield from %s; }\n%s {\n  %s y_r;\n  foreach (y_x, all_%s(%s)) (void)y_x;\n  return y_r;\n}\n" % (
            self.name, given, call, head, self.type, self.name, ", ".join(["&y_r"] + self.names),
        )


class Rewriter:
    def __init__(self, program, seed):
        self.lines = program.splitlines()
        self.chance = random.Random(seed)
        self.count = 0
        heads = [HEAD.match(line) for line in self.lines]
        self.functions = {match["name"]: Function(match) for match in heads if match and not match["end"]}

    def number(self):
        self.count += 1
        return self.count

    def line(self, line):
        """A line of a body, with what is added behind it."""
        for match in reversed(list(CALL.finditer(line))):
            if self.chance.random() < 0.5:
                end = end_of_call(line, match.end())
                line = "%s(yield from gen_%s)%s" % (line[: match.start()], line[match.start() : end], line[end:])
        for match in reversed(list(SAFE.finditer(line))):
            if self.chance.random() < 0.25:
                end = end_of_argument(line, match.end())
                line = "%s((void)(yield %d), %s)%s" % (line[: match.end()], self.number(), line[match.end() : end], line[end:])
        if line.endswith(";"):
            if self.chance.random() < 0.3:
                line += " yield %d;" % self.number()
            if self.chance.random() < 0.06:
                line += "\n" + re.sub(r"\bN\b", str(self.number()), self.chance.choice(LOCALS))
        return line

    def program(self):
        result, inside = [], None
        for line in self.lines:
            match = HEAD.match(line)
            if match and not match["end"]:
                inside, begin = self.functions[match["name"]], len(result) + 1
                result.append(self.chance.choice(["", "__attribute__((noinline)) "]) + inside.declaration())
            elif match:
                result += [line, self.functions[match["name"]].declaration() + ";"]
            elif line == "}" and inside:
                if not any("yield " in one for one in result[begin:]):  # else it were a plain function
                    result[begin] += " yield %d;" % self.number()
                result += [line, inside.caller(self.chance)]
                inside = None
            elif inside:
                result.append(self.line(line))
            elif line.strip() == "return 0;":  # of main
                result += ["    y_report();", line]
            else:
                result.append(line)
            if line == '#include "csmith.h"':
                result.append(PRELUDE)
        return "\n".join(result) + "\n"


def as_generators(program, seed):
    return Rewriter(program, seed).program()
