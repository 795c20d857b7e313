// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// gen_fail and gen_catch with other things than ints; outside of generator functions.
// RUN: %cc1_verify -Xclang -verify-ignore-unexpected=note %s
// RUN: not %yieldcc -fsyntax-only -ferror-limit=0 %s 2>&1 | FileCheck %s

#include <yieldc.h>

generator(int) f(char *text) {
  long other;
  gen_catch(other, yield 1);
// expected-error@-1 {{gen_catch: the first argument must be an int variable}}
// CHECK-DAG: :[[#@LINE-2]]:20: error:
  gen_fail(text);
// expected-error@-1 {{incompatible pointer to integer conversion}}
// CHECK-DAG: :[[#@LINE-2]]:12: error:
}
void ordinary(int err) {
  gen_fail(3);
// expected-error@-1 {{it works only in the body of a generator function, one with 'yield'}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_catch(err, 3);
// expected-error@-1 {{it works only in the body of a generator function, one with 'yield'}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
}
