// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "../../expect.h"
#include <errno.h>
#include <yieldc/task.h>

task(int) other_number(int n);

int main(void) {
  EXPECT(task_run(other_number(3)) == 6);
  int result = 0;
  EXPECT(task_run_virtual(other_number(4), &result) == 0 && result == 8);
  EXPECT(task_spawn(task_background(), other_number(1)) == -EINVAL);
  task_drop(other_number(5));
  return 0;
}
