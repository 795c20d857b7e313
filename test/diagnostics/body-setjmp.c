// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// setjmp, by whatever name, in a generator function.
// RUN: %cc1_verify %s
// RUN: not %yieldcc -fsyntax-only -ferror-limit=0 %s 2>&1 | FileCheck %s

#include <setjmp.h>
#include <yieldc.h>

static jmp_buf here;
static sigjmp_buf there;
__attribute__((returns_twice)) int twice(void);

generator(int) f(int n) {
  if (setjmp(here))
// expected-error@-1 {{in a generator function: its stack is gone at the next 'yield', and a jump back to here would be lost; call it in an ordinary function}}
// CHECK-DAG: :[[#@LINE-2]]:7: error:
    yield 1;
  if (sigsetjmp(there, 1))
// expected-error@-1 {{in a generator function: its stack is gone}}
// CHECK-DAG: :[[#@LINE-2]]:7: error:
    yield 2;
  n = twice();
// expected-error@-1 {{'twice' in a generator function: its stack is gone}}
// CHECK-DAG: :[[#@LINE-2]]:7: error:
  void *five[5];
  n = __builtin_setjmp(five);
// expected-error@-1 {{'__builtin_setjmp' in a generator function: its stack is gone}}
// CHECK-DAG: :[[#@LINE-2]]:7: error:
  yield n;
}
int ordinary(void) { return setjmp(here); }
