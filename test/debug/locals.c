// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Debuggers show the arguments and the variables of a generator, also those that it set before it was suspended: at -O0 all
// of them, at -Og those that are used later.
//
// REQUIRES: llvm-22 || all
// REQUIRES: gdb, lldb
//
// RUN: for level in 0 g; do %yieldcc -g -O$level %s -o %t.$level || exit 1; \
// RUN:   timeout 100 gdb -q -nx -batch -ex 'break see' -ex run -ex up -ex 'info args' -ex 'info locals' -ex continue -ex up -ex 'info args' -ex 'info locals' -ex 'print __coro_frame.n' %t.$level > %t.out 2>&1; \
// RUN:   FileCheck --allow-unused-prefixes --input-file=%t.out --check-prefixes=GDB,GDB$level %s || exit 1; \
// RUN:   timeout 100 %lldb -b -x -o 'b see' -o run -o up -o 'frame variable' -o continue -o up -o 'frame variable' %t.$level > %t.out 2>&1; \
// RUN:   FileCheck --allow-unused-prefixes --input-file=%t.out --check-prefixes=LLDB,LLDB$level %s || exit 1; done

#include <yieldc.h>

struct point {
  int x, y;
};

__attribute__((noinline)) static void see(const char *name, int value) {
  __asm__ volatile("" ::"r"(name), "r"(value));
}

generator(int) walk(struct point from, int n, const char *name) {
  double factor = 1.5;
  int done = n + 100;
  yield done;
  for (int i = 0; i < n; ++i) {
    yield(int)(from.x * factor) + i;
    see(name, from.y + i);
    factor += 1;
  }
}

// Behind the first yield in the loop, ...
// GDB: from = {x = 4, y = 5}
// GDB: n = 2
// GDB: name = {{.*}} "Anna"
// GDB-DAG: i = 0
// GDB-DAG: factor = 1.5
// GDB0-DAG: done = 102
// LLDB-DAG: (point) from = (x = 4, y = 5)
// LLDB-DAG: (int) n = 2
// LLDB-DAG: (const char *) name = {{.*}} "Anna"
// LLDB-DAG: (int) i = 0
// LLDB-DAG: (double) factor = 1.5
// LLDB0-DAG: (int) done = 102
// ... and when it has come there again.
// GDB: from = {x = 4, y = 5}
// GDB: n = 2
// GDB: name = {{.*}} "Anna"
// GDB-DAG: i = 1
// GDB-DAG: factor = 2.5
// GDB0-DAG: done = 102
// GDB: $1 = 2
// LLDB: stop reason = breakpoint
// LLDB-DAG: (point) from = (x = 4, y = 5)
// LLDB-DAG: (int) n = 2
// LLDB-DAG: (const char *) name = {{.*}} "Anna"
// LLDB-DAG: (int) i = 1
// LLDB-DAG: (double) factor = 2.5
// LLDB0-DAG: (int) done = 102

static void *volatile anywhere; // (so that it has a frame, and is not fused)

int main(void) {
  int sum = 0;
  anywhere = walk((struct point){4, 5}, 2, "Anna");
  generator(int) walker = anywhere;
  foreach (value, walker)
    sum += value;
  return sum == 0;
}
