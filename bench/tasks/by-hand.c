// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The same as tasks.c without them: a call of a function, and libuv's
// callbacks.

#define _GNU_SOURCE
#include "figures.h"
#include <uv.h>

static long maybe(long n) { return n & 1; }

static int spot(long count) {
  double begin = now();
  long sum = 0;
  for (long i = 0; i < count; ++i) {
    __asm__ volatile("" : "+r"(i));
    sum += maybe(i);
  }
  figure((now() - begin) / count);
  return sum == count / 2 ? 0 : 1;
}

static long left;
static void nothing(uv_work_t *request) { (void)request; }
static void again(uv_work_t *request, int status) {
  (void)status;
  if (left > 0) {
    --left;
    uv_queue_work(uv_default_loop(), request, nothing, again);
  }
}

static int work(long count, int under_way) {
  static uv_work_t requests[64];
  double begin = now();
  left = count;
  for (int i = 0; i < under_way; ++i)
    again(&requests[i], 0);
  uv_run(uv_default_loop(), UV_RUN_DEFAULT);
  figure((now() - begin) / count);
  return 0;
}

int main(int argc, char **argv) {
  long count = argc == 3 ? atol(argv[2]) : 0;
  const char *what = count ? argv[1] : "";
  if (!strcmp(what, "spot"))
    return spot(count);
  if (!strcmp(what, "work"))
    return work(count, 1);
  if (!strcmp(what, "work64"))
    return work(count, 64);
  return 2;
}
