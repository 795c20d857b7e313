// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What is vectorised as a loop is vectorised as a generator, and as a pipeline of them.
//
// RUN: for level in 2 3; do %yieldcc --target=x86_64-linux-gnu -O$level -S -emit-llvm %s -o - | FileCheck %s || exit 1; done

#include <stdint.h>
#include <yieldc.h>

static generator(uint32_t) range(uint32_t n) {
  for (uint32_t i = 0; i < n; ++i)
    yield i;
}

static generator(uint32_t) square(generator(uint32_t) from) {
  foreach (x, from)
    yield x *x;
}

static generator(uint32_t) elements(const uint32_t *a, uint32_t n) {
  for (uint32_t i = 0; i < n; ++i)
    yield a[i];
}

// CHECK-LABEL: define {{.*}}@loop(
// CHECK: mul <4 x i32>
uint32_t loop(uint32_t n) {
  uint32_t sum = 0;
  for (uint32_t i = 0; i < n; ++i)
    sum ^= i * i;
  return sum;
}

// CHECK-LABEL: define {{.*}}@one(
// CHECK: mul <4 x i32>
uint32_t one(uint32_t n) {
  uint32_t sum = 0;
  foreach (x, range(n))
    sum ^= x * x;
  return sum;
}

// CHECK-LABEL: define {{.*}}@two(
// CHECK: mul <4 x i32>
uint32_t two(uint32_t n) {
  uint32_t sum = 0;
  foreach (x, square(range(n)))
    sum ^= x;
  return sum;
}

// CHECK-LABEL: define {{.*}}@array(
// CHECK: mul <4 x i32>
uint32_t array(const uint32_t *a, uint32_t n) {
  uint32_t sum = 0;
  foreach (x, square(elements(a, n)))
    sum ^= x;
  return sum;
}
