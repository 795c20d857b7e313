// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <signal.h>
#include <stdio.h>
#include <unistd.h>
#include <yieldc/task.h>

static task(int) reads(struct task_queue *queue) {
  int item;
  return await task_get(queue, &item);
}

static task(int) runs(void) {
  struct task_queue queue;
  if (task_queue_open(&queue, sizeof(int), 1) || task_list_on_signal(SIGUSR1))
    return 1;
  task_group(g);
  task_spawn(g, reads(&queue));
  await task_sleep(1);
  kill(getpid(), SIGUSR1);
  // (The signal is handled by the loop, some time after it has come.)
  for (int i = 0; i < 20; ++i)
    await task_sleep(1);
  task_queue_close(&queue);
  await task_group_wait(g);
  return task_list_on_signal(0) || task_queue_free(&queue);
}

int main(void) {
  if (task_run(runs()) == 0)
    puts("done");
}
