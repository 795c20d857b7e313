// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The commands `generator` and `generator-backtrace` print a generator in each state, whom it delegates to, and what is no
// generator, in gdb and lldb, in a program that runs and in its core file.
//
// REQUIRES: llvm-22 || all
// REQUIRES: gdb, lldb
//
// DEFINE: %{gdb} = timeout 100 gdb -q -nx -batch -ex 'set width 0' -x %build/share/yieldc/yieldc_gdb.py
// DEFINE: %{lldb} = timeout 100 %lldb -b -x -o 'command script import %build/share/yieldc/yieldc_lldb.py'
//
// RUN: for level in 0 g %if all %{ 1 2 3 s %}; do %yieldcc -g -O$level %s -o %t.$level || exit 1; \
// RUN:   %{gdb} -ex 'break stop' -ex run -ex up -x %S/Inputs/commands.gdb -ex 'generate-core-file %t.core' %t.$level > %t.out 2>&1; \
// RUN:   FileCheck --input-file=%t.out --allow-unused-prefixes --check-prefixes=CHECK,CHECK$level,GDB %s || { cat %t.out; exit 1; }; \
// RUN:   %{gdb} -ex up -x %S/Inputs/commands.gdb %t.$level %t.core > %t.out 2>&1; \
// RUN:   FileCheck --input-file=%t.out --allow-unused-prefixes --check-prefixes=CHECK,CHECK$level,GDB %s || { cat %t.out; exit 1; }; \
// RUN:   %{lldb} -o 'b stop' -o run -o up -o 'command source %S/Inputs/commands.lldb' %t.$level > %t.out 2>&1; \
// RUN:   FileCheck --input-file=%t.out --allow-unused-prefixes --check-prefixes=CHECK,CHECK$level,LLDB %s || { cat %t.out; exit 1; }; \
// RUN:   %{lldb} -o up -o 'command source %S/Inputs/commands.lldb' -c %t.core %t.$level > %t.out 2>&1; \
// RUN:   FileCheck --input-file=%t.out --allow-unused-prefixes --check-prefixes=CHECK,CHECK$level,LLDB %s || { cat %t.out; exit 1; }; done
//
// Without debug information there are the functions and the states. Debug information may lie in files of its own.
// RUN: %yieldcc -O2 %s -o %t.bare && %{gdb} -ex 'break stop' -ex run -x %S/Inputs/bare.gdb %t.bare > %t.out 2>&1
// RUN: FileCheck --input-file=%t.out --check-prefix=BARE %s
// BARE: count (0x{{.*}}), suspended at an unknown line (no debug information)
// BARE: variables unknown: count has no debug information
// BARE: outer (0x{{.*}}), delegating at an unknown line
// RUN: rm -rf %t.dir && mkdir %t.dir && cd %t.dir && %yieldcc -g -gsplit-dwarf -O0 -c %s -o %t.split.o && %yieldcc %t.split.o -o %t.split
// RUN: %{gdb} -ex 'break stop' -ex run -ex up -x %S/Inputs/commands.gdb %t.split > %t.out 2>&1; FileCheck --input-file=%t.out --check-prefixes=CHECK,CHECK0,GDB --allow-unused-prefixes %s
// RUN: %yieldcc -g -gdwarf-4 -O0 %s -o %t.four
// RUN: %{gdb} -ex 'break stop' -ex run -ex up -x %S/Inputs/commands.gdb %t.four > %t.out 2>&1; FileCheck --input-file=%t.out --check-prefixes=CHECK,CHECK0,GDB --allow-unused-prefixes %s

#include <errno.h>
#include <yieldc.h>

typedef generator(int) ints;

/// So that it is not fused.
#define WHOLE(g) ((ints)whole(g))
__attribute__((noinline)) static void *whole(void *g) {
  __asm__ volatile("" : "+r"(g));
  return g;
}

generator(int) count(int from, int to) {
  for (int i = from; i < to; ++i) {
    int square = i * i;
    yield square; // suspended
    if (square < 0)
      yield i;
  }
}

// What is in scope there, no more.
// CHECK: count (0x{{.*}}), suspended at {{.*}}commands.c:[[@LINE-7]]
// GDB-NEXT: from = 3
// GDB-NEXT: to = 9
// GDB-NEXT: i = 4
// GDB-NEXT: square = 16
// LLDB-NEXT: (int) from = 3
// LLDB-NEXT: (int) to = 9
// LLDB-NEXT: (int) i = 4
// LLDB-NEXT: (int) square = 16
// CHECK-NOT: =

struct item {
  const char *name;
  double price;
};

generator(int) middle(struct item item) {
  {
    int hidden = 1;
    yield hidden;
  }
  yield from WHOLE(count(10, 20));
  yield item.price < 0;
}

generator(int, void, int) outer(generator(int) source, int code) {
  unsigned long long large = 1ull << 40;
  yield from source;
  if (code)
    gen_fail(code);
  return large > 0;
}

// CHECK: outer (0x{{.*}}), delegating at {{.*}}commands.c:[[@LINE-6]]
// GDB-NEXT: source = {{.*}}0x
// GDB-NEXT: code = 0
// GDB: large = 1099511627776
// LLDB-NEXT: source = 0x
// LLDB-NEXT: (int) code = 0
// LLDB: (unsigned long long) large = 1099511627776
// CHECK: delegates to middle (0x{{.*}}), delegating at {{.*}}commands.c:[[@LINE-19]]
//
// CHECK: #0 count (0x{{.*}}), suspended at {{.*}}commands.c:[[@LINE-49]]
// CHECK-NEXT: #1 middle (0x{{.*}}), delegating at {{.*}}commands.c:[[@LINE-22]]
// CHECK-NEXT: #2 outer (0x{{.*}}), delegating at {{.*}}commands.c:[[@LINE-17]]
//
// CHECK: middle (0x{{.*}}), not started
// GDB: item = {name = 0x{{.*}} "tea", price = 2.5}
// LLDB: (item) item = (name = "tea", price = 2.5)
//
// CHECK: outer (0x{{.*}}), returned a value
// CHECK: outer (0x{{.*}}), failed with 2 (ENOENT)
// CHECK: count (0x{{.*}}), returned
// CHECK: the handle is null: no generator
// CHECK: 0x10 is not a generator: there is no memory
// CHECK: is not a generator, or was closed: its frame does not begin with the functions of one

ints suspended, created, returned, none;
generator(int, void, int) delegating, valued, failed;
int no_generator[64];

__attribute__((noinline)) void stop(void) { __asm__ volatile(""); }

int main(void) {
  int value = 0;
  struct item tea = {"tea", 2.5};
  created = middle(tea);
  suspended = count(3, 9);
  gen_next(suspended, &value);
  gen_next(suspended, &value);
  delegating = outer(WHOLE(middle(tea)), 0);
  gen_next(delegating, &value);
  gen_next(delegating, &value);
  valued = outer(WHOLE(count(0, 0)), 0);
  gen_next(valued, &value);
  failed = outer(WHOLE(count(0, 0)), ENOENT);
  gen_next(failed, &value);
  returned = count(0, 0);
  gen_next(returned, &value);
  stop();
  return value == 0;
}
