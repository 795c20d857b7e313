// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Whichever allocation fails in an exchange, of a frame, a stream, a buffer, the
// server, or libuv: the one that it was for gets -ENOMEM, or is cut off, all
// others go on, also the server, and nothing is lost.
// REQUIRES: libuv, http-parser
// DEFINE: %{wrap} = -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc -DYIELDC_NO_POOL
// RUN: %yieldcc -O2 %s %http %{wrap} -o %t && timeout 120 %t

#include "Inputs/exchanges.h"

static long until_failure = -1, failures;
static bool fails(void) {
  if (until_failure < 0 || until_failure--)
    return false;
  ++failures;
  return true;
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
static void *to_libuv(size_t size) {
  return fails() ? 0 : __real_malloc(size);
}

static bool is_http;

static task(int) client(int port) {
  return is_http ? await exchanges_http(port, false, 10000)
                 : await exchanges(port, false, 100000);
}

static bool is_disturbed(int code) {
  return failures && (is_end(code) || code == -ENOMEM || code == -ENODATA ||
                      code == -ECONNREFUSED || code == UV_EAI_MEMORY);
}

/// How often each of these was.
static struct {
  int no_memory, cut_off, server_gone;
} seen;

static task(int) world(void) {
  SHUTS;
  TRY(tcp_listen(&listener, "127.0.0.1", 0, NULL));
  int port = io_listener_port(listener), results[2] = {0};
  task_group(g);
  task_group(h);
  task_group(i);
  struct task_job *serving =
      is_http ? task_start(g, serves_http()) : task_start(g, serves_all());
  if (!serving)
    return -ENOMEM;
  struct task_job *jobs[2] = {task_start(h, client(port), &results[0]),
                              task_start(i, client(port), &results[1])};
  for (int n = 0; n < 2; ++n) {
    int code = jobs[n] ? await task_join(jobs[n]) : -ENOMEM;
    EXPECT(code == 0 || is_disturbed(code));
    seen.no_memory += code == -ENOMEM;
    seen.cut_off += code && code != -ENOMEM;
  }
  // It was only once, so that now all is well, if there is a server.
  if (listener) {
    int code = await client(port);
    EXPECT(code == 0 || is_disturbed(code));
    if (code)
      EXPECT(await client(port) == 0);
  } else {
    ++seen.server_gone;
  }
  task_cancel(serving);
  int code = await task_join(serving);
  EXPECT(code == -ECANCELED || code == -ENOMEM || code == -ECONNABORTED);
  return 0;
}

int main(void) {
  // (Not realloc, without which libuv ends the program.)
  EXPECT(!uv_replace_allocator(to_libuv, __real_realloc, __real_calloc, free));
  EXPECT(task_run(world()) == 0); // libuv opens what it keeps for ever
  is_http = true;
  EXPECT(task_run(world()) == 0);
  for (int http = 0; http < 2; ++http) {
    is_http = http;
    long count = 0;
    for (;; ++count) {
      failures = 0;
      until_failure = count;
      int before = open_descriptors();
      int code = task_run(world());
      until_failure = -1;
      int after = open_descriptors();
      if ((code && code != -ENOMEM) || before != after)
        fprintf(stderr, "%s, allocation %ld: %d, %d descriptors of %d\n",
                http ? "HTTP" : "TCP", count, code, after, before);
      EXPECT(code == 0 || (code == -ENOMEM && failures));
      EXPECT(before == after);
      if (!failures)
        break;
    }
    EXPECT(count > 30 && seen.no_memory > 5 && seen.cut_off > 2);
    EXPECT(seen.server_gone < 10);
  }
}
