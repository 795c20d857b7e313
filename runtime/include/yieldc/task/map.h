// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Generators and threads: an iterator tool whose function runs on the threads
// of a pool, and one that gives futures as they are done.
//
//   foreach (size, task_map(pool, compressed_size, names(), 16))
//     total += size;
//
// What <yieldc/iter.h> says of its tools is true of these: they are macros, run
// nothing before they are resumed, take over the generator that they are given,
// and fail as it does. That one and what consumes them run in the thread that
// resumes them, which waits for the others where it must.
//
// Only in code that is compiled with the plugin. Needs POSIX threads.

#ifndef YIELDC_TASK_MAP_H
#define YIELDC_TASK_MAP_H
#pragma GCC system_header

#ifdef __cplusplus
#error "<yieldc/task/map.h> is for C"
#endif

#include <yieldc/iter/stage.h>
#include <yieldc/task/future.h>
#include <yieldc/task/parallel.h>

// task_map(pool, f, g, window), task_map(pool, f, context, g, window): f(x) or
// f(x, context) for each x of g, in the order of g. f is called by the threads
// of the pool, several at a time. At most `window` values are between g and who
// consumes this: waiting for a thread, in f, or waiting to be taken. Twice as
// many as the pool has threads keep them busy where f takes 0.2 ms or more;
// 64 or so where it takes 0.02 ms. What x points to must stay as it is while g
// is resumed for others.
//
// Each resume asks g for a value; and for more, up to the window, as long as it
// would have to wait otherwise. Where values come fast it waits for up to half
// a window of them, so that one may come about half a millisecond later than it
// could. If g fails, this fails with its code after having given all that came
// before.
//
// Fails with EINVAL if the pool is null or the window 0; with ENOMEM; with
// ESHUTDOWN if the pool is shut down meanwhile, after having given what it was
// running; with ECANCELED if what it would give next was cancelled then. (The
// pool must exist when this is resumed for the first time.)
//
// When it ends, fails or is closed, it cancels what has not begun, and waits
// for what has. So it must not be closed while a lock is held that f takes. In
// one of the pool's own threads it may wait for ever, when they all do so.
//
// One allocation.
#define task_map(...)                                                          \
  YIELDC_WITH_TWO("task_map(pool, f, g, window) or "                           \
                  "task_map(pool, f, context, g, window)",                     \
                  yieldc_task_map_ordered, __VA_ARGS__)

// task_map_unordered(pool, f, g, window), task_map_unordered(pool, f, context,
// g, window): the same, each as soon as it is there.
#define task_map_unordered(...)                                                \
  YIELDC_WITH_TWO("task_map_unordered(pool, f, g, window) or "                 \
                  "task_map_unordered(pool, f, context, g, window)",           \
                  yieldc_task_map_unordered, __VA_ARGS__)

// task_as_completed(futures, count): a generator(struct task_future *) of those
// in an array, in the order in which they are done; those that are done already
// come first, as they stand in the array. It takes no references: the caller
// must keep each until it was given, or this has ended or is closed. The array
// is not looked at any more once the first has come.
//
// Fails with EINVAL if the array (and not only the count is 0) or one of them
// is null, and with ENOMEM. One allocation.
#define task_as_completed(futures, count)                                      \
  (__extension__({                                                             \
    __extension__ __auto_type yieldc_given_t = (futures);                      \
    YIELDC_REQUIRE(                                                            \
        YIELDC_IS_FUTURES(yieldc_given_t),                                     \
        "task_as_completed: the first argument must be an array of futures "   \
        "(struct task_future *)");                                             \
    struct task_future *const *const yieldc_futures YIELDC_UNUSED =            \
        __builtin_choose_expr(YIELDC_IS_FUTURES(yieldc_given_t),               \
                              yieldc_given_t, (struct task_future **)0);       \
    YIELDC_COUNT(count, "task_as_completed");                                  \
    YIELDC_STAGE0(struct task_future *, {                                      \
      struct task_future *yieldc_next_done;                                    \
      struct yieldc_completions *yieldc_m                                      \
          __attribute__((cleanup(yieldc_completions_close)));                  \
      int yieldc_begun =                                                       \
          yieldc_completions_open(&yieldc_m, yieldc_futures, yieldc_n);        \
      if (yieldc_begun)                                                        \
        YIELDC_FAIL(yieldc_begun);                                             \
      while ((yieldc_next_done = yieldc_completions_next(yieldc_m)))           \
        YIELDC_EMIT(struct task_future *, yieldc_next_done);                   \
    });                                                                        \
  }))
#define YIELDC_IS_FUTURES(t)                                                   \
  (YIELDC_SAME(__typeof__(t), struct task_future **) ||                        \
   YIELDC_SAME(__typeof__(t), struct task_future *const *))

// ---- What the maps are made of ----------------------------------------------

// With a pool, a function, perhaps a context, and two more.
#define YIELDC_WITH_TWO(usage, tool, ...)                                      \
  YIELDC_PICK(__VA_ARGS__, yieldc_task_usage, yieldc_task_context,             \
              yieldc_task_alone, yieldc_task_usage, yieldc_task_usage,         \
              yieldc_task_usage, ~)(usage, tool, __VA_ARGS__)
#define yieldc_task_alone(usage, tool, p, f, g, n) tool(ALONE, p, f, 0, g, n)
#define yieldc_task_context(usage, tool, p, f, c, g, n)                        \
  tool(CONTEXT, p, f, c, g, n)
#define yieldc_task_usage(usage, ...)                                          \
  (__extension__({                                                             \
    YIELDC_REQUIRE(0, "wrong number of arguments: " usage);                    \
    (gen_generator(int))0;                                                     \
  }))
#define yieldc_task_map_ordered(...)                                           \
  yieldc_task_map("task_map", true, __VA_ARGS__)
#define yieldc_task_map_unordered(...)                                         \
  yieldc_task_map("task_map_unordered", false, __VA_ARGS__)

// What lies in the allocation: the parallel stage with what f is called with,
// and an item for each value under way. f is called by a block without
// captures, for that it has the types of f.
#define yieldc_task_map(who, is_ordered, how, p, f, c, g, n)                   \
  (__extension__({                                                             \
    __extension__ __auto_type yieldc_given_p = (p);                            \
    YIELDC_REQUIRE(                                                            \
        YIELDC_SAME(__typeof__(yieldc_given_p), struct task_pool *),           \
        who ": the first argument must be a struct task_pool *");              \
    struct task_pool *const yieldc_p YIELDC_UNUSED =                           \
        YIELDC_AS(struct task_pool *, yieldc_given_p);                         \
    YIELDC_TAKE(a, g,                                                          \
                who ": the last argument but one must be a generator (of a "   \
                    "generator function: call it)");                           \
    YIELDC_FUNCTION(how, f, c, VALUE,                                          \
                    who ": the second argument must be a function that takes " \
                        "what the generator yields (and behind that the "      \
                        "context, if there is one)",                           \
                    YIELDC_TO(yieldc_a_y));                                    \
    YIELDC_COUNT(n, who);                                                      \
    typedef YIELDC_TYPE_OF_VALUE(YIELDC_CALL_##how(YIELDC_A(yieldc_a_y)))      \
        yieldc_v;                                                              \
    YIELDC_STAGE1(yieldc_v, {                                                  \
      typedef struct {                                                         \
        struct yieldc_item item;                                               \
        yieldc_a_y x;                                                          \
        yieldc_v y;                                                            \
      } yieldc_i;                                                              \
      typedef struct {                                                         \
        struct yieldc_parallel parallel;                                       \
        __typeof__(yieldc_f) function;                                         \
        __typeof__(yieldc_c) context;                                          \
        yieldc_i items[];                                                      \
      } yieldc_m_t;                                                            \
      struct yieldc_parallel *yieldc_m                                         \
          __attribute__((cleanup(yieldc_parallel_close)));                     \
      {                                                                        \
        int yieldc_begun = yieldc_parallel_open(                               \
            &yieldc_m, yieldc_p, is_ordered, YIELDC_RUN_IN_BLOCK(how),         \
            yieldc_n, sizeof(yieldc_i), __builtin_offsetof(yieldc_m_t, items), \
            _Alignof(yieldc_m_t));                                             \
        if (yieldc_begun)                                                      \
          YIELDC_FAIL(yieldc_begun);                                           \
      }                                                                        \
      yieldc_parallel_put(&((yieldc_m_t *)(void *)yieldc_m)->function,         \
                          &yieldc_f, sizeof yieldc_f);                         \
      yieldc_parallel_put(&((yieldc_m_t *)(void *)yieldc_m)->context,          \
                          &yieldc_c, sizeof yieldc_c);                         \
      do {                                                                     \
        struct yieldc_item *yieldc_t;                                          \
        while (yieldc_parallel_wants(yieldc_m)) {                              \
          yieldc_t = yieldc_parallel_item(yieldc_m);                           \
          if (YIELDC_PULL(a, ((yieldc_i *)(void *)yieldc_t)->x))               \
            yieldc_parallel_submit(yieldc_m, yieldc_t);                        \
          else                                                                 \
            yieldc_parallel_ended(                                             \
                yieldc_m, yieldc_t,                                            \
                yieldc_loop_failure((struct yieldc_frame *)(void *)yieldc_a)); \
        }                                                                      \
        yieldc_t = yieldc_parallel_take(yieldc_m);                             \
        if (!yieldc_t)                                                         \
          break;                                                               \
        YIELDC_EMIT(yieldc_v, ((yieldc_i *)(void *)yieldc_t)->y);              \
        yieldc_parallel_took(yieldc_m, yieldc_t);                              \
      } while (true);                                                          \
      if (yieldc_m->error)                                                     \
        YIELDC_FAIL(yieldc_m->error);                                          \
    });                                                                        \
  }))
#define YIELDC_RUN_IN_BLOCK(how)                                               \
  YIELDC_BLOCK_FUNCTION(^(struct yieldc_item * yieldc_t) {                     \
    yieldc_i *yieldc_at = (yieldc_i *)(void *)yieldc_t;                        \
    yieldc_m_t *yieldc_of = (yieldc_m_t *)(void *)yieldc_t->parallel;          \
    __typeof__(yieldc_of->function) yieldc_f YIELDC_UNUSED =                   \
        yieldc_of->function;                                                   \
    __typeof__(yieldc_of->context) yieldc_c YIELDC_UNUSED =                    \
        yieldc_of->context;                                                    \
    yieldc_v yieldc_y = YIELDC_CALL_##how(yieldc_at->x);                       \
    __builtin_memcpy((void *)&yieldc_at->y, &yieldc_y, sizeof yieldc_y);       \
  })

#if YIELDC_HAS_PLUGIN
/// The beginning of what a block literal is.
/// (https://clang.llvm.org/docs/Block-ABI-Apple.html)
struct yieldc_block {
  void *isa;
  int flags, reserved;
  void (*invoke)(void);
};
#define YIELDC_BLOCK_FUNCTION(...)                                             \
  ((yieldc_run_fn *)((struct yieldc_block *)(void *)(__VA_ARGS__))->invoke)

/// What the literals refer to, and nobody looks at. The program's own if it has
/// the blocks runtime, which is not needed otherwise.
__attribute__((weak, visibility("hidden"))) void *_NSConcreteGlobalBlock[32];

YIELDC_FN void yieldc_parallel_put(void *to, const void *from, size_t size) {
  __builtin_memcpy(to, from, size);
}

/// With items of so many bytes, behind the first `offset` ones of the memory.
/// 0, or why it can't begin; then *made is null.
YIELDC_SLOW_FN int yieldc_parallel_open(struct yieldc_parallel **made,
                                        struct task_pool *pool, bool ordered,
                                        yieldc_run_fn *run, size_t window,
                                        size_t size, size_t offset,
                                        size_t align) {
  struct yieldc_parallel *m = (struct yieldc_parallel *)0;
  size_t bytes;
  int error;
  *made = m;
  if (!pool || !window)
    return EINVAL;
  if (!__builtin_mul_overflow(window, size, &bytes) &&
      !__builtin_add_overflow(bytes, offset, &bytes) &&
      bytes <= __SIZE_MAX__ / 4)
    m = (struct yieldc_parallel *)yieldc_allocate(bytes, align);
  if (!m)
    return ENOMEM;
  *m = (struct yieldc_parallel){.pool = pool,
                                .run = run,
                                .ordered = ordered,
                                .window = window,
                                .size = size,
                                .offset = offset,
                                .align = align};
  error = yieldc_parallel_begin(m);
  if (error)
    yieldc_release(m, bytes, align);
  else
    *made = m;
  return error;
}

/// Ends it, if it is not null.
YIELDC_SLOW_FN void yieldc_parallel_close(struct yieldc_parallel **parallel) {
  struct yieldc_parallel *m = *parallel;
  if (!m)
    return;
  yieldc_parallel_end(m);
  yieldc_release(m, m->offset + m->window * m->size, m->align);
}
#endif

// ---- What the completions are made of ---------------------------------------

#if YIELDC_HAS_PLUGIN
struct yieldc_completion {
  struct task_callback place;
  struct yieldc_completions *all;
  struct task_future *future;     ///< null once it was given
  struct yieldc_completion *next; ///< that is done
};

struct yieldc_completions {
  size_t count, left;
  pthread_mutex_t lock;
  pthread_cond_t changed;
  struct yieldc_completion *done, **last;
  struct yieldc_completion each[];
};

YIELDC_SLOW_FN void yieldc_completion_note(struct task_future *future,
                                           void *argument) {
  struct yieldc_completion *one = (struct yieldc_completion *)argument;
  struct yieldc_completions *m = one->all;
  (void)future;
  pthread_mutex_lock(&m->lock);
  if (!m->done)
    pthread_cond_signal(&m->changed);
  *m->last = one;
  m->last = &one->next;
  pthread_mutex_unlock(&m->lock);
}

YIELDC_SLOW_FN int yieldc_completions_open(struct yieldc_completions **made,
                                           struct task_future *const *futures,
                                           size_t count) {
  struct yieldc_completions *m;
  size_t i, bytes;
  *made = (struct yieldc_completions *)0;
  for (i = 0; i < count; ++i)
    if (!futures || !futures[i])
      return EINVAL;
  if (!futures)
    return EINVAL;
  if (__builtin_mul_overflow(count, sizeof *m->each, &bytes) ||
      __builtin_add_overflow(bytes, sizeof *m, &bytes) ||
      bytes > __SIZE_MAX__ / 4)
    return ENOMEM;
  m = (struct yieldc_completions *)yieldc_allocate(bytes, _Alignof(*m));
  if (!m)
    return ENOMEM;
  m->count = m->left = count;
  m->done = (struct yieldc_completion *)0;
  m->last = &m->done;
  if (pthread_mutex_init(&m->lock, (pthread_mutexattr_t *)0)) {
    yieldc_release(m, bytes, _Alignof(*m));
    return ENOMEM;
  }
  if (pthread_cond_init(&m->changed, (pthread_condattr_t *)0)) {
    pthread_mutex_destroy(&m->lock);
    yieldc_release(m, bytes, _Alignof(*m));
    return ENOMEM;
  }
  for (i = 0; i < count; ++i) {
    struct yieldc_completion *one = &m->each[i];
    one->all = m;
    one->future = futures[i];
    one->next = (struct yieldc_completion *)0;
    task_future_then(one->future, &one->place, yieldc_completion_note, one);
  }
  *made = m;
  return 0;
}

/// The next one that is done; null at the end.
YIELDC_SLOW_FN struct task_future *
yieldc_completions_next(struct yieldc_completions *m) {
  struct yieldc_completion *one;
  struct task_future *future;
  if (!m->left)
    return (struct task_future *)0;
  --m->left;
  pthread_mutex_lock(&m->lock);
  while (!m->done)
    pthread_cond_wait(&m->changed, &m->lock);
  one = m->done;
  m->done = one->next;
  if (!m->done)
    m->last = &m->done;
  pthread_mutex_unlock(&m->lock);
  future = one->future;
  one->future = (struct task_future *)0;
  return future;
}

/// Ends it, if it is not null.
YIELDC_SLOW_FN void
yieldc_completions_close(struct yieldc_completions **completions) {
  struct yieldc_completions *m = *completions;
  size_t i;
  if (!m)
    return;
  for (i = 0; i < m->count; ++i)
    if (m->each[i].future)
      task_future_withdraw(m->each[i].future, &m->each[i].place);
  pthread_cond_destroy(&m->changed);
  pthread_mutex_destroy(&m->lock);
  yieldc_release(m, sizeof *m + m->count * sizeof *m->each, _Alignof(*m));
}
#endif

#endif // YIELDC_TASK_MAP_H
