// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "other-file.h"

static int counts;
int other_counts(void) { return counts; }
static void count(const int *unused) {
  (void)unused;
  ++counts;
}

task(int) other_number(int n) {
  await task_sleep(1);
  return 2 * n;
}
task(struct other_pair) other_pair(double a) {
  await task_sleep(1);
  return (struct other_pair){a, 2 * a};
}
stream(int) other_stream(int n) {
  __attribute__((cleanup(count), unused)) int guard = 0;
  for (int i = 0; i < n; ++i) {
    await task_sleep(1);
    yield i;
  }
}
task(int) other_uses_inline(int n) { return await shared_inline(n); }
