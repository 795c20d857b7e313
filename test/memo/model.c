// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Random sequences of calls and memo_clear(), against a model: an array in the order of use. Every so often an allocation fails:
// then nothing is kept, and all results are right still.
//
// REQUIRES: uthash
// RUN: %levels %s --levels 0,2 -Wl,--wrap=malloc
// RUN: %if sanitizers %{ %levels %s --levels 0,2 -Wl,--wrap=malloc -fsanitize=address,undefined -fno-sanitize-recover=all %}

#include <stdint.h>
#include <yieldc/memo.h>

#include "../expect.h"

extern void *__real_malloc(size_t size);
extern void *__wrap_malloc(size_t size);
static bool fails, failed;
void *__wrap_malloc(size_t size) {
  if (fails && rand() % 4 == 0) {
    failed = true;
    return NULL;
  }
  return __real_malloc(size);
}

enum { CAPACITY = 5, KEYS = 9 };

static int computed;
static memo_function(int, f, CAPACITY, (const char *, prefix), (int, n)) {
  ++computed;
  if (n % 4 == 3)
    return memo_fail(-n);
  return prefix[0] + n;
}

// The model: what is kept, from the least recently used on.
static int kept[CAPACITY], count;
static size_t hits, misses;

static bool model_takes(int key) {
  int at = 0;
  while (at < count && kept[at] != key)
    ++at;
  bool found = at < count;
  ++*(found ? &hits : &misses);
  if (!found && key % 4 == 3)
    return false;
  if (!found && count == CAPACITY)
    at = 0;
  else if (!found)
    ++count;
  for (; at < count - 1; ++at)
    kept[at] = kept[at + 1];
  kept[count - 1] = key;
  return found;
}

static void compare(bool with_failures) {
  memo_clear(f);
  count = 0;
  hits = misses = 0;
  fails = with_failures;
  for (int i = 0; i < 20000; ++i) {
    int key = rand() % KEYS, before = computed;
    if (rand() % 500 == 0) {
      memo_clear(f);
      count = 0;
      hits = misses = 0;
    }
    char prefix[300] = "a"; // some keys are long
    if (key == 4)
      memset(prefix, 'a', sizeof prefix - 1);
    int result = f(prefix, key);
    EXPECT(result == (key % 4 == 3 ? -key : 'a' + key));
    bool found = model_takes(key);
    struct memo_info info = memo_info(f);
    EXPECT(info.size <= CAPACITY);
    if (with_failures)
      continue;
    EXPECT(found == (computed == before));
    EXPECT(info.hits == hits && info.misses == misses && info.size == (size_t)count);
  }
  fails = false;
}

int main(void) {
  srand(1);
  compare(false);
  compare(true);
  EXPECT(failed);
  compare(false);
  memo_clear(f);
}
