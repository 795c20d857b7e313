// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A generator made in a buffer of the caller's lies there, allocates nothing, and behaves like any other; if the buffer is too
// small, none is made, and what it would have owned is closed.
//
// DEFINE: %{counted} = %S/Inputs/caller-buffer-2.c -I%S -I%S/Inputs -DYIELDC_NO_POOL -Wl,--wrap=malloc,--wrap=aligned_alloc,--wrap=free
// RUN: %levels %s --linked %{counted}
// RUN: %if sanitizers %{ %levels %s --levels 0,2 --linked %{counted} -fsanitize=address,undefined -fno-sanitize-recover=all %}
// RUN: %yieldcc -fexceptions -O1 -Werror %s %{counted} -o %t && %t
// RUN: %if lld %{ %yieldcc -O2 -flto=thin -fuse-ld=lld -Werror %s %{counted} -o %t && %t %}
// The allocations are counted: without a buffer it fails.
// RUN: sed 's/gen_in(buffer, sizeof buffer, \(elsewhere_count(5)\))/\1/' %s > %t.c
// RUN: %yieldcc -O1 %t.c %{counted} -o %t && not %t

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <yieldc.h>

#include "Inputs/allocations.h"
#include "Inputs/caller-buffer.h"

static _Alignas(128) char buffer[1024], other[1024];

/// For what the optimiser is not to see through.
#define OPAQUE(x) __asm__ volatile("" : "+r"(x) : : "memory")

static int sum_of(ints g) {
  int sum = 0;
  foreach (x, g)
    sum += x;
  return sum;
}

static bool lies_in(const void *g, const char *memory, size_t size) {
  return (const char *)g >= memory && (const char *)g < memory + size;
}

static void lies_in_the_buffer(void) {
  ints g = gen_in(buffer, sizeof buffer, elsewhere_count(5));
  CHECK(lies_in(g, buffer, 1));
  CHECK_EQ(gen_state(g), GEN_CREATED);
  int x = -1;
  CHECK(gen_next(g, &x));
  CHECK_EQ(x, 0);
  CHECK(gen_next(g, &x));
  CHECK_EQ(open_bodies, 1);
  gen_close(g); // unwinds
  CHECK_EQ(open_bodies, 0);
  // The same memory, again and to the end.
  CHECK_EQ(sum_of(gen_in(buffer, sizeof buffer, elsewhere_count(5))), 10);
  // Closed before it has begun.
  gen_close(gen_in(buffer, sizeof buffer, elsewhere_count(5)));
  CHECK_EQ(open_bodies, 0);
}

static void sends_throws_and_returns(void) {
  talks g = gen_in(buffer, sizeof buffer, elsewhere_add(3));
  int x = 0;
  CHECK(gen_next(g, &x) && x == 3);
  CHECK(gen_send(g, 4, &x) && x == 7);
  CHECK(!gen_send(g, -1));
  CHECK(gen_result(g, &x) && x == 7);
  gen_close(g);
  g = gen_in(buffer, sizeof buffer, elsewhere_add(3));
  CHECK(gen_next(g));
  CHECK(!gen_throw(g, 9));
  CHECK_EQ(gen_error(g), 9);
  gen_close(g);
  CHECK_EQ(open_bodies, 0);
}

/// Of all sizes only those that suffice make one; it never writes behind them.
static void needs_its_size(void) {
  size_t size = gen_size(elsewhere_count);
  CHECK(size >= 2 * sizeof(void *) && size <= 200);
  CHECK_EQ(gen_align(elsewhere_count) & (gen_align(elsewhere_count) - 1), 0);
  for (size_t room = 0; room <= size + 4; ++room) {
    memset(buffer, 0x5a, sizeof buffer);
    ints g = gen_in(buffer, room, elsewhere_count(4));
    CHECK_EQ(g != NULL, room >= size);
    CHECK_EQ(gen_error(g), room >= size ? 0 : ENOMEM);
    if (g)
      CHECK_EQ(sum_of(gen_move(g)), 6);
    for (size_t i = room; i < sizeof buffer; ++i)
      CHECK_EQ(buffer[i], 0x5a);
  }
  // Nor before it, and from where it is aligned.
  size_t align = gen_align(elsewhere_count);
  for (size_t skip = 0; skip <= align; ++skip) {
    size_t room = size + (align - skip % align) % align;
    ints g = gen_in(buffer + skip, room, elsewhere_count(4));
    CHECK(lies_in(g, buffer + skip, room) && (uintptr_t)g % align == 0);
    gen_close(g);
    if (skip % align)
      CHECK(!gen_in(buffer + skip, room - 1, elsewhere_count(4)));
  }
  char *none = NULL;
  CHECK(!gen_in(none, 1000, elsewhere_count(4)));
}

static void owns_what_it_is_made_from(void) {
  ints inner = gen_in(other, sizeof other, elsewhere_count(4));
  CHECK(gen_next(inner));
  CHECK_EQ(open_bodies, 1);
  ints g = gen_in(buffer, sizeof buffer, elsewhere_twice(inner));
  CHECK_EQ(open_bodies, 1);
  gen_close(g); // not yet begun
  CHECK_EQ(open_bodies, 0);
  // Not made: closed.
  inner = gen_in(other, sizeof other, elsewhere_count(4));
  CHECK(gen_next(inner));
  CHECK(!gen_in(buffer, 8, elsewhere_twice(inner)));
  CHECK_EQ(open_bodies, 0);
  // Nested in one expression, and by delegation.
  char third[512];
  CHECK_EQ(sum_of(gen_in(buffer, sizeof buffer, elsewhere_twice(gen_in(other, sizeof other, elsewhere_count(4))))), 12);
  CHECK_EQ(sum_of(gen_in(buffer, sizeof buffer, elsewhere_both(gen_in(other, sizeof other, elsewhere_count(4)),
                                                              gen_in(third, sizeof third, elsewhere_count(5))))),
           16);
  CHECK_EQ(open_bodies, 0);
}

static void copies_records_and_aligns(void) {
  struct large a = {{1, 2, 3}}, b = {{[8] = 10, [7] = 20}};
  ints g = gen_in(buffer, sizeof buffer, elsewhere_records(a, 2, b));
  memset(&a, 0, sizeof a);
  memset(&b, 0, sizeof b);
  CHECK_EQ(sum_of(g), 33);
  CHECK(gen_align(elsewhere_aligned) >= 128);
  int sum = 0;
  for (int skip = 0; skip < 3; ++skip)
    foreach (x, gen_in(buffer + skip, sizeof buffer - 3, elsewhere_aligned(4)))
      sum += x.text[0] + (int)((uintptr_t)&x % 64);
  CHECK_EQ(sum, 18);
}

/// The arguments are evaluated once, the buffer's among them.
static void evaluates_once(void) {
  int buffers = 0, sizes = 0, n = 3;
  ints g = gen_in((++buffers, buffer), (++sizes, sizeof buffer), elsewhere_count(n++));
  CHECK_EQ(buffers, 1);
  CHECK_EQ(sizes, 1);
  CHECK_EQ(n, 4);
  CHECK_EQ(sum_of(g), 3);
}

static ints local_count(int n) {
  while (n--)
    yield n;
}
static ints local_by_pointer(int n) { return gen_in(buffer, sizeof buffer, local_count(n)); }

/// One that is visible, also where its handle goes away.
static void visible(void) {
  ints g = gen_in(buffer, sizeof buffer, local_count(4));
  OPAQUE(g);
  CHECK(lies_in(g, buffer, 1));
  CHECK_EQ(sum_of(g), 6);
  CHECK_EQ(sum_of(local_by_pointer(5)), 10);
  int sum = 0;
  foreach (x, gen_in(buffer, sizeof buffer, local_count(4)))
    sum += x;
  CHECK_EQ(sum, 6);
  char fits[200];
  CHECK(gen_size(local_count) <= sizeof fits);
  CHECK_EQ(sum_of(gen_in(fits, sizeof fits, local_count(3))), 3);
}

/// In a generator's own frame.
static ints in_a_frame(int n) {
  char mine[400];
  foreach (x, gen_in(mine, sizeof mine, elsewhere_count(n)))
    yield x + 1;
}

static void in_generators(void) {
  ints g = gen_in(buffer, sizeof buffer, in_a_frame(3));
  OPAQUE(g);
  CHECK_EQ(sum_of(g), 6);
  CHECK_EQ(open_bodies, 0);
}

static void never_allocated(void) {
  CHECK_EQ(sum_of(gen_in(buffer, sizeof buffer, elsewhere_never(4))), 6);
  ints (*volatile pointer)(int n) = elsewhere_never;
  ints g = pointer(4);
  CHECK(!g);
  CHECK_EQ(gen_error(g), ENOMEM);
  int err = 0, sum = 0;
  foreach_noalloc (x, gen_in(buffer, sizeof buffer, elsewhere_count(4)), err)
    sum += x;
  CHECK_EQ(sum, 6);
  foreach_noalloc (x, gen_in(buffer, 5, elsewhere_count(4)), err)
    sum += x;
  CHECK_EQ(err, ENOMEM);
  CHECK_EQ(sum, 6);
}

int main(void) {
  lies_in_the_buffer();
  sends_throws_and_returns();
  needs_its_size();
  owns_what_it_is_made_from();
  copies_records_and_aligns();
  evaluates_once();
  visible();
  in_generators();
  never_allocated();
  CHECK_EQ(allocations, 0);
  // But the arrays of one are.
  CHECK_EQ(sum_of(gen_in(buffer, sizeof buffer, elsewhere_array(4))), 6);
  CHECK_EQ(open_bodies, 0);
  return check_failures != 0;
}
