// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A client for HTTP and HTTPS, by libcurl. A library of its own, which needs
// libcurl 7.87: -lyieldc-fetch -lyieldc-task -lcurl -luv -pthread.
//
//   fetch_auto_free struct fetch_answer answer = {0};
//   struct fetch_request request = {.url = "https://example.org/"};
//   if (await fetch(client, &request, &answer) == 0 && answer.status == 200)
//     puts(answer.body);
//
// All belongs to the thread whose loop runs when the client is opened; from
// another one the answer is -EPERM. Null is -EINVAL. Each request takes
// allocations: one here, and those of libcurl.
//
// Codes of requests: -EINVAL (the request makes no sense), -EPROTONOSUPPORT
// (neither http nor https, also where a redirect leads), UV_EAI_NONAME (no such
// host), -ECONNREFUSED and what else connecting says, -ETIMEDOUT (a timeout of
// the request), -ECONNRESET (the other side went away before the answer was
// complete), -EPROTO (it does not speak HTTP, or TLS), -EKEYREJECTED (its
// certificate is not trusted), -ELOOP (too many redirects), -EMSGSIZE (the
// answer is longer than was allowed), -ECONNABORTED (the client was closed),
// -ENOMEM, -EIO (something else: the reason says what).
//
// In task_run_virtual libcurl's clock is the real one, that of timeouts of
// requests too. The clock of tasks goes on meanwhile when the network is silent
// for a moment: there task_timeout comes first.

#ifndef YIELDC_IO_FETCH_H
#define YIELDC_IO_FETCH_H
#pragma GCC system_header

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <yieldc/task/op.h>

#ifdef __cplusplus
extern "C" {
#endif

// ---- Clients ----------------------------------------------------------------

/// Connections that are kept for further requests, names that were looked up,
/// and, if wanted, cookies.
struct fetch_client;

/// What is so for all requests of a client. Zero is what is usual.
struct fetch_options {
  unsigned connections;          ///< at a time; further requests wait; 0: 100
  unsigned connections_per_host; ///< 0: as many
  bool only_http1;               ///< else HTTP/2 over TLS, if both sides can
  const char *user_agent;        ///< null: none is sent
  const char *proxy;   ///< a URL; "": none; null: as the environment says
                       ///< (http_proxy, https_proxy, all_proxy, no_proxy)
  const char *ca_file; ///< whom to trust, as PEM; null: whom the system does
  bool insecure_any_certificate; ///< trusts everybody: for tests only
  bool compressed; ///< asks for compressed answers, and unpacks them
  bool cookies;    ///< keeps those of answers, and sends them
  int dns_cache;   ///< seconds; 0: 60; negative: names are not kept
};

/// Opens a client; options may be null, and need not last. 0, and it is the
/// caller's, who closes it before the loop ends; or a code: -EINVAL if no loop
/// runs, -ENOMEM. Does not suspend.
int fetch_client_open(struct fetch_client **client,
                      const struct fetch_options *options);

/// Closes it and its connections, and frees it. Requests under way end with
/// -ECONNABORTED; their bodies are to be closed all the same. Null is fine.
/// Does not suspend.
void fetch_client_close(struct fetch_client *client);

// fetch_auto_close_client struct fetch_client *c = NULL;
#define fetch_auto_close_client                                                \
  __attribute__((cleanup(fetch_client_close_variable)))
static inline void fetch_client_close_variable(struct fetch_client **variable) {
  fetch_client_close(*variable);
}

// ---- Requests and answers ---------------------------------------------------

/// What to ask for. All but the body is copied when the request begins. Zero,
/// but for the URL, is what is usual. Times are in milliseconds.
struct fetch_request {
  const char *url;            ///< http://… or https://…
  const char *method;         ///< null: GET, or POST if there is a body
  const char *const *headers; ///< "Name: value" each; "Name:" leaves out one
                              ///< that would be sent by itself
  size_t header_count;
  const void *body; ///< must last until the request has ended
  size_t length;    ///< of the body; of fetch_upload: if known, else 0
  int redirects;    ///< that are followed, at most; 0: 10; negative: none, they
                    ///< are answers
  unsigned connect_timeout; ///< for each connection; 0: 30,000
  unsigned timeout;         ///< for all of it, from when it has its turn on; 0:
                            ///< none
  unsigned slow, slow_seconds; ///< -ETIMEDOUT if for so many seconds less than
                               ///< so many bytes a second came or went; 0: no
                               ///< matter. A body that is not read is not slow
  size_t most; ///< bytes of the answer's body; 0: 64 MiB for fetch, any number
               ///< for fetch_open
};

/// Since the request began, in microseconds; 0 if it was not so (yet): a kept
/// connection is not made.
struct fetch_times {
  int64_t looked_up, connected, encrypted, first_byte, total;
};

/// Room for a reason.
enum { FETCH_REASON = 256 };

/// What came back. Strings end with a zero.
struct fetch_answer {
  int status;                 ///< 200, 404, …; 0 if none came
  const char *url;            ///< where it came from, after redirects
  const char *const *headers; ///< "Name: value" each, in their order
  size_t header_count;
  char *body;    ///< of fetch; a zero follows that does not count
  size_t length; ///< of the body
  struct fetch_times times;
  char reason[FETCH_REASON]; ///< why it failed, in English; "" if it has not
};

/// The value of the first header of this name, in whatever case; null if there
/// is none.
const char *fetch_header(const struct fetch_answer *answer, const char *name);

/// Frees what it holds, and empties it. One that is zero, or null, is fine. If
/// fetch has failed there is nothing to free.
void fetch_answer_free(struct fetch_answer *answer);

// fetch_auto_free struct fetch_answer a = {0};
#define fetch_auto_free __attribute__((cleanup(fetch_answer_free)))

/// `int await fetch(client, &request, &answer)`: asks, and waits for all of the
/// answer. 0 whatever the status is, and the answer is to be freed; or a code,
/// with the reason in the answer. If the task is cancelled, the connection is
/// closed at once and nothing is left.
struct fetch {
  struct task_op op;
  int result;
  struct fetch_client *client;
  const struct fetch_request *request;
  struct fetch_answer *answer;
  struct fetch_body *body; ///< allocated: libcurl looks into it
};
extern const struct task_op_kind fetch_kind;
task_must_await static inline struct fetch
fetch(struct fetch_client *client, const struct fetch_request *request,
      struct fetch_answer *answer) {
  struct fetch op;
  op.op.kind = &fetch_kind;
  op.op.status = 0;
  op.client = client;
  op.request = request;
  op.answer = answer;
  return op;
}

// ---- Bodies bit by bit ------------------------------------------------------

/// A request whose answer is read, or whose body is written, bit by bit. Closed
/// by who has it. -EBUSY for a second task that does the same with it.
struct fetch_body;

/// `struct fetch_body *await fetch_open(client, &request, &answer)`: asks, and
/// waits until status and headers are there. They are in the answer, which is
/// to be freed, and need not last; the body is the caller's. Fails as fetch
/// does.
struct fetch_open {
  struct task_op op;
  struct fetch_body *result;
  struct fetch_client *client;
  const struct fetch_request *request;
  struct fetch_answer *answer;
};
extern const struct task_op_kind fetch_open_kind;
task_must_await static inline struct fetch_open
fetch_open(struct fetch_client *client, const struct fetch_request *request,
           struct fetch_answer *answer) {
  struct fetch_open op;
  op.op.kind = &fetch_open_kind;
  op.op.status = 0;
  op.client = client;
  op.request = request;
  op.answer = answer;
  return op;
}

/// `ssize_t await fetch_read(body, data, size)`: waits for bytes of the answer,
/// and reads at most `size` (not 0: -EINVAL). 0 at its end, then and ever
/// after; or the code with which it failed. Not much more than 64 KiB are taken
/// from the connection before they are asked for (with HTTP/2, libcurl may take
/// 32 MiB). If the task is cancelled no byte is lost.
struct fetch_read {
  struct task_op op;
  ssize_t result;
  struct fetch_body *body;
  char *data;
  size_t size;
};
extern const struct task_op_kind fetch_read_kind;
task_must_await static inline struct fetch_read
fetch_read(struct fetch_body *body, void *data, size_t size) {
  struct fetch_read op;
  op.op.kind = &fetch_read_kind;
  op.op.status = 0;
  op.body = body;
  op.data = (char *)data;
  op.size = size;
  return op;
}

/// Begins a request whose body is written with fetch_write; fetch_head gives
/// the answer then. Without a method it is a PUT. Redirects are not followed.
/// 0, and the body is the caller's; or a code. Does not suspend.
int fetch_upload(struct fetch_body **body, struct fetch_client *client,
                 const struct fetch_request *request);

/// `ssize_t await fetch_write(body, data, size)`: waits until all of it is on
/// its way, and gives `size`; or the code with which the request failed; -EPIPE
/// if the other side wants no more: its answer says why; -EMSGSIZE if it is
/// more than the length that was announced. Given up half way, because the task
/// is cancelled, it breaks the request: nobody could know what was written.
struct fetch_write {
  struct task_op op;
  ssize_t result;
  struct fetch_body *body;
  const char *data;
  size_t size, written;
};
extern const struct task_op_kind fetch_write_kind;
task_must_await static inline struct fetch_write
fetch_write(struct fetch_body *body, const void *data, size_t size) {
  struct fetch_write op;
  op.op.kind = &fetch_write_kind;
  op.op.status = 0;
  op.body = body;
  op.data = (const char *)data;
  op.size = size;
  op.written = 0;
  return op;
}

/// `int await fetch_head(body, &answer)`: ends what is written, and waits for
/// status and headers, as fetch_open does; the answer's body is left to
/// fetch_read. 0, and the answer is to be freed; or a code, and the reason.
/// -EMSGSIZE if less was written than was announced.
struct fetch_head {
  struct task_op op;
  int result;
  struct fetch_body *body;
  struct fetch_answer *answer;
};
extern const struct task_op_kind fetch_head_kind;
task_must_await static inline struct fetch_head
fetch_head(struct fetch_body *body, struct fetch_answer *answer) {
  struct fetch_head op;
  op.op.kind = &fetch_head_kind;
  op.op.status = 0;
  op.body = body;
  op.answer = answer;
  return op;
}

/// Why the request failed, in English, until the body is closed; "" if it has
/// not. Never null.
const char *fetch_body_reason(const struct fetch_body *body);

/// Gives the request up if it has not ended, and frees it. Other tasks that
/// wait for something of it get -ECONNABORTED. Null is fine. Does not suspend.
void fetch_body_close(struct fetch_body *body);

/// The same for task_spawn_owning.
void fetch_body_release(void *body);

// fetch_auto_close struct fetch_body *b = await fetch_open(…);
#define fetch_auto_close __attribute__((cleanup(fetch_body_close_variable)))
static inline void fetch_body_close_variable(struct fetch_body **variable) {
  fetch_body_close(*variable);
}

#ifdef __cplusplus
}
#endif
#endif // YIELDC_IO_FETCH_H
