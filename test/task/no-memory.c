// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Whichever allocation fails, of a frame or of the runtime, is told by an error,
// all scopes end and nothing is lost; and what is documented to allocate nothing
// does not.
// REQUIRES: libuv
// DEFINE: %{flags} = -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc -DYIELDC_NO_POOL
// RUN: %yieldcc -O0 -g %s %task %{flags} -o %t && %t
// RUN: %yieldcc -O2 -g %s %task %{flags} -DFUSED -o %t && %t
// RUN: %if sanitizers %{ %yieldcc -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all %s %checked_task %{flags} -o %t && %t %}

#include "../expect.h"
#include <errno.h>
#include <yieldc/task.h>

static long until_failure = -1, allocations;
static bool fails(void) {
  ++allocations;
  return until_failure >= 0 && until_failure-- == 0;
}
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_malloc(size_t size) { return fails() ? 0 : __real_malloc(size); }
void *__wrap_calloc(size_t count, size_t size) {
  return fails() ? 0 : __real_calloc(count, size);
}
void *__wrap_realloc(void *memory, size_t size) {
  return fails() ? 0 : __real_realloc(memory, size);
}

static int alive;
static void ends(const int *unused) {
  (void)unused;
  --alive;
}
#define ALIVE __attribute__((cleanup(ends), unused)) int guard = ++alive

static task(int) leaf(int n) {
  ALIVE;
  await task_sleep(n);
  return n;
}
static stream(int) numbers(int n) {
  ALIVE;
  for (int i = 0; i < n; ++i) {
    int code = await leaf(1);
    if (code < 0)
      task_fail(code);
    yield i;
  }
}
static task(int) with_array(int n) {
  ALIVE;
  int array[n];
  memset(array, 0, sizeof array);
  await task_sleep(1);
  return array[n - 1];
}
#define TRY(e)                                                                 \
  do {                                                                         \
    int code_ = (e);                                                           \
    if (code_ < 0)                                                             \
      return code_;                                                            \
  } while (0)
static task(int) everything(void) {
  ALIVE;
  TRY(await leaf(1));
  TRY(await task_timeout(10, leaf(2)));
  TRY(await with_array(5));
  task(int) all[3] = {leaf(1), leaf(2), leaf(3)};
  int results[3];
  TRY(await task_gather(all, 3, results));
  task_group(g);
  TRY(task_spawn(g, leaf(5)));
  struct task_job *job = task_start(g, leaf(1));
  if (!job)
    return -ENOMEM;
  struct task_queue queue;
  int code = task_queue_open(&queue, sizeof(int), 4);
  if (!code) {
    TRY(await task_join(job));
    job = 0;
    code = task_try_put(&queue, &(int){1});
    task_queue_close(&queue);
    task_queue_free(&queue);
  }
  task_leave(job);
  TRY(code);
  int err;
  foreach_await (x, numbers(3), err)
    TRY(x);
  TRY(err);
  return await task_group_wait(g);
}

// ---- What allocates nothing -------------------------------------------------

static task(int) quiet(int n) { return n + 1; }
static task(int) waits(int n) {
  await task_sleep(n);
  return n;
}
static task(int) without_allocation(void) {
  struct task_semaphore semaphore = {.free = 1};
  struct task_event event = {.is_set = true};
  struct task_queue queue;
  EXPECT(!task_queue_open(&queue, sizeof(int), 4));
  await task_sleep(1); // the timers have their room
  allocations = 0;
  for (int i = 0, item; i < 10; ++i) {
    await task_sleep(1);
    await task_sleep(0);
    EXPECT(await task_acquire(&semaphore) == 0 && !task_release(&semaphore));
    EXPECT(await task_event_wait(&event) == 0);
    EXPECT(await task_put(&queue, &i) == 0);
    EXPECT(await task_get(&queue, &item) == 0 && item == i);
#ifdef FUSED
    EXPECT(await quiet(i) == i + 1);
    EXPECT(await waits(i) == i);
#endif
  }
  EXPECT(allocations == 0);
  task_queue_close(&queue);
  return task_queue_free(&queue);
}

int main(void) {
  long count = 0;
  for (;; ++count) {
    until_failure = count;
    int code = task_run_virtual(everything());
    EXPECT(alive == 0);
    if (until_failure >= 0) { // none failed
      EXPECT(code == 0);
      break;
    }
    if (code != -ENOMEM)
      fprintf(stderr, "allocation %ld: %d\n", count, code);
    EXPECT(code == -ENOMEM);
  }
  EXPECT(count > 8);
  until_failure = -1;
  EXPECT(task_run_virtual(without_allocation()) == 0);
  EXPECT(task_run_virtual(quiet(1)) + task_run_virtual(waits(1)) == 3);
}
