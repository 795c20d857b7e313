# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Programs from a grammar of what can stand in a body, in two forms: with generators, and with plain functions, where a yield
# is a call that records its operand and gives what the consumer sends. Both write the same.
#
# Of a generator's body YIELD … END and CALL … END are what differs; all else is the prelude's.

import random
import re

YIELD, CALL, END = "\x01", "\x02", "\x03"

# Both forms end after so many values, and no loop makes more steps.
COMMON = """
#include <stdio.h>
#include <stdlib.h>
static int count, steps;
static void record(int value) {
  printf("%d ", value);
  if (++count > 300)
    exit(0);
}
static inline int sent(void) { return count * 7 % 13; }
static inline int more(void) { return ++steps < 2000; }
static inline int add(int a, int b) { return (a + 3 * b) & 255; }
static inline void ended(int *guard) { printf("~%d ", *guard); }
struct pair { int a, b; };
#define GUARD(n) __attribute__((cleanup(ended), unused)) int guard##n = n
#define OPEN {
#define CLOSE }
#define NOTHING
#define IDENTITY(...) __VA_ARGS__
#define STATEMENT(...) do { __VA_ARGS__ } while (0)
#define LARGER(a, b) ((a) > (b) ? (a) : (b))
"""

PLAIN = """
#define FUNCTION(f) static int f(int n)
#define FROM_OF(x) const int from = x
#define LOOP(x, n) for (int x##_n = (n), x = 0; x < x##_n; ++x)
#define LOOP_SQUARES(x, n) for (int x##_n = (n), x##_i = 0, x = 0; x = x##_i * x##_i, x##_i < x##_n; ++x##_i)
static int put(int value) { record(value); return sent(); }
#define CAUGHT(...) (err = 0, put(__VA_ARGS__))
static void run(void) { printf("= %d\\n", f0(3)); }
"""

# (What runs it comes last.)
GENERATORS = """
#include <yieldc.h>
#define FUNCTION(f) static generator(int, int, int) f(int n)
#define FROM_OF(x) const int from = x
#define GIVE(...) (yield __VA_ARGS__)
#define WORD yield
#define PASTE(a, b) a##b
#define DELEGATE yield from
static inline generator(int, int, int) once(int value) { return yield value; }
static inline generator(int) up_to(int n) { for (int i = 0; i < n; ++i) yield i; }
#define LOOP(x, n) foreach (x, up_to(n))
#define LOOP_SQUARES(x, n) foreach (x, gen_expr(y * y, for (y, up_to(n))))
#define CAUGHT(...) gen_catch(err, yield __VA_ARGS__)
static void run(void) {
  int value, result = -1;
  generator(int, int, int) g = f0(3);
  for (bool next = gen_next(g, &value); next; next = gen_send(g, sent(), &value))
    record(value);
  gen_result(g, &result);
  gen_close(g);
  printf("= %d\\n", result);
}
"""

YIELDS = ["(yield %s)"] * 5 + ["(yield(%s))", "GIVE(%s)", "(WORD %s)", "(PASTE(yi, eld) %s)", "(IDENTITY(yield) %s)", "IDENTITY((yield %s))",
                               "(__extension__ yield %s)", "(yield from once(%s))", "(DELEGATE once(%s))", "(yield yield_of %s)"]
PRAGMAS = [
    "#pragma clang diagnostic push", "#pragma clang diagnostic pop", "{\n#pragma STDC FP_CONTRACT ON\n}", "#pragma nothing known", "#pragma GCC visibility push(default)\n#pragma GCC visibility pop",
    "#pragma pack(push, 1)", "#pragma pack(pop)", "#pragma unused(n)", "#pragma push_macro(\"OPEN\")", "#pragma pop_macro(\"OPEN\")",
]
LOOP_PRAGMAS = ["#pragma clang loop unroll(disable)", "#pragma unroll 2", "#pragma nounroll", "_Pragma(\"clang loop vectorize(disable)\")", ""]
NAMES = ["v%d", "long_name_%d", "é%d", "変数%d", "\\u00e9%d", "yield%d", "from%d", "_%d"]
SKIPPED = ["yield 1", "yield from ) }", "generator(int) {", "} } }", "don't", "#if 1\n#else\n{\n#endif", "#define OPEN ("]


class Grammar:
    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.number = 0
        self.functions = self.chance.randint(1, 3)

    def one_of(self, *choices):
        return self.chance.choice(choices)

    def new(self, form=None):
        self.number += 1
        return (form or self.chance.choice(NAMES)) % self.number

    def program(self):
        """The functions; the first comes last."""
        self.parts = []
        for self.function in reversed(range(self.functions)):
            body = self.block(["n"], 0, self.chance.randint(2, 6), True)
            self.parts.append("FUNCTION(f%d) {\n  int err = 0;\n%s\n  (void)err;\n  return %s;\n}\n" % (self.function, body, self.suspending(["n"], 1)))
        return "".join(self.parts)

    # Expressions, all of type int and small. `names` are the variables in scope.

    def suspending(self, names, depth):
        if self.function + 1 < self.functions and self.chance.random() < 0.08:
            return "%sf%d(%s)%s" % (CALL, self.chance.randrange(self.function + 1, self.functions), self.expression(names, depth - 1), END)
        return YIELD + self.expression(names, depth - 1) + END

    def expression(self, names, depth=3):
        if depth <= 0 or self.chance.random() < 0.2:
            return self.one_of(str(self.chance.randrange(100)), *names[-4:])
        if self.chance.random() < 0.3:
            return self.suspending(names, depth)

        def e():
            return self.expression(names, depth - 1)

        forms = [
            lambda: "((%s %s %s) & 255)" % (e(), self.one_of("+", "-", "*", "^", "|", "&"), e()),
            lambda: "(%s %s %s)" % (e(), self.one_of("<", ">=", "==", "!=", "&&", "||"), e()),
            lambda: "(%s ? %s : %s)" % (e(), e(), e()),
            lambda: "(%s ? (void)%s, %s : %s)" % (e(), e(), e(), e()),
            lambda: "(%s ?: %s)" % (e(), e()),
            lambda: "((void)%s, %s)" % (e(), e()),
            lambda: "(int)sizeof(%s)" % self.suspending(names, depth),
            lambda: "(int)sizeof(int[1 + (%s & 3)])" % e(),
            lambda: "_Generic(%s, int: %s, default: 0)" % (e(), e()),
            lambda: "__builtin_choose_expr(1, %s, 0)" % e(),
            lambda: "((int[]){%s, %s, [3] = %s}[%s & 3])" % (e(), e(), e(), e()),
            lambda: "((struct pair){.b = %s, .a = %s}).%s" % (e(), e(), self.one_of("a", "b")),
            lambda: "(*&(int){%s})" % e(),
            lambda: "add(%s, %s)" % (e(), e()),
            lambda: "LARGER(%s, %s)" % (e(), self.expression(names, 0)),
            lambda: "(%s%s & 255)" % (self.one_of("-", "~", "!", "+", "(char)", "(int)(unsigned)"), e()),
            lambda: "({ %s %s; })" % (self.block(names, depth, 2, False, 8), e()),
            lambda: "\"a string\"[%s & 7]" % e(),
            lambda: "CAUGHT(%s)" % self.expression(names, 0),
            lambda: "(int)__builtin_expect(%s, 1)" % e(),
        ]
        return self.chance.choice(forms)()

    # Statements. With `lines`, also directives: not where it may be a macro's argument.

    def block(self, names, depth, length, lines, level=0):
        names, text = list(names), []
        for _ in range(length):
            text.append(self.statement(names, depth, lines, level))
        return ("\n" if lines else " ").join(text)

    def braces(self, names, depth, lines, level):
        opening, closing = self.one_of("{", "{", "OPEN"), self.one_of("}", "}", "CLOSE")
        if lines and self.chance.random() < 0.1:
            opening, closing = self.one_of(("\n#include \"open.h\"\n", "}"), ("{", "\n#include \"close.h\"\n"))
        return "%s %s %s" % (opening, self.block(names, depth + 1, self.chance.randint(1, 3), lines, level + 1), closing)

    def declared(self, names, text, form=None):
        name = self.new(form)
        names.append(name)
        return text.replace("@", name)

    def statement(self, names, depth, lines, level):
        def e(deep=2):
            return self.expression(names, deep)

        def inside():
            return self.braces(names, depth, lines, level)

        def labelled():
            name = self.new("label%d")
            return "if (%s) goto %s; %s %s: %s;" % (e(), name, inside(), name, self.suspending(names, 2))

        def counted():
            name = self.new("i%d")
            return "for (int %s = 0; %s < 3 && more(); %s += 1 + (%s & 1)) %s" % (name, name, name, e(1), inside())

        def looped():
            name = self.new("x%d")
            return "%s (%s, %s & 3) { (void)%s; %s }" % (self.one_of("LOOP", "LOOP_SQUARES"), name, e(1), name, self.block(names + [name], depth + 1, 2, lines, level + 1))

        def type_named():
            kind = self.new("t%d")
            text = self.one_of("typedef struct { char c; int v; } %s;", "struct %s_of { int v; }; typedef struct %s_of %s;".replace("%s", kind), "typedef union { int v; char c[4]; } %s;")
            return text.replace("%s", kind) + " " + self.declared(names, "%s @_s = {.v = %s}; int @ = @_s.v;" % (kind, e()), "v%d")

        def directive():
            macro = self.new("M%d")
            return self.one_of(
                "#if 0\n%s\n#endif" % self.chance.choice(SKIPPED),
                "#ifdef GENERATORS_ARE_NOT_THERE\n%s\n#elif 1\n%s\n#endif" % (self.chance.choice(SKIPPED), self.suspending(names, 2) + ";"),
                "#define %s %s\n%s;\n#undef %s" % (macro, e(1), "(void)%s" % macro, macro),
                "#line %d \"other.c\"" % self.chance.randrange(1, 9000), "#", "#pragma" if not level else "", self.chance.choice(PRAGMAS),
                "_Pragma(\"clang diagnostic push\") %s; _Pragma(\"clang diagnostic pop\")" % self.suspending(names, 2))

        forms = [(8, lambda: self.suspending(names, 3) + ";"), (4, lambda: self.declared(names, "int @ = %s;" % e(3))), (2, lambda: ";"),
                 (2, lambda: self.declared(names, "int @_a[] = {%s, %s}, @ = @_a[1];" % (e(), e()), "v%d")),
                 (2, lambda: self.declared(names, "static int @; @ = (@ + %s) & 255;" % e(), "s%d")),
                 (1, lambda: self.declared(names, "enum { @ = %d };" % self.chance.randrange(9))),
                 (1, lambda: "{ FROM_OF(%s); %sfrom%s; }" % (e(1), YIELD + "(", ")" + END)),
                 (1, lambda: "GUARD(%s);" % self.new("%d") if not level else "{ GUARD(%s); %s }" % (self.new("%d"), self.block(names, depth + 1, 2, lines, level + 1))),
                 (1, lambda: "STATEMENT(%s);" % self.block(names, depth + 1, 1, False, level + 1)), (1, lambda: "_Static_assert(sizeof(%s) == sizeof(int), \"\");" % self.suspending(names, 1)),
                 (1, lambda: "__asm__ volatile(\"\" : : \"r\"(%s));" % e()), (1, lambda: "IDENTITY(%s;)" % self.suspending(names, 2)), (1, type_named)]
        if level < 3:
            vla = self.new("v%d")
            forms += [(2, lambda: "if (%s) %s" % (e(), inside())), (2, lambda: "if (%s) %s else %s" % (e(), inside(), inside())),
                      (1, lambda: "if (%s) %s; else %s;" % (e(), self.suspending(names, 2), self.suspending(names, 2))),
                      (2, inside), (2, counted), (2, looped), (1, labelled),
                      (1, lambda: "while (more() && (%s & 3)) %s" % (self.suspending(names, 1), inside())),
                      (1, lambda: "do %s while (more() && (%s & 3) == 1);" % (inside(), e())),
                      (1, lambda: "switch (%s & 3) { case 0: %s; /* falls through */ case 1: %s break; default: %s; }" % (e(), self.suspending(names, 2), inside(), self.suspending(names, 2))),
                      (1, lambda: "{ int %s[1 + (%s & 3)]; %s[0] = %s; %s; }" % (vla, e(), vla, e(), YIELD + vla + "[0]" + END))]
        if lines:
            forms += [(4, lambda: "\n%s\n" % directive()), (1, lambda: "\n%s\n%s" % (self.chance.choice(LOOP_PRAGMAS), counted()) if level < 3 else ";")]
        if level:
            forms += [(0.4, lambda: "if (%s) return %s;" % (e(), e()))]
        weights, made = zip(*forms)
        return "  " * (level + 1) * lines + self.chance.choices(made, weights)[0]()


def rendered(text, give, call):
    """With what becomes of each yield and each call of another function."""
    innermost = re.compile("([%s%s])([^%s%s%s]*)%s" % (YIELD, CALL, YIELD, CALL, END, END))
    while YIELD in text or CALL in text:
        text = innermost.sub(lambda match: give(match[2]) if match[1] == YIELD else call(match[2]), text)
    return text


class Program:
    """Its functions in both forms, without what is in front of and behind them."""

    def __init__(self, seed):
        chance = random.Random(seed)
        text = Grammar(seed).program()

        def given(operand):
            form = chance.choice(YIELDS)
            return "(yield %s)" % operand if "yield_of" in form else form % operand

        self.keyword = rendered(text, given, lambda call: chance.choice(["(yield from %s)", "(DELEGATE %s)", "(IDENTITY(yield from) %s)"]) % call)
        self.plain_functions = rendered(text, lambda operand: "put(%s)" % operand, lambda call: call)

    def whole(self, prelude, functions):
        before, runs, after = prelude.partition("static void run(void)")
        return "%s%s%s%s%s\nint main(void) { run(); }\n" % (COMMON, before, functions, runs, after)

    def generators(self, functions):
        return self.whole(GENERATORS, functions)

    def plain(self):
        return self.whole(PLAIN, self.plain_functions)
