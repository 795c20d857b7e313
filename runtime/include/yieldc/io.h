// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Operations of the network and the system, to be awaited by tasks.
// docs/async.md goes on from tasks to these.

#ifndef YIELDC_IO_H
#define YIELDC_IO_H
#pragma GCC system_header

#include <yieldc/io/tcp.h>
#include <yieldc/task.h>

#endif // YIELDC_IO_H
