// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A generator takes one allocation, freed when it is closed; each variable-length
// array takes one while it lives; when there is no memory the handle is null, and
// the generators that were handed to it are closed.
// RUN: %levels %s -DYIELDC_NO_POOL -Wl,--wrap=malloc -Wl,--wrap=free -Wl,--wrap=aligned_alloc

#include "../expect.h"
#include <yieldc.h>

void *__real_malloc(size_t);
void *__real_aligned_alloc(size_t, size_t);
void __real_free(void *);
void *__wrap_malloc(size_t);
void *__wrap_aligned_alloc(size_t, size_t);
void __wrap_free(void *);

static int made, freed, fail_at; ///< counts; which one fails, if not 0

void *__wrap_malloc(size_t size) {
  return ++made == fail_at ? 0 : __real_malloc(size);
}
void *__wrap_aligned_alloc(size_t align, size_t size) {
  return ++made == fail_at ? 0 : __real_aligned_alloc(align, size);
}
void __wrap_free(void *memory) {
  freed += !!memory;
  __real_free(memory);
}

/// The handle goes through memory, so that no optimisation sees its whole life.
static void *volatile anywhere;
#define OUT_OF_SIGHT(g) (anywhere = (void *)(g), (__typeof__(g))anywhere)

static generator(int) source(int n) {
  GUARD guard = n;
  char buffer[1000];
  memset(buffer, n, sizeof buffer);
  for (int i = 0; i < n; ++i)
    yield buffer[i];
}
static generator(int) add(int n, generator(int) g) {
  GUARD guard = 10 + n;
  foreach (x, g)
    yield x + n;
}
static generator(int) arrays(int n) {
  for (int i = 1; i <= n; ++i) {
    char a[i];
    a[i - 1] = (char)i;
    yield a[i - 1];
    int b[i];
    b[0] = 10 * i;
    yield b[0];
  }
  yield 0;
}
static generator(int) aligned(int n) {
  _Alignas(256) char c[256] = {0};
  c[0] = (char)n;
  yield(int)((size_t)c % 256);
  yield c[0];
}

#define LIVE (made - freed)

int main(void) {
  generator(int) g = OUT_OF_SIGHT(source(3));
  EXPECT(made == 1 && !freed);
  while (gen_next(g))
    ;
  EXPECT(made == 1);
  gen_close(g);
  EXPECT(made == 1 && freed == 1);
  EXPECT_NOTES("~3");
  made = freed = 0;

  g = OUT_OF_SIGHT(add(2, add(1, source(3))));
  EXPECT(made == 3);
  EXPECT(gen_next(g) && made == 3 && freed == 0);
  gen_close(g);
  EXPECT(freed == 3);
  EXPECT_NOTES("~3 ~11 ~12");

  made = freed = 0;
  g = OUT_OF_SIGHT(arrays(3));
  int x;
  for (int i = 1; i <= 3; ++i) {
    EXPECT(gen_next(g, &x) && x == i && LIVE == 2);
    EXPECT(gen_next(g, &x) && x == 10 * i && LIVE == 3);
  }
  EXPECT(gen_next(g, &x) && x == 0 && LIVE == 1 && made == 7);
  gen_close(g);
  EXPECT(LIVE == 0);
  // Closed while they live.
  g = OUT_OF_SIGHT(arrays(3));
  EXPECT(gen_next(g) && gen_next(g) && LIVE == 3);
  gen_close(g);
  EXPECT(LIVE == 0);

  g = OUT_OF_SIGHT(aligned(5));
  EXPECT(gen_next(g, &x) && x == 0 && gen_next(g, &x) && x == 5 && LIVE == 1);
  gen_close(g);
  EXPECT(LIVE == 0);

  // The n-th allocation fails.
  for (int n = 1; n <= 3; ++n) {
    made = freed = 0;
    fail_at = n;
    g = OUT_OF_SIGHT(add(2, add(1, source(1))));
    if (n == 3)
      EXPECT(!g && gen_error(g) == ENOMEM); // what it was given is closed
    else
      EXPECT(g && !gen_next(g) && gen_error(g) == ENOMEM);
    gen_close(g);
    EXPECT(made - 1 == freed);
    // Those that were made run to their end; a null source fails them.
    static const char *const notes[] = {"~11 ~12", "~12", ""};
    EXPECT_NOTES(notes[n - 1]);
  }
  for (int n = 2; n <= 4; ++n) {
    made = freed = 0;
    fail_at = n;
    g = OUT_OF_SIGHT(arrays(2));
    for (int i = 2; i < n; ++i)
      EXPECT(gen_next(g));
    EXPECT(!gen_next(g) && gen_error(g) == ENOMEM && LIVE == 2);
    gen_close(g);
    EXPECT(made - 1 == freed);
  }
}
