// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An HTTP/1.1 server. For each request a task runs, the handler:
//
//   task(int) hello(struct http_exchange *x) {
//     return await http_answer(x, 200, "text/plain", "Hello\n", 6);
//   }
//
//   struct http_server server = {.handler = hello};
//   int code = await http_serve(&server, listener);
//
// Connections are kept, requests may be pipelined, bodies come and go in pieces
// of known or unknown length. What is not exactly HTTP is refused, as it may be
// understood otherwise by a proxy in front of the server. Everything has a
// limit, in size and in time.
//
// Link with libyieldc-http and http-parser: pkg-config yieldc-http.

#ifndef YIELDC_IO_HTTP_H
#define YIELDC_IO_HTTP_H
#pragma GCC system_header

#include <yieldc/io/listener.h>
#include <yieldc/io/reader.h>
#include <yieldc/io/writer.h>
#include <yieldc/task.h>
#include <yieldc/task/links.h>

struct http_server;
struct http_desk;

struct http_header {
  const char *name, *value;
};

/// A request, and the answer to it. Valid until the handler has returned.
struct http_exchange {
  struct http_server *server;
  struct io_stream *stream; ///< e.g. for tcp_peer
  const char *method;       ///< "GET"
  const char *target;       ///< as it came: "/a%20b?c=d"
  const char *path;  ///< decoded, without "//", "." and "..": "/a b"; or "*"
  const char *query; ///< behind the '?', as it came; or ""
  int minor;         ///< HTTP/1.minor
  size_t count;      ///< of headers
  const struct http_header *headers;
  int64_t length; ///< of the body, in bytes; -1: it comes in chunks
  int status;     ///< of the answer, for a log; 0 before it has begun
};

/// The value of the first header of that name, in whatever case; or null.
const char *http_header(const struct http_exchange *exchange, const char *name);

/// `ssize_t await http_receive(x, data, size)`: some bytes of the request's
/// body; 0 at its end. -EMSGSIZE if it is longer than server->body_size,
/// -EPROTO if its chunks are none, -ECONNRESET if the connection ends before it
/// does, -ETIMEDOUT if it is too slow. What a handler does not read is dropped.
task_must_await struct io_get http_receive(struct http_exchange *exchange,
                                           void *data, size_t size);

/// `ssize_t await http_gone(x)`: waits until the client has gone away, or has
/// shut its side of the connection down, to give up what nobody waits for: 0;
/// or the code that reading gives. -EMSGSIZE if it sends more requests
/// meanwhile than there is room for, so that nobody can tell; -EINVAL before
/// the end of the request's body was received. Cancelled, it has taken nothing.
task_must_await struct io_get http_gone(struct http_exchange *exchange);

/// A header of the answer, before it has begun. 0; -EINVAL for what can't be in
/// a header, as the end of a line, or is the server's: Content-Length,
/// Transfer-Encoding, Connection, Date; -EALREADY; -ENOMEM.
int http_set(struct http_exchange *exchange, const char *name,
             const char *value);

/// `ssize_t await http_answer(x, status, type, body, length)`: the whole
/// answer. The type may be null. `length`, or a code; -EALREADY if there was
/// one.
task_must_await struct io_put http_answer(struct http_exchange *exchange,
                                          int status, const char *type,
                                          const void *body, size_t length);

/// Begins an answer in pieces, of so many bytes in all; -1: nobody knows yet.
/// Does not wait. 0, -EALREADY, -ENOMEM, or -EINVAL.
int http_begin(struct http_exchange *exchange, int status, const char *type,
               int64_t length);
/// `ssize_t await http_send(x, data, size)`: one of these. Waits while the
/// other side does not read. `size`, or a code: those of io_write; -EMSGSIZE
/// for more than was said.
task_must_await struct io_put http_send(struct http_exchange *exchange,
                                        const void *data, size_t size);
/// `ssize_t await http_flush(x)`: what was sent until now leaves at once. (The
/// end of an answer does, in any case.)
task_must_await struct io_put http_flush(struct http_exchange *exchange);

/// A server: a variable, of which zero means what is usual. Times are in
/// milliseconds.
struct http_server {
  /// Answers a request. If it returns a negative code, or nothing was answered,
  /// the answer is 500; if that has begun, the connection is cut off.
  task_of(int) (*handler)(struct http_exchange *exchange);
  void *context; ///< for the handler
  /// For TLS: makes of a connection what is read and written in its place, and
  /// takes it over. Null: nothing.
  task_of(struct io_stream *) (*secure)(struct io_stream *stream,
                                        void *context);
  size_t connections;  ///< at most so many; 0: 10000. More have to wait
  size_t head_size;    ///< of a request line and headers; 0: 16 KiB
  uint64_t body_size;  ///< of a request; 0: 1 MiB; UINT64_MAX: any
  uint64_t idle_time;  ///< between two requests, or an eighth more; 0: 60 s
  uint64_t head_time;  ///< for a request line and headers; 0: 10 s
  uint64_t slack_time; ///< in which a body, or an answer, may come to nothing
                       ///< before it has to go on with 1000 bytes a second;
                       ///< 0: 20 s
  uint64_t grace_time; ///< for answers under way after http_stop; 0: 10 s
  // Its other members are for the library.
  struct http_desk *spare;
  struct task_links unsent;
  struct task_event has_unsent;
  struct task_group *group;
  struct task_job *acceptor;
  struct task_event room;
  size_t active;
  bool is_stopping;
  long second; ///< of which `beginning` has the date
  int status;
  unsigned length;
  char beginning[128]; ///< of an answer
};

/// Serves all who connect, until http_stop; then 0. Or a code of the listener,
/// which is not closed. If there are no descriptors it waits until there are.
task_of(int) http_serve(struct http_server *server,
                        struct io_listener *listener);

/// Ends http_serve: no more connections are accepted, idle ones are closed, and
/// answers under way have grace_time. In the thread of the loop. Does not wait.
void http_stop(struct http_server *server);

/// Answers with a file below the folder `root`: GET and HEAD, with its type,
/// Last-Modified, ETag, ranges, conditions; of a folder, its index.html.
/// Nothing outside of `root` can be had, and symbolic links are not followed.
/// 404, 403, 405, 416 where that is due. 0, or a code if the answer broke off.
task_of(int) http_send_file(struct http_exchange *exchange, const char *root);

#endif // YIELDC_IO_HTTP_H
