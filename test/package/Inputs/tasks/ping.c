// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <stdio.h>
#include <yieldc/task.h>
#include <yieldc/task/map.h>
#include <yieldc/task/work.h>

static int twice(int n) { return 2 * n; }
static int thrice(void *n) { return 3 * *(int *)n; }

generator(int) upto(int last) {
  for (int i = 0; i < last; ++i)
    yield i;
}

task(int) ping(int times) {
  for (int i = 0; i < times; ++i) {
    await task_sleep(1);
    printf("tick %d\n", i);
  }
  return await task_work(thrice, &times);
}

int main(void) {
  if (task_run(ping(2)) != 6)
    return 1;
  struct task_pool *pool;
  if (task_pool_start(&pool, 2))
    return 1;
  int sum = 0;
  foreach (x, task_map(pool, twice, upto(10), 4))
    sum += x;
  printf("%d\n", sum);
  return task_pool_shutdown(pool, TASK_DRAIN);
}
