// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A program's own allocator: gen_allocate and gen_release get all frames and variable-length arrays that are not fused, with
// the size and the alignment that they need, the same at both ends; null is "no memory". malloc is not asked.
//
// RUN: %levels %s
// RUN: %levels %s -DYIELDC_NO_POOL
// RUN: %if sanitizers %{ %levels %s --levels %checked_levels -fsanitize=address,undefined -fno-sanitize-recover=all %}
// Without the pair of functions the same program notices that nobody asked for them.
// RUN: %yieldcc -DNO_ALLOCATOR %s -o %t && not %t

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <yieldc.h>

#include "../conformance/Inputs/check.h"

enum { MAX_BLOCKS = 64 };
static struct block {
  void *memory;
  size_t size, align;
} blocks[MAX_BLOCKS];

static int live, allocated, failing = -1; // failing: the number of the one to fail
static size_t largest_align;

#ifdef NO_ALLOCATOR
#define gen_allocate own_allocate
#define gen_release own_release
#endif

void *gen_allocate(size_t size, size_t align) {
  CHECK(size > 0);
  CHECK(align > 0 && (align & (align - 1)) == 0);
  if (align > largest_align)
    largest_align = align;
  if (allocated++ == failing || live == MAX_BLOCKS)
    return NULL;
  size_t rounded = align < sizeof(void *) ? sizeof(void *) : align;
  void *memory = aligned_alloc(rounded, (size + rounded - 1) / rounded * rounded);
  blocks[live++] = (struct block){memory, size, align};
  return memory;
}

void gen_release(void *memory, size_t size, size_t align) {
  int i = 0;
  while (i < live && blocks[i].memory != memory)
    ++i;
  CHECK(i < live); // one of ours, and once
  if (i == live)
    return;
  CHECK_EQ(size, blocks[i].size);
  CHECK_EQ(align, blocks[i].align);
  blocks[i] = blocks[--live];
  free(memory);
}

generator(int) numbers(int n) {
  for (int i = 0; i < n; ++i)
    yield i;
}
generator(int) evens(generator(int) source) {
  foreach (x, source)
    if (x % 2 == 0)
      yield x;
}
generator(int) delegating(int n) {
  yield from numbers(n);
  yield n;
}
generator(int) aligned(int n) {
  _Alignas(128) volatile int sum = 0;
  for (int i = 0; i < n; ++i) {
    sum += i;
    CHECK_EQ((uintptr_t)&sum % 128, 0);
    yield sum;
  }
}
generator(int) arrays(int n) {
  for (int i = 0; i < n; ++i) {
    volatile char bytes[i + 1];
    bytes[i] = (char)i;
    yield bytes[i];
  }
}

// What these return is fused into nobody.
static generator(int) make_numbers(int n) { return numbers(n); }
static generator(int) make_evens(int n) { return evens(make_numbers(n)); }
static generator(int) make_delegating(int n) { return delegating(n); }
static generator(int) make_aligned(int n) { return aligned(n); }
static generator(int) make_arrays(int n) { return arrays(n); }
static generator(int) (*const volatile makers[])(int) = {
    make_numbers, make_evens, make_delegating, make_aligned, make_arrays};

/// Returns what the values add up to; *error is why it ended.
static int sum(generator(int) (*make)(int), int n, int *error) {
  int result = 0;
  foreach (x, make(n), *error)
    result += x;
  return result;
}

int main(void) {
  static const int sums[] = {10, 6, 15, 20, 10}; // of 0 … 4, and so on
  static const int blocks_needed[] = {1, 2, 2, 1, 6};
  for (int i = 0; i < 5; ++i) {
    int error = 0;
    allocated = 0;
    failing = -1;
    CHECK_EQ(sum(makers[i], 5, &error), sums[i]);
    CHECK_EQ(error, 0);
    CHECK_EQ(live, 0);
    // (What makes or delegates to a visible one may have it fused.)
    CHECK(allocated >= 1 && allocated <= blocks_needed[i]);
    if (i != 2)
      CHECK_EQ(allocated, blocks_needed[i]);

    int needed = allocated;
    for (failing = 0; failing < needed; ++failing) {
      allocated = 0;
      sum(makers[i], 5, &error);
      CHECK_EQ(error, ENOMEM);
      CHECK_EQ(live, 0);
    }
    failing = -1;

    // Closed where it stands; and not begun.
    for (int begun = 0; begun < 2; ++begun) {
      generator(int) g = makers[i](5);
      CHECK(live > 0);
      if (begun)
        CHECK(gen_next(g));
      gen_close(g);
      CHECK_EQ(live, 0);
    }
  }
  CHECK_EQ(largest_align, 128);
  return check_failures != 0;
}
