// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Tasks that await others are printed as generators that delegate are; the command without an argument is about the body
// that the debugger is in.
//
// REQUIRES: libuv, gdb
//
// RUN: %yieldcc -g -O0 %s -o %t %task
// RUN: timeout 100 gdb -q -nx -batch -ex 'set width 0' -x %build/share/yieldc/yieldc_gdb.py -ex 'break see' -ex run -ex 'generator-backtrace awaiting' -ex up -ex generator %t > %t.out 2>&1
// RUN: FileCheck --input-file=%t.out %s

#include <yieldc/task.h>

static void see(int value) { (void)value; }

task(int) inner(int n) {
  await task_sleep(1);
  see(n);
  return n;
}

static task(int) awaiting;

task(int) outer(int n) {
  int got = await inner(n + 1);
  return got;
}

// CHECK: #0 inner (0x[[INNER:[0-9a-f]+]]), running
// CHECK-NEXT: #1 outer (0x{{.*}}), delegating at {{.*}}tasks.c:[[@LINE-5]]
// CHECK: inner (0x[[INNER]]), running

int main(void) {
  awaiting = outer(1);
  return task_run(awaiting) != 2;
}
