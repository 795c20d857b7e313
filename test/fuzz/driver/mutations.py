# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Breaks programs with generators, as an editor, a merge or a bad day does. Most of what comes out is wrong; what matters is that
# the compiler says so.

import glob
import os
import random
import re

TOKEN = re.compile(r'\s+|//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|\w+|[-+*/%&|^=!<>]=|&&|\|\||<<|>>|\+\+|--|->|\.\.\.|.', re.S)

PRELUDE = "#define OPEN {\n#define CLOSE }\n#define BOTH } {\n#define YIELD yield\n#define SEMICOLON ;\n"

WORDS = [
    "yield", " yield 1;", "yield from", "yield (", "YIELD", "from", "await", "return", "return;", "break;", "continue;", "goto l;", " l: ",
    "case 1:", "default:", "switch (1)", "for (;;)", "do", "while (0)", "if (1)", "else", "sizeof", "typeof(", "_Alignof(", "_Generic(1, int: ",
    "_Static_assert(", "static", "extern", "const", "volatile", "register", "_Thread_local", "_Atomic", "struct s {", "union", "enum { E }",
    "generator(int)", "generator(int, int, int)", "generator(", "gen_expr(x, for (x, ", "foreach (x, ", "foreach", "gen_next(", "gen_catch(err, ",
    "gen_fail(1)", "gen_move(", "({", "})", "^{", "[]", "(int[]){", "__attribute__((cleanup(f)))", "__attribute__((", "__asm__(\"\")",
    "__builtin_alloca(1)", "setjmp(b)", "&&l", "goto *p;", "...", "int a[n];", "int f(int x) { return x; }", "f(a) int a; {", "void",
    "{", "}", "(", ")", "[", "]", ";", ",", ":", "?", "=", "*", "&", ".", "->", "<%", "%>", "<:", ":>", "%:define X", "??<", "??>", "??/\n",
    "\\\n", "yi\\\neld", "OPEN", "CLOSE", "BOTH", "SEMICOLON", "\n#if 0\n", "\n#if 1\n", "\n#else\n", "\n#endif\n", "\n#define yield return\n",
    "\n#undef yield\n", "\n#include \"none.h\"\n", "\n#pragma GCC poison x\n", "\n#pragma clang optimize off\n",
    "\n#line 7 \"other.c\"\n", "_Pragma(\"clang diagnostic push\")", "_Pragma(", "\n#error no\n", "/*", "*/", "//", '"', "'", "\"a\\", "é", "\u2028", "\U0001f600",
    "\0", "\x80", "0x", "1e", "08", "1'000", "u8\"x\"", "__VA_ARGS__", "##", "#", "@", "`", "$",
]


def corpus(root):
    """Programs that are right."""
    files = [name for folder in ("lang", "conformance", "hazards", "fusion") for name in sorted(glob.glob(os.path.join(root, "test", folder, "*.c")))]
    return [name for name in files if os.path.getsize(name) < 20000]


class Mutator:
    def __init__(self, text, seed):
        self.chance = random.Random(seed)
        # (Headers stay where they are: in the middle of something broken, clang finds the errors in them.)
        begin = text.find("\n", text.rfind("\n#include") + 1) + 1
        self.head = PRELUDE + text[:begin]
        self.tokens = TOKEN.findall(text[begin:])

    def place(self):
        return self.chance.randrange(len(self.tokens) + 1)

    def delete(self):
        at = self.place()
        del self.tokens[at : at + self.chance.choice([1, 1, 1, 2, 5, 30])]

    def repeat(self):
        at = self.place()
        self.tokens[at:at] = self.tokens[at : at + self.chance.choice([1, 1, 3, 20])]

    def swap(self):
        at = self.place()
        self.tokens[at : at + 2] = self.tokens[at : at + 2][::-1]

    def insert(self):
        self.tokens.insert(self.place(), self.chance.choice(WORDS))

    def replace(self):
        at = self.place()
        self.tokens[at : at + 1] = [self.chance.choice(WORDS)]

    def move(self):
        at, length = self.place(), self.chance.choice([1, 4, 40])
        taken = self.tokens[at : at + length]
        del self.tokens[at : at + length]
        to = self.place()
        self.tokens[to:to] = taken

    def cut(self):
        del self.tokens[self.place() :]

    def nest(self):
        at, depth = self.place(), self.chance.choice([10, 300, 3000])
        opening = self.chance.choice(["{", "(", "({", "[", "if (1) ", "for (;;) ", "-", "yield ", "yield (", "sizeof ", "yield from "])
        self.tokens.insert(at, opening * depth)

    def mutated(self):
        ways = [self.delete, self.repeat, self.swap, self.insert, self.insert, self.replace, self.replace, self.move, self.cut, self.nest]
        weights = [6, 4, 3, 10, 10, 6, 6, 3, 1, 0.5]
        for _ in range(self.chance.choice([1, 1, 1, 2, 3, 8])):
            self.chance.choices(ways, weights)[0]()
        return self.head + "".join(self.tokens)


def one_of_corpus(root, seed):
    """A program, and the folder its includes are relative to."""
    files = corpus(root)
    name = files[seed * 7919 % len(files)]
    with open(name, encoding="utf-8") as file:
        return file.read(), os.path.dirname(name)
