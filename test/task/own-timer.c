// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An operation that a program makes of a timer of libuv: its task goes on though
// the callback does nothing but task_done, and comes right before libuv waits,
// because the time was up before. (A socket that listens gives it something to
// wait for.) On a virtual clock too.
// REQUIRES: libuv
// RUN: %yieldcc -O1 %s %task -o %t && timeout 20 %t && timeout 20 %t virtual

#include "../expect.h"
#include "Inputs/slow-machine.h"
#include <yieldc/io.h>
#include <yieldc/task/work.h>

enum { NAPS = 3 };

/// (Closed by the loop when it ends.)
static uv_timer_t timers[NAPS];

struct nap {
  struct task_op op;
  struct task_nothing result;
  int number;
};

static void on_time(uv_timer_t *timer) { task_done(timer->data); }

static bool start_nap(struct task_op *op) {
  uv_timer_t *timer = &timers[((struct nap *)op)->number];
  uv_timer_init(task_uv_loop(), timer);
  timer->data = op;
  uv_timer_start(timer, on_time, 1, 0);
  return false;
}

static const struct task_op_kind nap_kind = {.name = "nap", .start = start_nap};

task_must_await static struct nap nap(int number) {
  struct nap op;
  op.number = number;
  op.op.kind = &nap_kind;
  op.op.status = 0;
  return op;
}

static task(int) naps(void) {
  struct io_listener *listener;
  EXPECT(tcp_listen(&listener, "127.0.0.1", 0, NULL) == 0);
  for (int i = 0; i < NAPS; ++i)
    await nap(i);
  io_listener_close(listener);
  return 0;
}

int main(int argc, char **argv) {
  (void)argv;
  return argc > 1 ? task_run_virtual(naps()) : task_run(naps());
}
