// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Tasks and streams of another file, and inline ones that both files have.
// REQUIRES: libuv
// RUN: %levels %s --linked %S/Inputs/other-file.c %task

#include "../expect.h"
#include "Inputs/other-file.h"

static task(int) uses_them(void) {
  EXPECT(await other_number(3) == 6);
  EXPECT((await other_pair(1.5)).b == 3);
  EXPECT(await shared_inline(4) == 5);
  int sum = 0;
  foreach_await (x, other_stream(4))
    sum += x;
  EXPECT(sum == 6);
  foreach_await (x, other_stream(4))
    if (x == 2)
      break;
  EXPECT(await other_uses_inline(1) == 2);
  return other_counts();
}

int main(void) { EXPECT(task_run_virtual(uses_them()) == 2); }
