// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A sleep ends though its time is up before the loop begins to wait: as on a
// machine that was busy with something else just then. (A socket that listens
// gives the loop something to wait for.)
// REQUIRES: libuv
// RUN: %yieldcc -O1 %s %task -o %t && timeout 20 %t

#include "../expect.h"
#include "Inputs/slow-machine.h"
#include <yieldc/io.h>

static task(int) sleeps(void) {
  struct io_listener *listener;
  EXPECT(tcp_listen(&listener, "127.0.0.1", 0, NULL) == 0);
  uint64_t begun = task_now();
  for (unsigned i = 0; i < 3; ++i)
    await task_sleep(6 + 3 * i);
  EXPECT(task_now() - begun >= 6 + 9 + 12);
  io_listener_close(listener);
  return 0;
}

int main(void) { return task_run(sleeps()); }
