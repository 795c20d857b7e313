// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <yieldc/task.h>

struct worker {
  int task, stream, await; // ordinary names
};
extern task(int) number(int n);
extern inline task(int) inlined(int n);

static task(int) local(int n) {
  await task_sleep(0);
  return n;
}
task(int) number(int n) { return await local(n); }
static stream(int) numbers(int n) {
  for (int i = 0; i < n; ++i)
    yield await number(i);
}
task(int) uses(struct worker w, const int n) {
  int err, other, sum = w.task + w.stream + w.await;
  task_group(g);
  task_spawn(g, number(n), &other);
  sum += task_catch(err, await task_timeout(10, number(1)));
  foreach_await (x, numbers(3))
    sum += x;
  await task_group_wait(g);
  const task_of(int) t = number(5);
  return sum + other + await t;
}
#ifdef MAIN
int main(void) { return task_run_virtual(uses((struct worker){1, 2, 3}, 4)) != 19; }
#endif
