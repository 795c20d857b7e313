// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A generator or a foreach without the header: after the error that it gives, which header is missing; and nothing more.
// RUN: not %yieldcc -fsyntax-only -DGENERATES %s 2>&1 | FileCheck %s
// RUN: not %yieldcc -fsyntax-only -DCONSUMES %s 2>&1 | FileCheck %s --check-prefix=CONSUMES
// RUN: not %yieldcc -fsyntax-only -DTASK %s 2>&1 | FileCheck %s --check-prefix=TASK
// RUN: not %yieldcc -fsyntax-only -DIN_HEADER %s 2>&1 | FileCheck %s --check-prefix=IN-HEADER
// RUN: not %yieldcc -fsyntax-only -DOWN %s 2>&1 | FileCheck %s --check-prefix=OWN
// RUN: not %yieldcc -fsyntax-only -DOWN -DOWN_MACRO %s 2>&1 | FileCheck %s --check-prefix=OWN
// RUN: not %yieldcc -fsyntax-only -DOWN -DYIELDC_NO_SHORT_NAMES -include yieldc.h %s 2>&1 | FileCheck %s --check-prefix=OWN

#include <stddef.h>

#ifdef GENERATES
generator(int) numbers(int n) {
  while (n--)
    yield n;
}
// CHECK: :[[#@LINE-4]]:1: fatal error: 'generator' is not known here: generators need #include <yieldc.h> before
// CHECK-NOT: {{(error|warning|note):}}
int later = wrong;

#elif defined CONSUMES
void show(void) {
  foreach (x, numbers(3)) {
  }
  // CONSUMES: :[[#@LINE-2]]:3: fatal error: 'foreach' is not known here: generators need #include <yieldc.h> before
  // CONSUMES-NOT: {{(error|warning|note):}}
}
int later = wrong;

#elif defined TASK
task(int) sleeps(int n) {
  await task_sleep(n);
  return n;
}
// TASK: :[[#@LINE-4]]:1: fatal error: 'task' is not known here: tasks need #include <yieldc/task.h> before
// TASK-NOT: {{(error|warning|note):}}
int later = wrong;

#elif defined IN_HEADER
#include "Inputs/generators-without-header.h"
// IN-HEADER: generators-without-header.h:3:1: fatal error: 'gen_generator' is not known here: generators need #include <yieldc.h> before
// IN-HEADER-NOT: {{(error|warning|note):}}
int later = wrong;

#elif defined OWN
// The program's own names, or none that stand for generators.
#ifdef OWN_MACRO
#define foreach(x, list) for (int x = 0; x < (list); ++x)
void loop(void) { foreach (i, 3) { (void)i; } }
#endif
struct source {
  int (*generator)(int);
};
int call(struct source *s) { return s->generator(3) + wrong; }
// OWN: :[[#@LINE-1]]:55: error: use of undeclared identifier 'wrong'
// OWN-NOT: {{(error|warning|note):}}

#endif
