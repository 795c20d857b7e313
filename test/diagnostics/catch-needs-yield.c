// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// gen_catch around anything but a `yield`, or with a wrong number of arguments.
// RUN: %cc1_verify %s
// RUN: not %yieldcc -fsyntax-only -ferror-limit=0 %s 2>&1 | FileCheck %s

#include <yieldc.h>

generator(int) f(int n) {
  int err;
  gen_catch(err);
// expected-error@-1 {{gen_catch is written gen_catch(err, yield e) or gen_catch(err, yield from g), where err is an int variable}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_catch(err, n);
// expected-error@-1 {{gen_catch is written}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_catch(err, yield 1, 2);
// expected-error@-1 {{gen_catch is written}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_catch(yield 1);
// expected-error@-1 {{gen_catch is written}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_catch();
// expected-error@-1 {{gen_catch is written}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_catch(err, (yield 1));
// expected-error@-1 {{gen_catch is written}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_catch(err, 1 + yield 1);
// expected-error@-1 {{gen_catch is written}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_catch(err, yield 1);
}
