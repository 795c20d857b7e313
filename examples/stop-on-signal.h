// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How a server of HTTP ends: the first SIGINT or SIGTERM stops it, so that
// answers under way are sent; the next does what it usually does.

#ifndef EXAMPLES_STOP_ON_SIGNAL_H
#define EXAMPLES_STOP_ON_SIGNAL_H

#include <yieldc/io.h>
#include <yieldc/io/http.h>

/// Runs beside http_serve. Closes the watch and the listener.
static inline task(int) stop_on_signal(struct http_server *server,
                                       struct signal_watch **watch,
                                       struct io_listener **listener) {
  await signal_wait(*watch);
  signal_close(*watch);
  *watch = NULL;
  http_stop(server);
  io_listener_close(*listener);
  *listener = NULL;
  return 0;
}

#endif // EXAMPLES_STOP_ON_SIGNAL_H
