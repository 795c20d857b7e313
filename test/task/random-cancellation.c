// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Random tasks put, get, acquire, sleep, start groups of their own, and are
// cancelled or run out of time at any moment, against a model: every item that
// was put is got once, or is still there, and no other; no permit is lost or made
// up; no task outlives its group, and all scopes end.
// REQUIRES: libuv
// RUN: %yieldcc -O2 %s %task -o %t && %t 1 150
// RUN: %if sanitizers %{ %yieldcc -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all %s %checked_task -o %t.asan && %t.asan 1000 40 %}
// RUN: %if all %{ %yieldcc -O0 %s %task -o %t.slow && %t.slow 5000 5000 %}

#include "../expect.h"
#include <errno.h>
#include <yieldc/task.h>

enum { TASKS = 40, PUTTERS = 20000, PERMITS = 3, STEPS = 12 };

static unsigned long long seed;
static unsigned dice(unsigned sides) { // xorshift64*, Vigna 2016
  seed ^= seed >> 12;
  seed ^= seed << 25;
  seed ^= seed >> 27;
  return (unsigned)((seed * 2685821657736338717u) >> 33) % sides;
}

static struct {
  struct task_queue queue;
  struct task_semaphore semaphore;
  int holders;            // of permits
  int alive;              // scopes of tasks that have begun
  unsigned char put[PUTTERS]; // which items of each putter were put,
  unsigned char got[PUTTERS]; // and which were got
  int putters;
  struct task_job *victims[TASKS]; // tasks that may be cancelled
} world;

struct item {
  int putter, number;
};

static void ends(const int *unused) {
  (void)unused;
  --world.alive;
}
#define ALIVE                                                                  \
  __attribute__((cleanup(ends), unused)) int alive = ++world.alive

static void releases(const int *unused) {
  (void)unused;
  --world.holders;
  EXPECT(task_release(&world.semaphore) == 0);
}

static void check_got(const struct item *item) {
  EXPECT(!(world.got[item->putter] & 1 << item->number));
  world.got[item->putter] |= 1 << item->number;
}

static task(int) puts_some(int count) {
  ALIVE;
  int putter = world.putters++;
  EXPECT(putter < PUTTERS);
  for (int i = 1; i <= count; ++i) {
    struct item item = {putter, i};
    int code = await task_put(&world.queue, &item);
    if (code)
      return code == -EPIPE ? 0 : code;
    world.put[putter] |= 1 << i;
  }
  return 0;
}

static task(int) gets_some(int count) {
  ALIVE;
  while (count--) {
    struct item item;
    int code = await task_get(&world.queue, &item);
    if (code)
      return code == -EPIPE ? 0 : code;
    check_got(&item);
    if (!dice(4))
      await task_sleep(dice(3));
  }
  return 0;
}

static task(int) holds(void) {
  ALIVE;
  int code = await task_acquire(&world.semaphore);
  if (code)
    return code;
  __attribute__((cleanup(releases), unused)) int held = ++world.holders;
  EXPECT(world.holders <= PERMITS);
  await task_sleep(dice(5));
  return 0;
}

static task(int) refuses_to_end(void) {
  ALIVE;
  int err;
  for (unsigned i = dice(4); i--;)
    task_catch(err, await task_sleep(dice(20)));
  return 0;
}

static task(int) any(int depth);

static task(int) group_of(int depth) {
  ALIVE;
  int results[3];
  {
    task_group(g);
    for (int i = 0; i < 3; ++i)
      task_spawn(g, any(depth - 1), &results[i]);
    switch (dice(4)) {
    case 0:
      await task_sleep(dice(5));
      return 1; // the others are cancelled
    case 1:
      await task_sleep(dice(5));
      task_group_cancel(g);
    }
    await task_group_wait(g);
  }
  return 0;
}

static task(int) any(int depth) {
  ALIVE;
  switch (dice(depth ? 9 : 5)) {
  case 0:
    return await puts_some(1 + (int)dice(4));
  case 1:
    return await gets_some(1 + (int)dice(4));
  case 2:
    return await holds();
  case 3:
    return await refuses_to_end();
  case 4:
    await task_sleep(dice(8));
    return dice(4) ? 0 : -EIO;
  case 5:
    return await group_of(depth);
  case 6:
    return await task_timeout(dice(6), any(depth - 1));
  case 7:
    return await task_shield(any(depth - 1));
  }
  task(int) all[3] = {any(depth - 1), any(depth - 1), any(depth - 1)};
  if (dice(2))
    return await task_gather(all, 3);
  return await task_race(all, 3);
}

static task(int) everything(void) {
  {
    task_group(g);
    for (int step = 0; step < STEPS; ++step) {
      for (int i = 0; i < TASKS; ++i)
        switch (dice(8)) {
        case 0:
          if (world.victims[i]) {
            task_cancel(world.victims[i]);
            if (!dice(3))
              task_cancel(world.victims[i]);
          }
          break;
        case 1:
          if (world.victims[i])
            task_leave(world.victims[i]);
          // (Null if one of the group has failed already.)
          world.victims[i] = task_start(g, any(3));
        }
      await task_sleep(dice(3));
    }
    for (int i = 0; i < TASKS; ++i)
      if (world.victims[i])
        task_leave(world.victims[i]);
    task_group_cancel(g);
    task_queue_close(&world.queue); // for those that others shield
    await task_group_wait(g);
  }
  EXPECT(world.alive == 0);
  EXPECT(world.holders == 0 && world.semaphore.free == PERMITS);
  EXPECT(!world.semaphore.waiters.first);
  EXPECT(!world.queue.getters.first && !world.queue.putters.first);
  struct item item;
  while (task_try_get(&world.queue, &item) == 0)
    check_got(&item);
  EXPECT(!memcmp(world.put, world.got, sizeof world.put));
  EXPECT(task_queue_free(&world.queue) == 0);
  return 0;
}

int main(int argc, char **argv) {
  EXPECT(argc == 3);
  for (int first = atoi(argv[1]), i = 0; i < atoi(argv[2]); ++i) {
    memset(&world, 0, sizeof world);
    seed = (unsigned long long)(first + i) * 0x9e3779b97f4a7c15u + 1;
    world.semaphore.free = PERMITS;
    EXPECT(task_queue_open(&world.queue, sizeof(struct item), dice(4)) == 0);
    int code = task_run_virtual(everything());
    if (code) {
      fprintf(stderr, "seed %d: %d\n", first + i, code);
      return 1;
    }
  }
}
