// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Functions that remember (<yieldc/memo.h>), for several threads: one computes,
// and the others that ask for the same wait for it. Needs POSIX threads.

#ifndef YIELDC_MEMO_SHARED_H
#define YIELDC_MEMO_SHARED_H
#pragma GCC system_header

#include <pthread.h>
#include <yieldc/memo.h>

// memo_shared_function, memo_shared_function_by: as memo_function and
// memo_function_by, for any number of threads, which may call memo_info() and
// memo_clear() too. No lock is held while a result is computed, so one that
// needs others is fine, also of the same function.
//
// While a result is computed that turns out to be a failure, whoever waits for
// it computes it itself, one after the other. With capacity 0 nobody waits. A
// thread that ends in the braces leaves others waiting.
#define memo_shared_function(...)                                              \
  YIELDC_MEMO_CHOOSE(__VA_ARGS__, ~, ~, YIELDC_MEMO_ARGUMENTS)                 \
  (SHARED, BYTES, 0, 0, __VA_ARGS__)
#define memo_shared_function_by(...)                                           \
  YIELDC_MEMO_CHOOSE(__VA_ARGS__, YIELDC_MEMO_ARGUMENTS)(SHARED, BY,           \
                                                         __VA_ARGS__)

// ---- Definitions ------------------------------------------------------------

struct yieldc_shared_memo {
  struct yieldc_memo memo;
  pthread_mutex_t mutex;
  pthread_cond_t computed; ///< some result was
  struct yieldc_memo_running *running;
};

/// A call that computes. It is part of that call's frame.
struct yieldc_memo_running {
  UT_hash_handle hh;
  pthread_t thread;
};

#define YIELDC_MEMO_STRUCT_SHARED struct yieldc_shared_memo
#define YIELDC_MEMO_STRUCT_SHARED_OF(most)                                     \
  {{.capacity = (most), .guard = yieldc_memo_guard},                           \
   PTHREAD_MUTEX_INITIALIZER,                                                  \
   PTHREAD_COND_INITIALIZER,                                                   \
   (struct yieldc_memo_running *)0}
#define YIELDC_MEMO_RUNNING_SHARED struct yieldc_memo_running yieldc_running;
#define YIELDC_MEMO_ENTER_SHARED(of, ...)                                      \
  yieldc_shared_memo_enter(of, &yieldc_running, __VA_ARGS__)
#define YIELDC_MEMO_LEAVE_SHARED(of, ...)                                      \
  yieldc_shared_memo_leave(of, &yieldc_running, __VA_ARGS__)

YIELDC_SLOW_FN void yieldc_memo_guard(struct yieldc_memo *memo, bool enter) {
  pthread_mutex_t *mutex = &((struct yieldc_shared_memo *)(void *)memo)->mutex;
  if (enter)
    pthread_mutex_lock(mutex);
  else
    pthread_mutex_unlock(mutex);
}

/// True if there is a result, after another thread has computed it maybe. If
/// not, the caller is the one that computes it.
YIELDC_SLOW_FN bool yieldc_shared_memo_enter(
    struct yieldc_shared_memo *of, struct yieldc_memo_running *running,
    struct yieldc_memo_call *call, void *result, size_t size) {
  bool found;
  running->hh.tbl = (UT_hash_table *)0;
  pthread_mutex_lock(&of->mutex);
  while (!call->failed && of->memo.capacity &&
         !yieldc_memo_find(&of->memo, call)) {
    struct yieldc_memo_running *other;
    HASH_FIND_BYHASHVALUE(hh, of->running, call->key, call->length, call->hash,
                          other);
    // To wait for itself would be for ever.
    if (!other || pthread_equal(other->thread, pthread_self()))
      break;
    pthread_cond_wait(&of->computed, &of->mutex);
  }
  found = yieldc_memo_enter(&of->memo, call, result, size);
  if (!found && !call->failed && of->memo.capacity) {
    running->thread = pthread_self();
    // Without memory for the table it is not in it, and others compute too.
    HASH_ADD_KEYPTR_BYHASHVALUE(hh, of->running, call->key, call->length,
                                call->hash, running);
  }
  pthread_mutex_unlock(&of->mutex);
  return found;
}

YIELDC_SLOW_FN void yieldc_shared_memo_leave(
    struct yieldc_shared_memo *of, struct yieldc_memo_running *running,
    struct yieldc_memo_call *call, const void *result, size_t size) {
  pthread_mutex_lock(&of->mutex);
  yieldc_memo_leave(&of->memo, call, result, size);
  if (running->hh.tbl) {
    HASH_DELETE(hh, of->running, running);
    pthread_cond_broadcast(&of->computed);
  }
  pthread_mutex_unlock(&of->mutex);
}

#endif // YIELDC_MEMO_SHARED_H
