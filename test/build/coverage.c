// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Coverage counts the lines of a generator's body, those behind a `yield` too.
// REQUIRES: sanitizers, llvm-22
// RUN: %yieldcc -O0 -fprofile-instr-generate -fcoverage-mapping %s -o %t
// RUN: env LLVM_PROFILE_FILE=%t.profraw %t
// RUN: llvm-profdata merge %t.profraw -o %t.profdata
// RUN: llvm-cov show %t -instr-profile=%t.profdata %s | FileCheck %s
// RUN: %yieldcc -O2 -fprofile-instr-generate -fcoverage-mapping %s -o %t
// RUN: env LLVM_PROFILE_FILE=%t.profraw %t
// RUN: llvm-profdata merge %t.profraw -o %t.profdata
// RUN: llvm-cov show %t -instr-profile=%t.profdata %s | FileCheck %s

#include <yieldc.h>

generator(int) up_to(int n) {
  int i = 0;        // CHECK: {{\|  *}}2|  int i = 0;
  while (i < n) {   // CHECK: {{\|  *}}8|  while (i < n) {
    // (Or 8: the inserted test ends a region that began in the line above.)
    yield i;        // CHECK: {{\|  *[78]}}|    yield i;
    ++i;            // CHECK: {{\|  *}}6|    ++i;
    if (i > 100)    // CHECK: {{\|  *}}6|    if (i > 100)
      return;       // CHECK: {{\|  *}}0|      return;
  }
}

// Behind a yield from, a line may be counted with the statement before it.
generator(int) outer(int n) {
  yield from up_to(n); // CHECK: {{\|  *[0-9]+}}|  yield from up_to(n);
  if (n > 2)           // CHECK: {{\|  *[0-9]+}}|  if (n > 2)
    yield 9;           // CHECK: {{\|  *[0-9]+}}|    yield 9;
  else                 // CHECK: {{\|  *[0-9]+}}|  else
    yield 8;           // CHECK: {{\|  *[0-9]+}}|    yield 8;
  gen_fail(3);         // CHECK: {{\|  *[0-9]+}}|  gen_fail(3);
}

int main(void) {
  int err;
  foreach (x, outer(5), err)
    (void)x;
  foreach (x, up_to(9))
    if (x == 1)
      break;
  return err != 3;
}
