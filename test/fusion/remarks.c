// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Remarks tell, at the call that makes a generator, whether it was fused, and if
// not, why.
// DEFINE: %{remarks} = %yieldcc -O2 -c %s -o %t.o
// RUN: %{remarks} -Rpass=yieldc -Rpass-missed=yieldc 2>&1 | FileCheck %s
// RUN: %{remarks} -Rpass=yieldc 2>&1 | FileCheck %s --check-prefix=ONLY-HITS
// RUN: %{remarks} -Rpass-missed=yieldc 2>&1 | FileCheck %s --check-prefix=ONLY-MISSES
// RUN: %{remarks} 2>&1 | count 0
// RUN: %yieldcc -O0 -c %s -o %t.o -Rpass=yieldc -Rpass-missed=yieldc 2>&1 | count 0
// RUN: %{remarks} -fsave-optimization-record -foptimization-record-passes=yieldc -foptimization-record-file=%t.yaml
// RUN: FileCheck %s --check-prefix=RECORD <%t.yaml
//
// ONLY-HITS-NOT: is allocated
// ONLY-HITS: generator 'range' fused into 'fused'
// ONLY-HITS-NOT: is allocated
// ONLY-MISSES-NOT: no allocation
// ONLY-MISSES: generator 'range' is allocated in
// ONLY-MISSES-NOT: no allocation

#include <setjmp.h>
#include <string.h>
#include <yieldc.h>

typedef generator(int, int) ints;

static ints range(int n) {
  for (int i = 0; i < n; ++i)
    yield i;
}
/// (What keeps a body apart.)
__attribute__((noinline)) static ints apart(int n) {
  for (int i = 0; i < n; ++i)
    yield i;
}
static ints large(int n) {
  char buffer[20000];
  for (int i = 0; i < n; ++i) {
    memset(buffer, i, sizeof buffer);
    __asm__ volatile("" : : "r"(buffer) : "memory");
    yield buffer[9];
  }
}

int fused(int n) {
  int sum = 0;
  // CHECK-DAG: remarks.c:[[#@LINE+1]]:{{15|3}}: remark: generator 'range' fused into 'fused': no allocation; frame of [[#]] bytes [-Rpass=yieldc]
  foreach (x, range(n))
    sum += x;
  // CHECK-DAG: remarks.c:[[#@LINE+1]]:{{15|3}}: remark: generator 'apart' put into 'fused': no allocation, but its body stays a function; frame of [[#]] bytes [-Rpass=yieldc]
  foreach (x, apart(n))
    sum += x;
  return sum;
}

void take(ints g);
extern void (*take_by_pointer)(ints g);
extern ints global;
void look(int *x);

ints returned(int n) {
  // CHECK-DAG: remarks.c:[[#@LINE+1]]:12: remark: generator 'range' is allocated in 'returned': it is returned [-Rpass-missed=yieldc]
  ints g = range(n);
  gen_next(g);
  return g;
}
void passed(int n) {
  // CHECK-DAG: remarks.c:[[#@LINE+1]]:8: remark: generator 'range' is allocated in 'passed': it is passed to 'take' [-Rpass-missed=yieldc]
  take(range(n));
  // CHECK-DAG: remarks.c:[[#@LINE+1]]:19: remark: generator 'range' is allocated in 'passed': it is passed to a function [-Rpass-missed=yieldc]
  take_by_pointer(range(n));
}
void stored(int n) {
  // CHECK-DAG: remarks.c:[[#@LINE+1]]:12: remark: generator 'range' is allocated in 'stored': it is stored in a variable whose address is taken, or that is shared [-Rpass-missed=yieldc]
  global = range(n);
}
int compared(int n) {
  // CHECK-DAG: remarks.c:[[#@LINE+1]]:12: remark: generator 'range' is allocated in 'compared': it is compared with another [-Rpass-missed=yieldc]
  ints g = range(n);
  int same = g == global;
  gen_close(g);
  return same;
}
unsigned long converted(int n) {
  // CHECK-DAG: remarks.c:[[#@LINE+1]]:12: remark: generator 'range' is allocated in 'converted': its value is used in another way [-Rpass-missed=yieldc]
  ints g = range(n);
  unsigned long number = (unsigned long)g;
  gen_close(g);
  return number;
}
ints delegated(int n) {
  // CHECK-DAG: remarks.c:[[#@LINE+1]]:{{[0-9]+}}: remark: generator 'range' fused into 'delegated': no allocation; frame of [[#]] bytes [-Rpass=yieldc]
  yield from range(n);
}
int either(int n, ints other) {
  // CHECK-DAG: remarks.c:[[#@LINE+1]]:16: remark: generator 'range' is allocated in 'either': its variable may hold another generator as well [-Rpass-missed=yieldc]
  ints g = n ? range(n) : other;
  int count = 0;
  while (gen_next(g))
    ++count;
  gen_close(g);
  return count;
}
void many(int n) {
  ints kept = 0;
  for (int i = 0; i < n; ++i) {
    // CHECK-DAG: remarks.c:[[#@LINE+1]]:14: remark: generator 'range' is allocated in 'many': several of them may be alive at once, made by the same call in a loop [-Rpass-missed=yieldc]
    ints g = range(n);
    gen_next(g);
    gen_close(kept);
    kept = g;
  }
  gen_close(kept);
}
void too_large(int n) {
  // CHECK-DAG: remarks.c:[[#@LINE+1]]:{{15|3}}: remark: generator 'large' is allocated in 'too_large': its frame of 20[[#]] bytes is too large for the stack [-Rpass-missed=yieldc]
  foreach (x, large(n))
    look(&x);
}
static ints passed_on(int n) {
  // CHECK-DAG: remarks.c:[[#@LINE+2]]:{{15|3}}: remark: generator 'large' is allocated in 'passed_on': its frame of 20[[#]] bytes is too large for the stack [-Rpass-missed=yieldc]
  // CHECK-DAG: remarks.c:[[#@LINE+1]]:{{15|3}}: remark: generator 'large' is allocated in 'within': its frame of 20[[#]] bytes is too large for the stack [-Rpass-missed=yieldc]
  foreach (x, large(n))
    yield x;
}
void within(int n) {
  foreach (x, passed_on(n))
    look(&x);
}
int saved(int n, jmp_buf environment) {
  volatile int sum = 0;
  if (setjmp(environment))
    return sum;
  // CHECK-DAG: remarks.c:[[#@LINE+1]]:{{15|3}}: remark: generator 'range' is allocated in 'saved': the function calls setjmp [-Rpass-missed=yieldc]
  foreach (x, range(n))
    sum += x;
  return sum;
}

// RECORD: --- !Passed
// RECORD-NEXT: Pass: yieldc
// RECORD-NEXT: Name: Fused
// RECORD-NEXT: DebugLoc: { File: '{{.*}}remarks.c', Line: [[#]], Column: [[#]] }
// RECORD-NEXT: Function: {{delegated|fused}}
// RECORD: FrameSize: '[[#]]'
// RECORD: Name: Elided
// RECORD: --- !Missed
// RECORD-NEXT: Pass: yieldc
// RECORD-NEXT: Name: NotFused
