# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# The rows in Python: generators.py ROW ITEMS LENGTH REPEATS. Prints what harness.c prints.

import heapq
import itertools
import sys
import time

MASK = (1 << 64) - 1


def fibonacci(a, b, n):
    for _ in range(n):
        yield a
        a, b = b, (a + b) & MASK


def fibonacci_endless(a, b):
    while True:
        yield a
        a, b = b, (a + b) & MASK


def squares(n):
    for i in range(n):
        yield i * i & MASK


def filtered(numbers, keep):
    for x in numbers:
        if keep(x):
            yield x


def mapped(numbers, f):
    for x in numbers:
        yield f(x)


def skipped(numbers, n):
    for x in numbers:
        if n:
            n -= 1
        else:
            yield x


def taken(numbers, n):
    if not n:
        return
    for x in numbers:
        yield x
        n -= 1
        if not n:
            return


def odd(x):
    return x & 1


def has_bit_2(x):
    return x & 4


def has_bit_5(x):
    return x & 32


def triple_plus_1(x):
    return (3 * x + 1) & MASK


def folded(x):
    return x ^ x >> 1


def plus_9(x):
    return (x + 9) & MASK


def square(x):
    return x * x & MASK


def walk(node):
    left, value, right = node
    if left:
        yield from walk(left)
    yield value
    if right:
        yield from walk(right)


def value(i):
    return i * 2654435761 & MASK


def balanced(first, n):
    if not n:
        return None
    middle = first + n // 2
    return balanced(first, n // 2), value(middle), balanced(middle + 1, n - n // 2 - 1)


def left_linked(n):
    tree = None
    for i in range(n):
        tree = tree, value(i), None
    return tree


def totals(total):
    while True:
        total = (total + (yield total)) & MASK


def xored(numbers):
    result = 0
    for x in numbers:
        result ^= x
    return result


def w1(items, length):
    result = 0
    for x in fibonacci(0, 1, items):
        result = (result + x) & MASK
    return result


def w1v(items, length):
    return xored(squares(items))


def w2(items, length):
    return xored(taken(mapped(filtered(fibonacci_endless(0, 1), odd), triple_plus_1), items))


def w2_6(items, length):
    numbers = filtered(fibonacci_endless(0, 1), odd)
    numbers = skipped(mapped(numbers, triple_plus_1), 10)
    numbers = mapped(filtered(numbers, has_bit_2), folded)
    return xored(taken(numbers, items))


def w2_12(items, length):
    numbers = filtered(fibonacci_endless(0, 1), odd)
    numbers = skipped(mapped(numbers, triple_plus_1), 10)
    numbers = skipped(mapped(filtered(numbers, has_bit_2), folded), 5)
    numbers = filtered(mapped(numbers, plus_9), has_bit_5)
    numbers = skipped(mapped(mapped(numbers, triple_plus_1), folded), 3)
    return xored(taken(mapped(numbers, plus_9), items))


def w3(items, length):
    size = min(items, length) if length else items
    result = 0
    for _ in range(-(-items // size)):
        for x in walk(tree):
            result = (5 * result + x) & MASK
    return result


def w4(items, length):
    result = 0
    for i in range(items):
        numbers = fibonacci(i, i + 1, length)
        result ^= next(numbers)
        numbers.close()
    return result


def w4b(items, length):
    result = 0
    for i in range(items):
        for x in fibonacci(i, i + 1, length):
            result ^= x
    return result


def w6(items, length):
    numbers = totals(1)
    x = next(numbers)
    for i in range(items):
        x = numbers.send(x ^ 3 * i)
    return x


def i1(items, length):
    return sum(map(square, filter(odd, range(items)))) & MASK


def i2(items, length):
    least, limit = 100, 8 * items
    numbers = filter(odd, itertools.islice(itertools.count(), items))
    numbers = itertools.islice(map(triple_plus_1, numbers), 10, None)
    numbers = map(plus_9, filter(has_bit_2, numbers))
    numbers = itertools.takewhile(lambda x: x < limit, numbers)
    numbers = itertools.dropwhile(lambda x: x < least, numbers)
    return xored(map(folded, numbers))


def i3(items, length):
    k = 9
    numbers = (i * i & MASK for i in range(items) if i & 1)
    numbers = (3 * x + 1 & MASK for x in numbers)
    numbers = (x for x in numbers if x & 4)
    numbers = (x + k & MASK for x in numbers)
    return xored(x ^ x >> 1 for x in numbers)


def i4(items, length):
    return xored(x * y & MASK for x, y in zip(range(items), itertools.count(7)))


def i5(items, length):
    result = 0
    for x in itertools.islice(heapq.merge(itertools.count(0, 3), itertools.count(1, 5)), items):
        result = (3 * result + x) & MASK
    return result


ROWS = {
    "W1": w1,
    "W1v": w1v,
    "W2": w2,
    "W2-6": w2_6,
    "W2-12": w2_12,
    "W3b": w3,
    "W3d": w3,
    "W4": w4,
    "W4b": w4b,
    "W6": w6,
    "I1": i1,
    "I2": i2,
    "I3": i3,
    "I4": i4,
    "I5": i5,
}
row, items, length, repeats = sys.argv[1], *map(int, sys.argv[2:])
if row == "W3b":
    tree = balanced(0, items)
if row == "W3d":
    sys.setrecursionlimit(length + 1000)
    tree = left_linked(min(items, length))
best = None
for _ in range(repeats):
    start = time.thread_time_ns()
    result = ROWS[row](items, length)
    spent = time.thread_time_ns() - start
    best = spent if best is None else min(best, spent)
print("ns=%d sum=%d" % (best, result))
