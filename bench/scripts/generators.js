// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The rows in JavaScript: generators.js ROW ITEMS LENGTH REPEATS. Prints what
// harness.c prints. Numbers here have 32 bits: the checksum is right in its lower
// ones, and "bits" says how many are to be compared.

'use strict';

function* fibonacci(a, b, n) {
  while (n--) {
    yield a;
    [a, b] = [b, (a + b) >>> 0];
  }
}

function* fibonacciEndless(a, b) {
  for (;;) {
    yield a;
    [a, b] = [b, (a + b) >>> 0];
  }
}

function* squares(n) {
  for (let i = 0; i < n; ++i)
    yield Math.imul(i, i);
}

function* filter(numbers, keep) {
  for (const x of numbers)
    if (keep(x))
      yield x;
}

function* map(numbers, f) {
  for (const x of numbers)
    yield f(x);
}

function* skip(numbers, n) {
  for (const x of numbers)
    if (n)
      --n;
    else
      yield x;
}

function* take(numbers, n) {
  if (!n)
    return;
  for (const x of numbers) {
    yield x;
    if (!--n)
      return;
  }
}

const odd = x => x & 1;
const hasBit2 = x => x & 4;
const hasBit5 = x => x & 32;
const triplePlus1 = x => (3 * x + 1) >>> 0;
const folded = x => (x ^ x >>> 1) >>> 0;
const plus9 = x => (x + 9) >>> 0;

function* walk(node) {
  if (node.left)
    yield* walk(node.left);
  yield node.value;
  if (node.right)
    yield* walk(node.right);
}

const value = i => Math.imul(i, 2654435761);

function balanced(first, n) {
  if (!n)
    return null;
  const half = Math.floor(n / 2), middle = first + half;
  return {
    left: balanced(first, half),
    right: balanced(middle + 1, n - half - 1),
    value: value(middle),
  };
}

function leftLinked(n) {
  let tree = null;
  for (let i = 0; i < n; ++i)
    tree = {left: tree, right: null, value: value(i)};
  return tree;
}

function* totals(total) {
  for (;;)
    total = (total + (yield total)) >>> 0;
}

function xored(numbers) {
  let sum = 0;
  for (const x of numbers)
    sum ^= x;
  return sum;
}

let tree;

function walks(items, length) {
  const size = length ? Math.min(items, length) : items;
  let sum = 0;
  for (let i = Math.ceil(items / size); i; --i)
    for (const x of walk(tree))
      sum = (Math.imul(5, sum) + x) | 0;
  return sum;
}

const rows = {
  "W1": items => {
    let sum = 0;
    for (const x of fibonacci(0, 1, items))
      sum = (sum + x) | 0;
    return sum;
  },
  "W1v": items => xored(squares(items)),
  "W2": items => xored(take(map(filter(fibonacciEndless(0, 1), odd), triplePlus1), items)),
  "W2-6": items => {
    let numbers = filter(fibonacciEndless(0, 1), odd);
    numbers = skip(map(numbers, triplePlus1), 10);
    numbers = map(filter(numbers, hasBit2), folded);
    return xored(take(numbers, items));
  },
  "W2-12": items => {
    let numbers = filter(fibonacciEndless(0, 1), odd);
    numbers = skip(map(numbers, triplePlus1), 10);
    numbers = skip(map(filter(numbers, hasBit2), folded), 5);
    numbers = filter(map(numbers, plus9), hasBit5);
    numbers = skip(map(map(numbers, triplePlus1), folded), 3);
    return xored(take(map(numbers, plus9), items));
  },
  "W3b": walks,
  "W3d": walks,
  "W4": (items, length) => {
    let sum = 0;
    for (let i = 0; i < items; ++i) {
      const numbers = fibonacci(i, i + 1, length);
      sum ^= numbers.next().value;
      numbers.return();
    }
    return sum;
  },
  "W4b": (items, length) => {
    let sum = 0;
    for (let i = 0; i < items; ++i)
      for (const x of fibonacci(i, i + 1, length))
        sum ^= x;
    return sum;
  },
  "W6": items => {
    const sum = totals(1);
    let x = sum.next().value;
    for (let i = 0; i < items; ++i)
      x = sum.next((x ^ 3 * i) >>> 0).value;
    return x;
  },
};

const row = process.argv[2];
const [items, length, repeats] = process.argv.slice(3).map(Number);
if (row === 'W3b')
  tree = balanced(0, items);
if (row === 'W3d')
  tree = leftLinked(Math.min(items, length));
let best = Infinity, sum;
for (let i = 0; i < repeats; ++i) {
  const start = process.cpuUsage();
  sum = rows[row](items, length);
  const spent = process.cpuUsage(start);
  best = Math.min(best, spent.user + spent.system);
}
console.log(`ns=${best * 1000} sum=${sum >>> 0} bits=24`);
