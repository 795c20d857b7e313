# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""random-tools.py SEED PROGRAM.c EXPECTED: random pipelines of iterator tools, as a C program, and what it must print: what
the same pipelines of Python's itertools yield.

Values are ints from 0 to 999, so that the two languages' arithmetic agrees."""

import heapq
import itertools
import random
import sys

MAPS = {
    "times3": lambda x: 3 * x % 1000,
    "half": lambda x: x // 2,
    "last_digit": lambda x: x % 10,
    "mixed": lambda x: (x * 37 + 11) % 1000,
}
CONTEXT_MAPS = {"plus": lambda x, n: (x + n) % 1000, "modulo": lambda x, n: x % n}
TESTS = {"is_odd": lambda x: x % 2 == 1, "is_small": lambda x: x < 300, "not_seventh": lambda x: x % 7 != 0}
CONTEXT_TESTS = {"below": lambda x, n: x < n, "divides": lambda x, n: x % n == 0}
MERGES = {"sum": lambda a, x: (a + x) % 1000, "difference": lambda a, x: abs(a - x)}

PROLOGUE = r"""
#include <stdio.h>
#include <stdlib.h>
#include <yieldc/keyed.h>

static int times3(int x) { return 3 * x % 1000; }
static int half(int x) { return x / 2; }
static int last_digit(int x) { return x % 10; }
static int mixed(int x) { return (x * 37 + 11) % 1000; }
static int plus(int x, int n) { return (x + n) % 1000; }
static int modulo(int x, const int n) { return x % n; }
static bool is_odd(int x) { return x % 2; }
static bool is_small(int x) { return x < 300; }
static bool not_seventh(int x) { return x % 7 != 0; }
static bool below(int x, int n) { return x < n; }
static _Bool divides(int x, int n) { return x % n == 0; }
static int sum(int a, int x) { return (a + x) % 1000; }
static int difference(int a, int x) { return abs(a - x); }
static bool less(int x, int y) { return x < y; }
static bool odd_half(int x, int *out) { return (*out = x / 2), x % 2; }
static bool digit(int x, int *out, int n) { return (*out = x % 10), x % n; }
static int number(const int *items, size_t count) {
  int result = 0;
  for (size_t i = 0; i < count; ++i)
    result = (result * 7 + items[i]) % 1000;
  return result;
}
static generator(int) both(generator(int) g) {
  generator(int) readers[2];
  iter_tee(readers, g);
  foreach (x, iter_zip(readers[0], iter_skip(1, readers[1])))
    yield (x.first + 2 * x.second) % 1000;
}
static generator(int) pushed_back(generator(int) g) {
  gen_auto generator(int, int) p = iter_push_back(g);
  int x;
  while (gen_next(p, &x)) {
    yield x;
    if (x && x % 3 == 0)
      gen_send(p, x / 3);
    if (x % 5 == 0 && iter_peek(p, &x))
      yield x;
  }
}
static void print(int x) { printf(" %d", x); }

"""


def number(items):
    result = 0
    for x in items:
        result = (result * 7 + x) % 1000
    return result


def windows(n, values):
    values = list(values)
    return [values[i : i + n] for i in range(len(values) - n + 1)]


def batched(n, values):
    values = iter(values)
    while batch := list(itertools.islice(values, n)):
        yield batch


def pushed_back(values):
    values, again = iter(values), []

    def following():
        return again.pop() if again else next(values, None)

    while (x := following()) is not None:
        yield x
        if x and x % 3 == 0:
            again.append(x // 3)
        if x % 5 == 0:
            x = following()
            if x is None:
                return
            again.append(x)
            yield x


class Pipelines:
    """Each method gives a pipeline: its C, and its values, of which there are few."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def number(self, low, high):
        return self.random.randint(low, high)

    def one_of(self, functions):
        return self.random.choice(sorted(functions.items()))

    def source(self):
        kind = self.number(0, 5)
        n = self.random.choice([0, 1, 2, 3, 5, 8, 40])
        if kind == 0:
            begin = self.number(0, 900)
            return f"iter_range({begin}, {begin + n})", list(range(begin, begin + n))
        if kind == 1:
            begin, end, step = self.number(0, 999), self.number(0, 999), self.random.choice([-90, -37, 41, 100])
            return f"iter_range({begin}, {end}, {step})", list(range(begin, end, step))
        if kind == 2:
            begin, step = self.number(0, 100), self.number(0, 20)
            values = itertools.islice(itertools.count(begin, step), n)
            return f"iter_take({n}, iter_count({begin}, {step}))", list(values)
        if kind == 3:
            value = self.number(0, 999)
            return f"iter_repeat({value}, {n})", list(itertools.repeat(value, n))
        values = [self.number(0, 999) for _ in range(n)]
        if kind == 4 and values:
            text = ", ".join(map(str, values))
            return f"iter_array(((const int[]){{{text}}}))", values
        word = "".join(self.random.choice("etaoin") for _ in range(n))
        return f'gen_expr((int)c, for (c, iter_chars("{word}")))', [ord(c) for c in word]

    def unary(self, depth):
        c, values = self.pipeline(depth - 1)
        n = self.random.choice([0, 1, 2, 3, 5, 100])
        some = self.number(1, 9)
        of_map, of_test, of_merge = self.one_of(MAPS), self.one_of(TESTS), self.one_of(MERGES)
        of_context_map, of_context_test = self.one_of(CONTEXT_MAPS), self.one_of(CONTEXT_TESTS)
        takes = of_context_test[1]
        short = values[:6]
        choices = [
            lambda: (f"iter_map({of_map[0]}, {c})", map(of_map[1], values)),
            lambda: (f"iter_map({of_context_map[0]}, {some}, {c})", (of_context_map[1](x, some) for x in values)),
            lambda: (f"iter_filter({of_test[0]}, {c})", filter(of_test[1], values)),
            lambda: (f"iter_filter({of_context_test[0]}, {some}, {c})", (x for x in values if takes(x, some))),
            lambda: (f"iter_filter_map(odd_half, {c})", (x // 2 for x in values if x % 2)),
            lambda: (f"iter_filter_map(digit, {some}, {c})", (x % 10 for x in values if x % some)),
            lambda: (f"gen_expr(x * {some} % 1000, for (x, {c}), if (x != {some}))", (x * some % 1000 for x in values if x != some)),
            lambda: (f"iter_take({n}, {c})", itertools.islice(values, n)),
            lambda: (f"iter_skip({n}, {c})", itertools.islice(values, n, None)),
            lambda: (f"iter_step({some}, {c})", itertools.islice(values, 0, None, some)),
            lambda: (f"iter_take_while({of_test[0]}, {c})", itertools.takewhile(of_test[1], values)),
            lambda: (f"iter_skip_while({of_context_test[0]}, {some}, {c})", itertools.dropwhile(lambda x: takes(x, some), values)),
            lambda: (f"iter_scan({of_merge[0]}, {some}, {c})", list(itertools.accumulate(values, of_merge[1], initial=some))[1:]),
            lambda: (f"gen_expr((int)e.index + e.value, for (e, iter_enumerate({c})))", (i + x for i, x in enumerate(values))),
            lambda: (f"iter_take({n}, iter_cycle({c}))", itertools.islice(itertools.cycle(values), n)),
            lambda: (f"iter_dedup({c})", (key for key, _ in itertools.groupby(values))),
            lambda: (f"iter_dedup(less, {c})", self.without_rises(values)),
            lambda: (f"gen_expr(number(b.items, b.count), for (b, iter_batched({some}, {c})))", map(number, batched(some, values))),
            lambda: (f"gen_expr(number(b.items, b.count), for (b, iter_windows({some}, {c})))", map(number, windows(some, values))),
            lambda: (f"gen_expr((p.first + 3 * p.second) % 1000, for (p, iter_pairwise({c})))",
                     ((x + 3 * y) % 1000 for x, y in itertools.pairwise(values))),
            lambda: (f"gen_expr((g.key + number(g.items, g.count)) % 1000, for (g, iter_group_by({of_map[0]}, {c})))",
                     ((key + number(group)) % 1000 for key, group in itertools.groupby(values, of_map[1]))),
            lambda: (f"gen_expr(number(p.items, p.count), for (p, iter_permutations({some % 4}, iter_take(6, {c}))))",
                     map(number, itertools.permutations(short, some % 4))),
            lambda: (f"gen_expr(number(p.items, p.count), for (p, iter_combinations({some % 5}, iter_take(6, {c}))))",
                     map(number, itertools.combinations(short, some % 5))),
            lambda: (f"iter_flatten(gen_expr(iter_range(x % {some}), for (x, {c})))",
                     itertools.chain.from_iterable(range(x % some) for x in values)),
            lambda: (f"iter_sorted({c})", sorted(values)),
            lambda: (f"iter_distinct({c})", dict.fromkeys(values)),
            lambda: (f"iter_distinct({of_map[0]}, {c})", {of_map[1](x): x for x in reversed(values)} and self.first_of(of_map[1], values)),
            lambda: (f"gen_expr((g.key + 5 * (int)g.count) % 1000, for (g, iter_count_by({of_map[0]}, {c})))",
                     ((key + 5 * len(items)) % 1000 for key, items in self.gathered(of_map[1], values).items())),
            lambda: (f"gen_expr((g.key + number(g.items, g.count)) % 1000, for (g, iter_gather_by({of_map[0]}, {c})))",
                     ((key + number(items)) % 1000 for key, items in self.gathered(of_map[1], values).items())),
            lambda: (f"both({c})", ((x + 2 * y) % 1000 for x, y in itertools.pairwise(values))),
            lambda: (f"pushed_back({c})", pushed_back(values)),
        ]
        text, result = self.random.choice(choices)()
        return text, list(itertools.islice(result, 2000))

    @staticmethod
    def without_rises(values):
        last = None
        for x in values:
            if last is None or not last < x:
                last = x
                yield x

    @staticmethod
    def gathered(key, values):
        groups = {}
        for x in values:
            groups.setdefault(key(x), []).append(x)
        return groups

    @classmethod
    def first_of(cls, key, values):
        return [items[0] for items in cls.gathered(key, values).values()]

    def binary(self, depth):
        c, x = self.pipeline(depth - 1)
        d, y = self.pipeline(depth - 2)
        kind = self.number(0, 5)
        if kind == 0:
            return f"iter_chain({c}, {d})", x + y
        if kind == 1:
            return f"gen_expr((p.first + 2 * p.second) % 1000, for (p, iter_zip({c}, {d})))", [(a + 2 * b) % 1000 for a, b in zip(x, y)]
        if kind == 2:
            pairs = itertools.zip_longest(x, y)
            text = f"gen_expr((p.first * 2 + p.second * 3 + p.has_first + p.has_second) % 1000, for (p, iter_zip_longest({c}, {d})))"
            return text, [((a or 0) * 2 + (b or 0) * 3 + (a is not None) + (b is not None)) % 1000 for a, b in pairs]
        if kind == 3:
            pairs = itertools.zip_longest(x, y)
            return f"iter_interleave({c}, {d})", [z for pair in pairs for z in pair if z is not None]
        if kind == 4:
            return f"iter_merge(less, iter_sorted({c}), iter_sorted({d}))", list(heapq.merge(sorted(x), sorted(y)))
        pairs = itertools.islice(itertools.product(x, y), 500)
        text = f"iter_take(500, gen_expr((p.first + 7 * p.second) % 1000, for (p, iter_product({c}, {d}))))"
        return text, [(a + 7 * b) % 1000 for a, b in pairs]

    def pipeline(self, depth):
        if depth <= 0:
            return self.source()
        return self.binary(depth) if self.number(0, 4) == 0 else self.unary(depth)

    def statement(self, depth):
        """A pipeline and what consumes it: C, and what that prints."""
        c, values = self.pipeline(depth)
        limit = f"iter_take(2000, {c})"
        kind = self.number(0, 7)
        if kind == 0:
            return f"iter_for_each(print, {limit});", "".join(f" {x}" for x in values)
        if kind == 1:
            return f'printf(" %d %zu", iter_sum({limit}), iter_len({c}));', f" {sum(values)} {len(values)}"
        if kind == 2:
            text = f'{{ int x = -1, y = -1; iter_min({c}, &x); iter_max({c}, &y); printf(" %d %d", x, y); }}'
            return text, f" {min(values, default=-1)} {max(values, default=-1)}"
        if kind == 3:
            return f'printf(" %d %d", iter_any({c}), iter_all({c}));', f" {any(values):d} {all(values):d}"
        if kind == 4:
            n = self.number(0, 4)
            text = f'{{ int x = -1, y = -1; iter_nth({n}, {c}, &x); iter_find(below, 50, {c}, &y); printf(" %d %d", x, y); }}'
            return text, f" {(values[n:] or [-1])[0]} {next((x for x in values if x < 50), -1)}"
        if kind == 5:
            text = f'{{ size_t n; int *all = iter_collect({c}, &n); printf(" %zu %d", n, number(all, n)); free(all); }}'
            return text, f" {len(values)} {number(values)}"
        text = f'foreach (x, {c}) printf(" %d", x);'
        return text, "".join(f" {x}" for x in values)


def main():
    seed, program, expected = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    pipelines = Pipelines(seed)
    with open(program, "w") as c, open(expected, "w") as output:
        c.write(PROLOGUE)
        names = range(12)
        for i in names:
            text, printed = pipelines.statement(1 + i % 6)
            c.write(f"static void f{i}(void) {{\n  {text}\n}}\n")
            output.write(printed + "\n")
        calls = "".join(f'  f{i}();\n  puts("");\n' for i in names)
        c.write(f"int main(void) {{\n{calls}  return 0;\n}}\n")


main()
