// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `yield` and gen_fail in an OpenMP region are refused; behind it, and behind directives that have none, they are not.
// RUN: %cc1_verify -Wno-unused-value -fopenmp %s
// RUN: not %yieldcc -fsyntax-only -ferror-limit=0 -Wno-unused-value -fopenmp %s 2>&1 | FileCheck %s

#include <yieldc.h>

generator(int) f(int n) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i)
    yield i;
// expected-error@-1 {{'yield' inside an OpenMP region, which can't be suspended or left; move it out of the region}}
// CHECK-DAG: :[[#@LINE-2]]:5: error:
#pragma omp critical
  {
    yield n;
// expected-error@-1 {{'yield' inside an OpenMP region}}
// CHECK-DAG: :[[#@LINE-2]]:5: error:
    gen_fail(3);
// expected-error@-1 {{'gen_fail' inside an OpenMP region}}
// CHECK-DAG: :[[#@LINE-2]]:5: error:
  }
  yield n;
#pragma omp barrier
  yield n;
#pragma omp parallel
  n = 5;
  yield n;
}
