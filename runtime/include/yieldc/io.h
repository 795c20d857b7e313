// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Operations of the network and the system, to be awaited by tasks.
// docs/async.md goes on from tasks to these.

#ifndef YIELDC_IO_H
#define YIELDC_IO_H
#pragma GCC system_header

#include <yieldc/io/dir.h>
#include <yieldc/io/dns.h>
#include <yieldc/io/file.h>
#include <yieldc/io/pipe.h>
#include <yieldc/io/process.h>
#include <yieldc/io/reader.h>
#include <yieldc/io/signal.h>
#include <yieldc/io/tcp.h>
#include <yieldc/io/tty.h>
#include <yieldc/io/udp.h>
#include <yieldc/io/unix.h>
#include <yieldc/io/watch.h>
#include <yieldc/io/writer.h>
#include <yieldc/task.h>

#endif // YIELDC_IO_H
