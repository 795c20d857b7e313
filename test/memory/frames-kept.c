// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Freed frames are kept by the thread that freed them, up to 1 MiB, for its next ones of about the same size, and freed when
// the thread ends; with YIELDC_NO_POOL, and under sanitizers, each is freed at once.
//
// DEFINE: %{wrap} = -pthread -Wl,--wrap=malloc,--wrap=aligned_alloc,--wrap=free
// REQUIRES: threads
// RUN: %levels %s %{wrap}
// RUN: %levels %s %{wrap} -DYIELDC_NO_POOL
// RUN: %if sanitizers %{ %levels %s %{wrap} --levels %checked_levels -fsanitize=address,undefined -fno-sanitize-recover=all %}
// RUN: %if sanitizers %{ %levels %s %{wrap} --levels 0,2 -fsanitize=thread %}

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <yieldc.h>

#include "../conformance/Inputs/check.h"

#if defined YIELDC_NO_POOL || __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
enum { KEEPS = false };
#else
enum { KEEPS = true };
#endif

// ---- What is allocated (by all threads) ---------------------------------------

static _Thread_local bool counting; // the program's own frames, not what pthread_create needs
static atomic_long mallocs, live_bytes;

void *__real_malloc(size_t size);
void *__real_aligned_alloc(size_t align, size_t size);
void __real_free(void *block);
void *__wrap_malloc(size_t size);
void *__wrap_aligned_alloc(size_t align, size_t size);
void __wrap_free(void *block);

/// In front of each block. What is allocated when a thread has ended, as SafeStack does, is not counted when it is freed.
struct header {
  _Alignas(max_align_t) void *base;
  size_t counted; ///< bytes, or 0
};

static void *allocated(void *base, size_t before, size_t size) {
  if (!base)
    return NULL;
  struct header *header = (struct header *)((char *)base + before) - 1;
  *header = (struct header){base, counting ? size : 0};
  mallocs += counting;
  live_bytes += (long)header->counted;
  return header + 1;
}
void *__wrap_malloc(size_t size) {
  return allocated(__real_malloc(sizeof(struct header) + size), sizeof(struct header), size);
}
void *__wrap_aligned_alloc(size_t align, size_t size) {
  if (align < sizeof(struct header))
    align = sizeof(struct header);
  return allocated(__real_aligned_alloc(align, align + size), align, size);
}
void __wrap_free(void *block) {
  if (!block)
    return;
  struct header *header = (struct header *)block - 1;
  live_bytes -= (long)header->counted;
  __real_free(header->base);
}

/// Runs `run` in a thread of its own; returns the bytes that are left when it has ended.
static long left_by(void *(*run)(void *), void *argument) {
  pthread_t thread;
  long before = live_bytes;
  CHECK_EQ(pthread_create(&thread, NULL, run, argument), 0);
  CHECK_EQ(pthread_join(thread, NULL), 0);
  return live_bytes - before;
}

// ---- Frames -------------------------------------------------------------------

generator(int) small(int n) {
  while (n--)
    yield n;
}
generator(int) wide(int n) {
  volatile char room[50 * sizeof(void *)] = {0}; // the largest are not kept
  while (n--)
    yield n + room[n];
}
generator(int) aligned(int n) {
  _Alignas(128) volatile int zero = 0;
  while (n--)
    yield n + zero;
}
// What these return is fused into nobody.
static generator(int) make_small(void) { return small(3); }
static generator(int) make_wide(void) { return wide(3); }
static generator(int) make_aligned(void) { return aligned(3); }
static generator(int) (*const volatile makers[])(void) = {make_small, make_wide, make_aligned};

static void make_and_close(generator(int) (*make)(void)) {
  generator(int) g = make();
  CHECK(gen_next(g));
  gen_close(g);
}

/// The second frame of a kind has to be freed before there is one to use again: the first free of a thread is a real one.
static void *reuses(void *unused) {
  counting = true;
  for (int kind = 0; kind < 2; ++kind) {
    make_and_close(makers[kind]);
    make_and_close(makers[kind]);
    long before = mallocs;
    for (int i = 0; i < 100; ++i)
      make_and_close(makers[kind]);
    CHECK_EQ(mallocs - before, KEEPS ? 0 : 100);
  }
  // Over-aligned ones are not kept.
  make_and_close(makers[2]);
  long before = mallocs, bytes = live_bytes;
  make_and_close(makers[2]);
  CHECK_EQ(mallocs - before, 1);
  CHECK_EQ(live_bytes, bytes);
  counting = false;
  return unused;
}

enum { MANY = 10000 }; // over 2 MiB of wide ones
static void *keeps_one_mebibyte(void *unused) {
  static generator(int) many[MANY];
  counting = true;
  long before = live_bytes;
  for (int time = 0; time < 3; ++time) {
    for (int i = 0; i < MANY; ++i)
      many[i] = makers[1]();
    CHECK(live_bytes - before > 2 << 20);
    for (int i = 0; i < MANY; ++i)
      gen_close(many[i]);
    long kept = live_bytes - before;
    if (KEEPS)
      CHECK(kept > (1 << 20) - 1024 && kept <= 1 << 20);
    else
      CHECK_EQ(kept, 0);
  }
  counting = false;
  return unused;
}

static void *closes(void *handles) {
  generator(int) *many = handles;
  for (int i = 0; i < MANY; ++i)
    gen_close(many[i]);
  return NULL;
}

int main(void) {
  CHECK_EQ(left_by(reuses, NULL), 0);
  CHECK_EQ(left_by(keeps_one_mebibyte, NULL), 0);

  // Made here, closed there.
  static generator(int) many[MANY];
  counting = true;
  long before = live_bytes;
  for (int i = 0; i < MANY; ++i)
    many[i] = makers[0]();
  counting = false;
  left_by(closes, many);
  CHECK_EQ(live_bytes, before);
  return check_failures != 0;
}
