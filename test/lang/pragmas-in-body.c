// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A pragma in a body has the meaning that it has anywhere: for the code behind it, and for the keyword's own not at all.
// RUN: %levels %s
// RUN: %yieldcc -O0 -Xclang -disable-llvm-passes -S -emit-llvm %s -o - | FileCheck %s

#include "../expect.h"
#include <yieldc.h>

// Frames are laid out as ever, also where members are packed.
#pragma pack(push, 1)
static generator(int, int, int) inner(int n) { return yield n; }
static generator(char, double, double) inner_double(double d) { return d + (yield 'x'); }
static generator(int, int, int) packed(void) {
  struct pair {
    char c;
    int i;
  };
  int got = yield sizeof(struct pair);
#pragma pack(pop)
  struct apart {
    char c;
    int i;
  };
  got += yield sizeof(struct apart);
#pragma pack(1)
  got += yield from inner(7);
#pragma pack()
  return got;
}
#pragma pack(1)
static generator(char, double, double) packed_double(void) { return yield from inner_double(0.5); }

static void frames(void) {
  int x, r;
  generator(int, int, int) g = packed();
  EXPECT(gen_next(g, &x) && x == 5);
  EXPECT(gen_send(g, 10, &x) && x == 8);
  EXPECT(gen_send(g, 200, &x) && x == 7);
  EXPECT(!gen_send(g, 3000) && gen_result(g, &r) && r == 3210);
  gen_close(g);
  double d;
  generator(char, double, double) h = packed_double();
  EXPECT(gen_next(h) && !gen_send(h, 2.25) && gen_result(h, &d) && d > 2.7 && d < 2.8);
  gen_close(h);
}
#pragma pack()

extern int shown(void);
extern float product(float);

// CHECK-LABEL: @floats(
// CHECK: call float @llvm.fmuladd.f32(
// CHECK-NOT: fmuladd
// CHECK: fmul float
// CHECK: fsub float
// CHECK: ret ptr
generator(float) floats(float x, float y, float z) {
#pragma STDC FP_CONTRACT ON
  yield x *y + z;
  {
#pragma clang fp contract(off)
    yield z - x *y;
  }
}

// CHECK-LABEL: @strict(
// CHECK: call float @llvm.experimental.constrained.fadd.f32(
generator(float) strict(float x, float y) {
#pragma STDC FENV_ACCESS ON
#pragma pack(1)
#pragma clang fp reassociate(off)
  yield x + y;
#pragma pack()
}

// CHECK-LABEL: @loops(
// CHECK: br label {{.*}}, !llvm.loop [[NOT:![0-9]+]]
// CHECK: br label {{.*}}, !llvm.loop [[FOUR:![0-9]+]]
generator(int) loops(int n) {
#pragma clang loop unroll(disable)
  for (int i = 0; i < n; ++i)
    yield i;
  _Pragma("unroll 4") for (int i = 0; i < n; ++i) yield i;
#pragma weak shown
  yield shown ? shown() : n;
}
// CHECK: declare {{.*}}extern_weak{{.*}}@shown
// CHECK-DAG: [[NOT]] = distinct !{[[NOT]], {{.*}}[[DISABLE:![0-9]+]]}
// CHECK-DAG: [[DISABLE]] = !{!"llvm.loop.unroll.disable"}
// CHECK-DAG: [[FOUR]] = distinct !{[[FOUR]], {{.*}}[[COUNT:![0-9]+]]}
// CHECK-DAG: [[COUNT]] = !{!"llvm.loop.unroll.count", i32 4}

int main(void) {
  frames();
  foreach (x, loops(2))
    note_number("", x);
  EXPECT_NOTES("0 1 0 1 2");
}
