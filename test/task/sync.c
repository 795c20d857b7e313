// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Semaphores and mutexes are fair, events wake all, a broadcast reaches every
// subscriber; a task that is cancelled while it waits holds nothing.
// REQUIRES: libuv
// RUN: %levels %s %task

#include "../expect.h"
#include <errno.h>
#include <yieldc/task.h>

static task(int) uses(struct task_semaphore *semaphore, int name, int ms) {
  int code = await task_acquire(semaphore);
  if (code)
    return code;
  task_auto_release struct task_semaphore *held = semaphore;
  note_number("(", name);
  await task_sleep(ms);
  note_number(")", name);
  return held ? 0 : 1;
}

static task(int) semaphores(void) {
  struct task_semaphore semaphore = {.free = 2};
  task_group(g);
  for (int i = 0; i < 4; ++i)
    task_spawn(g, uses(&semaphore, i, 10));
  EXPECT(await task_group_wait(g) == 0);
  EXPECT_NOTES("(0 (1 )0 )1 (2 (3 )2 )3");
  EXPECT(semaphore.free == 2);
  // Who comes later does not get in between.
  task_spawn(g, uses(&semaphore, 0, 10));
  task_spawn(g, uses(&semaphore, 1, 20));
  struct task_job *third = task_start(g, uses(&semaphore, 2, 10));
  task_spawn(g, uses(&semaphore, 3, 10));
  await task_sleep(5);
  EXPECT(task_try_acquire(&semaphore) == -EAGAIN);
  task_cancel(third);
  EXPECT(await task_join(third) == -ECANCELED);
  EXPECT(await task_group_wait(g) == 0);
  EXPECT_NOTES("(0 (1 )0 (3 )1 )3");
  EXPECT(semaphore.free == 2);
  // Cancelled while it holds it.
  struct task_job *holder = task_start(g, uses(&semaphore, 5, 1000));
  await task_sleep(1);
  EXPECT(semaphore.free == 1);
  task_cancel(holder);
  await task_join(holder);
  EXPECT(semaphore.free == 2);
  // Cancelled as it is handed over: it has it, and gives it back.
  semaphore.free = 0;
  holder = task_start(g, uses(&semaphore, 6, 1000));
  await task_sleep(1);
  task_release(&semaphore);
  task_cancel(holder);
  await task_join(holder);
  EXPECT(semaphore.free == 1 && !semaphore.waiters.first);
  EXPECT(await task_acquire(0) == -EINVAL);
  EXPECT(task_release(0) == -EINVAL && task_try_acquire(0) == -EINVAL);
  expect_notes[0] = 0;
  return 0;
}

static task(int) locks(struct task_mutex *mutex, int name) {
  EXPECT(await task_lock(mutex) == 0);
  task_auto_unlock struct task_mutex *held = mutex;
  note_number("(", name);
  EXPECT(await task_lock(held) == -EDEADLK);
  await task_sleep(10);
  note_number(")", name);
  return 0;
}
static task(int) mutexes(void) {
  struct task_mutex mutex = {0};
  task_group(g);
  for (int i = 0; i < 3; ++i)
    task_spawn(g, locks(&mutex, i));
  await task_sleep(1);
  EXPECT(task_unlock(&mutex) == -EPERM); // another's
  EXPECT(await task_group_wait(g) == 0);
  EXPECT_NOTES("(0 )0 (1 )1 (2 )2");
  EXPECT(!mutex.owner && task_unlock(&mutex) == -EPERM);
  EXPECT(await task_lock(0) == -EINVAL && task_unlock(0) == -EINVAL);
  return 0;
}

static task(int) waits(struct task_event *event, int name) {
  EXPECT(await task_event_wait(event) == 0);
  note_number("", name);
  return 0;
}
static task(int) events(void) {
  struct task_event event = {0};
  task_group(g);
  for (int i = 0; i < 3; ++i)
    task_spawn(g, waits(&event, i));
  await task_sleep(1);
  EXPECT_NOTES("");
  EXPECT(task_event_set(&event) == 0);
  EXPECT(await task_group_wait(g) == 0);
  EXPECT_NOTES("0 1 2");
  EXPECT(await task_event_wait(&event) == 0);
  EXPECT(task_event_clear(&event) == 0);
  EXPECT(await task_timeout(5, waits(&event, 3)) == -ETIMEDOUT);
  EXPECT(!event.waiters.first);
  EXPECT(await task_event_wait(0) == -EINVAL);
  EXPECT(task_event_set(0) == -EINVAL && task_event_clear(0) == -EINVAL);
  return 0;
}

static task(int) listens(struct task_broadcast *broadcast, int name, int ms) {
  task_auto_unsubscribe struct task_subscription subscription;
  EXPECT(task_subscribe(broadcast, &subscription) == 0);
  int item, code, sum = 0;
  while (!(code = await task_receive(&subscription, &item))) {
    sum = 10 * sum + item;
    await task_sleep(ms);
  }
  EXPECT(code == -EPIPE);
  note_number("heard ", sum);
  return name;
}
static task(int) sends(struct task_broadcast *broadcast, int from, int to) {
  for (int i = from; i < to; ++i)
    EXPECT(await task_send(broadcast, &i) == 0);
  note_number("sent at ", (int)task_now());
  return 0;
}
static task(int) broadcasts(void) {
  struct task_broadcast broadcast;
  EXPECT(task_broadcast_open(&broadcast, sizeof(int), 2) == 0);
  EXPECT(await task_send(&broadcast, &(int){9}) == 0); // to nobody
  task_group(g);
  task_spawn(g, listens(&broadcast, 1, 0));
  struct task_job *slow = task_start(g, listens(&broadcast, 2, 10));
  await task_sleep(1);
  task_spawn(g, sends(&broadcast, 1, 6));
  await task_sleep(100);
  EXPECT_NOTES("sent at 21"); // the slowest holds it up
  EXPECT(task_broadcast_free(&broadcast) == -EBUSY);
  EXPECT(task_broadcast_close(&broadcast) == 0);
  EXPECT(await task_join(slow) == 0);
  EXPECT(await task_group_wait(g) == 0);
  EXPECT_NOTES("heard 12345 heard 12345");
  EXPECT(await task_send(&broadcast, &(int){1}) == -EPIPE);
  struct task_subscription late;
  EXPECT(task_subscribe(&broadcast, &late) == -EPIPE);
  task_unsubscribe(&late);
  EXPECT(task_broadcast_free(&broadcast) == 0);
  // The slow one goes away: who sends is held up no more.
  task_broadcast_open(&broadcast, sizeof(int), 1);
  slow = task_start(g, listens(&broadcast, 2, 1000));
  await task_sleep(1);
  task_spawn(g, sends(&broadcast, 1, 5));
  await task_sleep(1);
  EXPECT_NOTES("");
  task_cancel(slow);
  EXPECT(await task_join(slow) == -ECANCELED);
  EXPECT(await task_group_wait(g) == 0);
  EXPECT(!strncmp(expect_notes, "sent at ", 8));
  expect_notes[0] = 0;
  EXPECT(await task_send((struct task_broadcast *)0, &(int){1}) == -EINVAL);
  EXPECT(await task_receive(&late, &(int){1}) == -EINVAL);
  EXPECT(task_broadcast_open(&broadcast, 4, 0) == -EINVAL);
  task_broadcast_close(&broadcast);
  return task_broadcast_free(&broadcast);
}

static task(int) takes(struct task_mutex *mutex) {
  return await task_lock(mutex);
}
// Within a timeout it is the awaiting task that locks.
static task(int) locks_in_time(void) {
  struct task_mutex mutex = {0};
  EXPECT(await task_timeout(10, takes(&mutex)) == 0);
  EXPECT(await task_timeout(10, takes(&mutex)) == -EDEADLK);
  task_group(g);
  struct task_job *job = task_start(g, takes(&mutex));
  await task_sleep(1);
  EXPECT(task_unlock(&mutex) == 0);
  EXPECT(await task_join(job) == 0); // and never unlocks
  EXPECT(await task_timeout(10, takes(&mutex)) == -ETIMEDOUT);
  return 0;
}

static task(int) receives(struct task_subscription *subscription) {
  int item;
  return await task_receive(subscription, &item);
}
static task(int) unsubscribed(void) {
  struct task_broadcast broadcast;
  struct task_subscription subscription;
  EXPECT(!task_broadcast_open(&broadcast, sizeof(int), 1));
  EXPECT(!task_subscribe(&broadcast, &subscription));
  task_group(g);
  int code = 1;
  task_spawn(g, receives(&subscription), &code);
  await task_sleep(1);
  task_unsubscribe(&subscription);
  EXPECT(await task_group_wait(g) == -EPIPE && code == -EPIPE);
  EXPECT(await task_send(&broadcast, &(int){1}) == 0);
  task_broadcast_close(&broadcast);
  return task_broadcast_free(&broadcast);
}

int main(void) {
  EXPECT(task_run_virtual(semaphores()) == 0);
  EXPECT(task_run_virtual(mutexes()) == 0);
  EXPECT(task_run_virtual(events()) == 0);
  EXPECT(task_run_virtual(broadcasts()) == 0);
  EXPECT(task_run_virtual(locks_in_time()) == 0);
  EXPECT(task_run_virtual(unsubscribed()) == 0);
}
