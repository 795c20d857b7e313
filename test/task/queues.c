// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A queue is bounded and fair; those who get or put and are cancelled, or out of
// time, neither lose an item nor leave one behind.
// REQUIRES: libuv
// RUN: %levels %s %task

#include "../expect.h"
#include <errno.h>
#include <yieldc/task.h>

static task(int) puts_all(struct task_queue *queue, int from, int to) {
  for (int i = from; i < to; ++i) {
    int code = await task_put(queue, &i);
    if (code)
      return code;
    note_number("+", i);
  }
  return 0;
}
static task(int) gets_all(struct task_queue *queue) {
  int item, code;
  while (!(code = await task_get(queue, &item)))
    note_number("-", item);
  return code;
}
static task(int) gets_one(struct task_queue *queue) {
  int item = -1, code = await task_get(queue, &item);
  return code ? code : item;
}
static task(int) puts_one(struct task_queue *queue, int item) {
  return await task_put(queue, &item);
}

static task(int) is_bounded(void) {
  struct task_queue queue;
  EXPECT(task_queue_open(&queue, sizeof(int), 2) == 0);
  task_group(g);
  int putter = 1, getter = 1;
  task_spawn(g, puts_all(&queue, 0, 5), &putter);
  await task_sleep(1);
  EXPECT_NOTES("+0 +1"); // and waits
  EXPECT(task_queue_count(&queue) == 2);
  task_spawn(g, gets_all(&queue), &getter);
  await task_sleep(1);
  EXPECT_NOTES("-0 -1 -2 +2 +3 +4 -3 -4");
  EXPECT(task_queue_close(&queue) == 0);
  await task_group_wait(g);
  EXPECT(putter == 0 && getter == -EPIPE);
  EXPECT(task_queue_free(&queue) == 0);
  return 0;
}

static task(int) without_capacity(void) {
  struct task_queue queue;
  task_queue_open(&queue, sizeof(int), 0);
  EXPECT(task_try_put(&queue, &(int){1}) == -EAGAIN);
  task_group(g);
  task_spawn(g, puts_all(&queue, 0, 2));
  await task_sleep(1);
  EXPECT_NOTES("");
  int item;
  EXPECT(await task_get(&queue, &item) == 0 && item == 0);
  await task_sleep(1);
  EXPECT_NOTES("+0");
  EXPECT(task_try_get(&queue, &item) == 0 && item == 1);
  EXPECT(task_try_get(&queue, &item) == -EAGAIN);
  EXPECT(await task_group_wait(g) == 0);
  EXPECT_NOTES("+1");
  task_queue_close(&queue);
  return task_queue_free(&queue);
}

static task(int) in_order(void) {
  struct task_queue queue;
  task_queue_open(&queue, sizeof(int), 1);
  task_group(g);
  int got[3], put[3];
  for (int i = 0; i < 3; ++i)
    task_spawn(g, gets_one(&queue), &got[i]);
  await task_sleep(1);
  for (int i = 0; i < 3; ++i)
    EXPECT(task_try_put(&queue, &i) == 0); // from hand to hand
  EXPECT(task_queue_count(&queue) == 0);
  EXPECT(await task_group_wait(g) == 0);
  EXPECT(got[0] == 0 && got[1] == 1 && got[2] == 2);
  for (int i = 0; i < 3; ++i)
    task_spawn(g, puts_one(&queue, i), &put[i]);
  await task_sleep(1);
  for (int i = 0, item; i < 3; ++i)
    EXPECT(task_try_get(&queue, &item) == 0 && item == i);
  EXPECT(await task_group_wait(g) == 0);
  task_queue_close(&queue);
  return task_queue_free(&queue);
}

static task(int) cancelled(void) {
  struct task_queue queue;
  task_queue_open(&queue, sizeof(int), 1);
  // Getters: the one in the middle gives up.
  task_group(g);
  int got[3] = {-1, -1, -1};
  struct task_job *jobs[3];
  for (int i = 0; i < 3; ++i)
    jobs[i] = task_start(g, gets_one(&queue), &got[i]);
  await task_sleep(1);
  task_cancel(jobs[1]);
  task_try_put(&queue, &(int){10});
  task_try_put(&queue, &(int){11});
  for (int i = 0; i < 3; ++i)
    await task_join(jobs[i]);
  EXPECT(got[0] == 10 && got[1] == -ECANCELED && got[2] == 11);
  // One that has the item already keeps it.
  jobs[0] = task_start(g, gets_one(&queue), &got[0]);
  await task_sleep(1);
  task_try_put(&queue, &(int){12});
  task_cancel(jobs[0]);
  EXPECT(await task_join(jobs[0]) == 0 && got[0] == 12);
  EXPECT(await task_timeout(5, gets_one(&queue)) == -ETIMEDOUT);
  // Putters: nothing of the one who gives up is put.
  task_try_put(&queue, &(int){20});
  int put[2];
  for (int i = 0; i < 2; ++i)
    jobs[i] = task_start(g, puts_one(&queue, 21 + i), &put[i]);
  await task_sleep(1);
  task_cancel(jobs[0]);
  EXPECT(await gets_one(&queue) == 20);
  EXPECT(await gets_one(&queue) == 22);
  EXPECT(await task_join(jobs[0]) == -ECANCELED);
  EXPECT(await task_join(jobs[1]) == 0);
  EXPECT(await task_timeout(5, gets_one(&queue)) == -ETIMEDOUT);
  task_queue_close(&queue);
  return task_queue_free(&queue);
}

static task(int) closed(void) {
  struct task_queue queue;
  task_queue_open(&queue, sizeof(int), 1);
  task_group(g);
  int put[2];
  for (int i = 0; i < 2; ++i)
    task_spawn(g, puts_one(&queue, i), &put[i]);
  await task_sleep(1);
  EXPECT(task_queue_free(&queue) == -EBUSY);
  EXPECT(task_queue_close(&queue) == 0);
  await task_group_wait(g);
  EXPECT(put[0] == 0 && put[1] == -EPIPE);
  EXPECT(await puts_one(&queue, 5) == -EPIPE);
  EXPECT(await gets_one(&queue) == 0); // what was in it
  EXPECT(await gets_one(&queue) == -EPIPE);
  EXPECT(task_queue_free(&queue) == 0);
  EXPECT(task_queue_free(&queue) == 0);
  EXPECT(await gets_one(&queue) == -EPIPE);
  EXPECT(await gets_one(0) == -EINVAL);
  EXPECT(await puts_one(0, 1) == -EINVAL);
  EXPECT(task_queue_open(0, 1, 1) == -EINVAL);
  EXPECT(task_queue_open(&queue, 0, 1) == -EINVAL);
  EXPECT(task_queue_open(&queue, 2, SIZE_MAX) == -EINVAL);
  EXPECT(task_queue_open(&queue, sizeof(long), 1) == 0);
  EXPECT(await puts_one(&queue, 1) == -EINVAL); // another size
  EXPECT(await gets_one(&queue) == -EINVAL);
  EXPECT(task_queue_close(0) == -EINVAL);
  task_queue_close(&queue);
  return task_queue_free(&queue);
}

int main(void) {
  EXPECT(task_run_virtual(is_bounded()) == 0);
  EXPECT(task_run_virtual(without_capacity()) == 0);
  EXPECT(task_run_virtual(in_order()) == 0);
  EXPECT(task_run_virtual(cancelled()) == 0);
  EXPECT(task_run_virtual(closed()) == 0);
}
