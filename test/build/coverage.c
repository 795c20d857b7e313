// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Coverage counts the lines of a generator's body as often as they run: those behind a `yield` too, and what was inserted not.
// REQUIRES: sanitizers
// RUN: %yieldcc -O0 -fprofile-instr-generate -fcoverage-mapping %s -o %t
// RUN: env LLVM_PROFILE_FILE=%t.profraw %t
// RUN: llvm-profdata merge %t.profraw -o %t.profdata
// RUN: llvm-cov show %t -instr-profile=%t.profdata %s | FileCheck %s
// RUN: %yieldcc -O2 -fprofile-instr-generate -fcoverage-mapping %s -o %t
// RUN: env LLVM_PROFILE_FILE=%t.profraw %t
// RUN: llvm-profdata merge %t.profraw -o %t.profdata
// RUN: llvm-cov show %t -instr-profile=%t.profdata %s | FileCheck %s

// Nor are there branches but those of the program.
// RUN: llvm-cov show %t -instr-profile=%t.profdata -show-branches=count -name=up_to -name=outer %s | grep -o 'Branch ([0-9]*' | sort -u | count 3

#include <yieldc.h>

// Made by outer(5), and by main, which closes it at its second value.
generator(int) up_to(int n) { // CHECK: {{\|  *}}2|generator
  int i = 0;                  // CHECK: {{\|  *}}2|  int i = 0;
  while (i < n) {             // CHECK: {{\|  *}}8|  while (i < n) {
    yield i;                  // CHECK: {{\|  *}}7|    yield i;
    ++i;                      // CHECK: {{\|  *}}6|    ++i;
    if (i > 100)              // CHECK: {{\|  *}}6|    if (i > 100)
      return;                 // CHECK: {{\|  *}}0|      return;
  }
}

generator(int) outer(int n) {
  yield from up_to(n); // CHECK: {{\|  *}}1|  yield from
  if (n > 2)           // CHECK: {{\|  *}}1|  if (n > 2)
    yield 9;           // CHECK: {{\|  *}}1|    yield 9;
  else                 // CHECK: {{\|  *}}0|  else
    yield 8;           // CHECK: {{\|  *}}0|    yield 8;
  gen_fail(3);         // CHECK: {{\|  *}}1|  gen_fail(3);
}

struct pair {
  int x, y;
};

// Made four times; closed by main at the first `yield`, by all at the second.
generator(int, int, struct pair) pairs(int code) {
  int got = yield 1;            // CHECK: {{\|  *}}4|  int got = yield 1;
  got += yield                  // CHECK: {{\|  *}}3|  got += yield
      code                      // CHECK: {{\|  *}}3|      code
      + got;                    // CHECK: {{\|  *}}3|      + got;
  if (code)                     // CHECK: {{\|  *}}2|  if (code)
    gen_fail(code);             // CHECK: {{\|  *}}1|    gen_fail(code);
  // (clang 22 counts the line behind an `if` or a loop, if there is a `return` in a statement expression in it, with those that
  // do return: here and below.)
  ++got;                        // CHECK: {{\|  *[12]}}|  ++got;
  return (struct pair){1, got}; // CHECK: {{\|  *}}1|  return
}

generator(int, int, long) all(int n) {
  int err;
  struct pair p = yield from pairs(0);    // CHECK: {{\|  *}}1|  struct pair p =
  n += p.x;                               // CHECK: {{\|  *}}1|  n += p.x;
  p = gen_catch(err, yield from pairs(7)); // CHECK: {{\|  *}}1|  p = gen_catch
  n += err;                               // CHECK: {{\|  *}}1|  n += err;
  n += gen_catch(err, yield 8);           // CHECK: {{\|  *}}1|  n += gen_catch
  if (err)                                // CHECK: {{\|  *}}1|  if (err)
    return 1;                             // CHECK: {{\|  *}}0|    return 1;
  foreach (x, pairs(0)) {                  // CHECK: foreach
    yield x;                              // CHECK: {{\|  *}}2|    yield x;
    n += x;                               // CHECK: {{\|  *}}1|    n += x;
  }
  return n; // CHECK: {{\|  *[01]}}|  return n;
}

int main(void) {
  int err, values = 0;
  foreach (x, outer(5), err)
    (void)x;
  foreach (x, up_to(9))
    if (x == 1)
      break;
  foreach (x, pairs(0))
    break;
  foreach (x, all(1))
    if (++values == 7)
      break;
  return err != 3;
}
