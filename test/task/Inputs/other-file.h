// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <yieldc/task.h>

struct other_pair {
  double a, b;
};
task(int) other_number(int n);
task(struct other_pair) other_pair(double a);
stream(int) other_stream(int n);
task(int) other_uses_inline(int n);
int other_counts(void); ///< how many streams have ended

static inline task(int) shared_inline(int n) {
  await task_sleep(n);
  return n + 1;
}
