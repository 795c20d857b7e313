// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The markers in the IR that Clang makes: one begin, with the size and alignment that the types need, a suspension for each
// `yield`; the pass has not run yet.
// RUN: %yieldcc -O0 -Xclang -disable-llvm-passes -S -emit-llvm %s -o - | FileCheck %s
// RUN: %yieldcc -O2 -Xclang -disable-llvm-passes -S -emit-llvm %s -o - | FileCheck %s

#include <yieldc.h>

struct wide {
  long values[4];
};
struct aligned {
  _Alignas(64) int value;
};

// The public part begins with 18 bytes; an int fits behind it at 20, and is always there, for a code.
// CHECK-LABEL: define {{.*}}@none(
// CHECK: @yieldc_begin(i64 noundef 24, i64 noundef 4, ptr noundef @yieldc_support_table, i64 noundef 0)
generator(void) none(void) { yield; }
// CHECK-LABEL: define {{.*}}@one_char(
// CHECK: @yieldc_begin(i64 noundef 24, i64 noundef 4,
generator(char) one_char(void) { yield 'c'; }
// CHECK-LABEL: define {{.*}}@yields_double(
// CHECK: @yieldc_begin(i64 noundef 32, i64 noundef 8,
generator(double) yields_double(void) { yield 1; }
// The largest of Y, S and R.
// CHECK-LABEL: define {{.*}}@sent_wide(
// CHECK: @yieldc_begin(i64 noundef 56, i64 noundef 8,
generator(char, struct wide) sent_wide(void) { yield 'c'; }
// CHECK-LABEL: define {{.*}}@returns_aligned(
// CHECK: @yieldc_begin(i64 noundef 128, i64 noundef 64,
generator(char, short, struct aligned) returns_aligned(void) { yield 'c'; }
// A delegation's two links, at 24.
// CHECK-LABEL: define {{.*}}@delegates(
// CHECK: @yieldc_begin(i64 noundef 40, i64 noundef 8,
generator(char) delegates(void) { yield from one_char(); }

// Handles come first, then records with their sizes and alignments; other parameters are not named.
// CHECK-LABEL: define {{.*}}@parameters(
// CHECK: @yieldc_begin(i64 noundef 24, i64 noundef 4, ptr noundef @yieldc_support_table, i64 noundef 2, ptr noundef %{{.+}}, ptr noundef %{{.+}}, ptr noundef %{{.+}}, i32 noundef 32, i32 noundef 8)
generator(int) parameters(generator(int) g, struct wide w, int n, generator(char) h) {
  yield n;
  (void)g, (void)w, (void)h;
}

// CHECK-LABEL: define {{.*}}@three(
// CHECK-COUNT-3: call void @yieldc_suspend()
// CHECK-NOT: call void @yieldc_suspend()
// CHECK: }
generator(int) three(int n) {
  yield 1;
  if (n)
    yield 2;
  else
    yield 3;
}
// CHECK-NOT: llvm.coro
