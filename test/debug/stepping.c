// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Debuggers stop at each line of a generator in the order they run in, and step from a `yield` to its consumer, and back.
//
// REQUIRES: llvm-22 || all
// REQUIRES: gdb, lldb
//
// RUN: %yieldcc -g -O0 %s -o %t
// RUN: grep -n '// line$' %s | sed 's/:.*//; s/^/break /' > %t.gdb && cat %S/Inputs/stepping.gdb >> %t.gdb
// RUN: timeout 100 gdb -q -nx -batch -x %t.gdb %t > %t.gdb.out 2>&1; FileCheck --input-file=%t.gdb.out --check-prefixes=CHECK,GDB %s
// RUN: grep -n '// line$' %s | sed 's/:.*//; s/^/b stepping.c:/' > %t.lldb && cat %S/Inputs/stepping.lldb >> %t.lldb
// RUN: timeout 100 %lldb -b -x -s %t.lldb %t > %t.lldb.out 2>&1; FileCheck --input-file=%t.lldb.out --check-prefixes=CHECK,LLDB %s

#include <yieldc.h>

static int seen;

static void see(int value) { seen += value; }
static void after_the_loop(void) { ++seen; }

generator(int) count(int from, int to) {
  int step = 2;                             // line
  for (int i = from; i < to; i += step) {   // line
    int square = i * i;                     // line
    yield square;                           // line
    see(square);
  }
  after_the_loop();
}

// At the call.
// GDB: Breakpoint {{.*}}, count (from=3, to=6) at {{.*}}stepping.c:[[@LINE-11]]
// LLDB: `count(from=3, to=6) at stepping.c:[[@LINE-12]]
//
// GDB: Breakpoint {{.*}} (from=3, to=6) at {{.*}}stepping.c:[[@LINE-13]]
// LLDB: (from=3, to=6) at stepping.c:[[@LINE-14]]
// CHECK: int step
// CHECK: for (int i = from
// CHECK: int square
// CHECK: yield square
//
// A step over the `yield` comes to the consumer, ...
// GDB-NEXT: main ()
// LLDB: `main at
// CHECK: see(value); // behind the yield
//
// ... from where a step goes into the generator, ...
// CHECK: foreach (value, counter)
// GDB: (from=3, to=6) at {{.*}}stepping.c:[[@LINE-28]]
// LLDB: (from=3, to=6) at stepping.c:[[@LINE-29]]
//
// ... and the next one behind the `yield`.
// CHECK: see(square);
// GDB-DAG: step = 2
// GDB-DAG: i = 3
// GDB-DAG: square = 9
// LLDB-DAG: (int) step = 2
// LLDB-DAG: (int) i = 3
// LLDB-DAG: (int) square = 9
// GDB: #0 {{.*}} (from=3, to=6) at
// GDB-NEXT: #1 {{.*}}main ()
// LLDB: frame #0: {{.*}}(from=3, to=6) at
// LLDB-NEXT: frame #1: {{.*}}`main
//
// CHECK: after_the_loop(void)
// CHECK: after_the_loop();

int main(void) {
  generator(int) counter = count(3, 6);
  foreach (value, counter)
    see(value); // behind the yield
  return seen == 0;
}
