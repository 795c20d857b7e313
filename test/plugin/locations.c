// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The user's tokens keep their own places: in debug information, and inserted ones have the keyword's.
// RUN: %yieldcc -g -O0 -Xclang -disable-llvm-passes -S -emit-llvm %s -o - | FileCheck %s

#include <yieldc.h>

int operand(int);
int argument(int);

generator(int, int) f(int n) {
  int v = yield operand(n) + argument(n);
  // CHECK: call i32 @operand({{.*}}, !dbg [[OPERAND:![0-9]+]]
  // CHECK: call i32 @argument({{.*}}, !dbg [[ARGUMENT:![0-9]+]]
  // CHECK: call void @yieldc_suspend(){{.*}}, !dbg [[SUSPEND:![0-9]+]]
  if (v)
    gen_fail(argument(v));
  // CHECK: call i32 @argument({{.*}}, !dbg [[CODE:![0-9]+]]
}
// CHECK-DAG: [[OPERAND]] = !DILocation(line: [[#@LINE-8]], column: 17,
// CHECK-DAG: [[ARGUMENT]] = !DILocation(line: [[#@LINE-9]], column: 30,
// CHECK-DAG: [[SUSPEND]] = !DILocation(line: [[#@LINE-10]], column: 11,
// CHECK-DAG: [[CODE]] = !DILocation(line: [[#@LINE-6]], column: 14,
