// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// At -O0 a body is there once, and the management of memory stays a function: neither is repeated in what makes and closes
// a generator.
// RUN: %yieldcc -O0 -S -emit-llvm %s -o - | FileCheck %s

#include <yieldc.h>

int of_the_body(int n);

generator(int) numbers(int n);
generator(int) numbers(int n) {
  yield of_the_body(n);
}

// CHECK: define {{.*}}@numbers(
// CHECK-NOT: {{of_the_body|yieldc_pool|gen_allocate}}
// CHECK: call ptr @yieldc_allocate(
// CHECK-NOT: {{of_the_body|yieldc_pool|gen_allocate}}
// CHECK: ret ptr
// CHECK-LABEL: define internal {{.*}}@numbers.resume(
// CHECK: call {{.*}}@of_the_body(
// CHECK-NOT: @of_the_body(
// CHECK: ret void
// CHECK-LABEL: define internal {{.*}}@numbers.destroy(
// CHECK-NOT: {{of_the_body|yieldc_pool|gen_release}}
// CHECK: call void @yieldc_release(
