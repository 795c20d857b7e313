// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An HTTP proxy in front of several servers, which take turns; those that fail
// are left out for a while. Bodies go through piece by piece, both ways at
// once, as fast as the slower side takes them. Connections to the servers are
// kept, and at most --limit to each. 502: there is no server that answers; 504:
// one is too slow, or there was no place for too long. A client that goes away,
// or shuts its side down, ends what is asked for it. SIGINT and SIGTERM end it
// when the answers under way are sent. Times are in milliseconds.
//
//   yieldcc -O2 reverse-proxy.c $(pkg-config --libs yieldc-http) \
//     -o reverse-proxy
//   ./reverse-proxy --port 8000 127.0.0.1:8080 127.0.0.1:8081
//   curl http://127.0.0.1:8000/

#include <getopt.h>
#include <strings.h>

#define PROGRAM "reverse-proxy"
#include "stop-on-signal.h"
#include "upstream.h"

enum { PIECE = 16 * 1024 }; // of a body

// ---- Headers ----------------------------------------------------------------

static bool has_word(const char *list, const char *word) {
  size_t length = strlen(word);
  while (*list) {
    list += strspn(list, " \t,");
    size_t size = strcspn(list, " \t,");
    if (size == length && !strncasecmp(list, word, length))
      return true;
    list += size;
  }
  return false;
}

/// Whether it is for one connection only (RFC 9110, 7.6.1), or one that says
/// how long a body is, which is said anew.
static bool is_left_out(const char *name, const struct http_header *headers,
                        size_t count) {
  static const char ours[] =
      "Connection, Keep-Alive, Proxy-Connection, Proxy-Authenticate, "
      "Proxy-Authorization, TE, Trailer, Transfer-Encoding, Upgrade, "
      "Content-Length";
  bool is_named = has_word(ours, name);
  for (size_t i = 0; i < count && !is_named; ++i)
    is_named = !strcasecmp(headers[i].name, "Connection") &&
               has_word(headers[i].value, name);
  return is_named;
}

// ---- Requests ---------------------------------------------------------------

struct call {
  struct http_exchange *x;
  struct upstreams *upstreams;
  struct connection *to;
  struct answer answer;
  bool is_sending;
  uint64_t sent; // when all of the request was
  int failure;   // 0: none that was found by who sends, or at the client
  bool is_the_clients;
};

/// Nothing more is wanted from the server. Who waits for it is told.
static void give_up(struct call *call, ssize_t code, bool is_the_clients) {
  call->failure = (int)code;
  call->is_the_clients = is_the_clients;
  io_close(call->to->stream);
  call->to->stream = NULL;
}

/// What is to be sent.
struct out {
  struct io_writer writer;
  int code;
};

static void add(struct out *out, const char *text) {
  if (!out->code)
    out->code = io_writer_add(&out->writer, text, strlen(text));
}

static void add_header(struct out *out, const char *name, const char *value) {
  add(out, name);
  add(out, ": ");
  add(out, value);
  add(out, "\r\n");
}

/// "/path?query" of "http://host/path?query".
static const char *local_part(const char *target) {
  const char *host = *target == '/' ? NULL : strstr(target, "://");
  return host ? host + 3 + strcspn(host + 3, "/?") : target;
}

static void add_head(struct out *out, const struct call *call) {
  const struct http_exchange *x = call->x;
  const char *target = local_part(x->target);
  struct io_address address;
  char text[IO_ADDRESS_TEXT] = "unknown";
  add(out, x->method);
  add(out, *target == '/' || *target == '*' ? " " : " /");
  add(out, target);
  add(out, " HTTP/1.1\r\n");
  if (!http_header(x, "Host"))
    add_header(out, "Host", call->to->upstream->host);
  for (size_t i = 0; i < x->count; ++i)
    if (!is_left_out(x->headers[i].name, x->headers, x->count) &&
        strcasecmp(x->headers[i].name, "X-Forwarded-For") &&
        strcasecmp(x->headers[i].name, "Expect"))
      add_header(out, x->headers[i].name, x->headers[i].value);
  add(out, "Via: 1.1 " PROGRAM "\r\nX-Forwarded-For: ");
  for (size_t i = 0; i < x->count; ++i)
    if (!strcasecmp(x->headers[i].name, "X-Forwarded-For")) {
      add(out, x->headers[i].value);
      add(out, ", ");
    }
  if (!tcp_peer(x->stream, &address))
    uv_ip_name(&address.of.any, text, sizeof text);
  add(out, text);
  snprintf(text, sizeof text, "%lld", (long long)x->length);
  if (x->length < 0)
    add(out, "\r\nTransfer-Encoding: chunked");
  else if (x->length || http_header(x, "Content-Length")) {
    add(out, "\r\nContent-Length: ");
    add(out, text);
  }
  add(out, "\r\n\r\n");
}

static task(ssize_t) flush(struct call *call, struct out *out) {
  io_write_deadline(call->to->stream, task_now() + call->upstreams->timeout);
  return out->code ? out->code : await io_flush(&out->writer);
}

static void free_out(struct out *out) { io_writer_free(&out->writer); }

/// Sends the request. 0, or a code; that of the client if it was given up.
static task(ssize_t) send_request(struct call *call) {
  struct out out
      __attribute__((cleanup(free_out))) = {.writer.stream = call->to->stream};
  bool in_chunks = call->x->length < 0;
  char piece[PIECE], frame[32];
  add_head(&out, call);
  ssize_t size, code = await flush(call, &out);
  if (!call->x->length)
    return code;
  while (code >= 0 &&
         (size = await http_receive(call->x, piece, sizeof piece)) > 0) {
    snprintf(frame, sizeof frame, "%zx\r\n", (size_t)size);
    if (in_chunks)
      add(&out, frame);
    if (!out.code)
      out.code = io_writer_add(&out.writer, piece, (size_t)size);
    if (in_chunks)
      add(&out, "\r\n");
    code = await flush(call, &out);
  }
  if (code < 0)
    return code;
  if (size < 0) {
    give_up(call, size, true);
    return size;
  }
  if (in_chunks)
    add(&out, "0\r\n\r\n");
  return await flush(call, &out);
}

/// Sends it, and then looks whether the client is still there.
static task(int) send_and_watch(struct call *call) {
  ssize_t code = await send_request(call);
  if (call->failure)
    return 0;
  // (A server that takes no more may have answered nevertheless.)
  if (code < 0 && code != -EPIPE && code != -ECONNRESET)
    give_up(call, code, false);
  if (code < 0)
    return 0;
  call->is_sending = false;
  call->sent = task_now();
  if (await http_gone(call->x) != -EMSGSIZE)
    give_up(call, -ECONNRESET, true);
  return 0;
}

// ---- Answers ----------------------------------------------------------------

static int begin_answer(struct call *call) {
  struct answer *a = &call->answer;
  for (size_t i = 0; i < a->count; ++i)
    if (strcasecmp(a->headers[i].name, "Date") &&
        !is_left_out(a->headers[i].name, a->headers, a->count) &&
        http_set(call->x, a->headers[i].name, a->headers[i].value) == -ENOMEM)
      return -ENOMEM;
  return http_begin(call->x, a->parser.status_code, NULL, a->length);
}

/// When the server must have said something.
static uint64_t patience(const struct call *call) {
  return (call->is_sending || call->answer.has_head ? task_now() : call->sent) +
         call->upstreams->timeout;
}

/// Hands the answer on, piece by piece.
static task(int) receive_answer(struct call *call) {
  struct answer *a = &call->answer;
  char buffer[PIECE];
  while (!a->is_complete) {
    io_read_deadline(call->to->stream, patience(call));
    ssize_t size = await io_read(call->to->stream, buffer, sizeof buffer);
    if (size == -ETIMEDOUT && patience(call) > task_now() && !a->has_head)
      continue; // it had not been sent all of the request until now
    if (size < 0)
      return (int)size;
    bool had_head = a->has_head;
    int code = parse(a, buffer, (size_t)size);
    if (!code && a->has_head && !had_head)
      code = begin_answer(call);
    if (code)
      return code;
    if (!a->has_head)
      continue;
    ssize_t sent = await http_send(call->x, buffer, a->piece_size);
    if (sent >= 0)
      sent = await http_flush(call->x);
    if (sent < 0 && !call->failure)
      give_up(call, sent, true);
    if (call->failure)
      return call->failure;
  }
  return 0;
}

static task(int) ask(struct call *call) {
  expect_answer(&call->answer, !strcmp(call->x->method, "HEAD"));
  call->is_sending = true;
  call->failure = 0;
  task_group(beside);
  int code = task_spawn(beside, send_and_watch(call));
  if (!code)
    code = await receive_answer(call);
  if (code == -ECONNABORTED) // a write was given up half way: it took too long
    code = -ETIMEDOUT;
  return call->failure ? call->failure : code;
}

/// A connection that was kept may end just when it is used again. Then a
/// request that changes nothing can be sent once more.
static bool can_be_repeated(const struct call *call, int code) {
  const char *method = call->x->method;
  return call->to->was_kept && !call->answer.has_begun && !call->x->length &&
         code != -ETIMEDOUT &&
         (!strcmp(method, "GET") || !strcmp(method, "HEAD"));
}

static task(int) answer_with(struct http_exchange *x, int status,
                             const char *text) {
  ssize_t sent = await http_answer(x, status, "text/plain", text, strlen(text));
  return sent < 0 ? (int)sent : 0;
}

static task(int) forward(struct http_exchange *x) {
  struct upstreams *upstreams = x->server->context;
  struct call call = {.x = x, .upstreams = upstreams};
  int code = 0, result;
  // At most each of them, and one that was kept.
  for (size_t tries = 0; tries <= upstreams->count; ++tries) {
    struct connection to auto_leave_connection = {.upstreams = upstreams};
    call.to = &to;
    result = await connect_upstream(&to);
    if (!to.upstream) { // what was wrong with others says more
      code = code ? code : result;
      break;
    }
    code = result;
    if (code)
      continue;
    code = await ask(&call);
    if (call.failure && call.is_the_clients)
      return code;
    if (code && can_be_repeated(&call, code))
      continue;
    if (code) {
      has_failed(upstreams, to.upstream, code);
      break;
    }
    to.upstream->failures = 0;
    to.can_be_kept = call.answer.can_go_on && !call.is_sending;
    return 0;
  }
  if (call.answer.has_head)
    return code; // the end of the connection tells that it is not complete
  return code == -ETIMEDOUT
             ? await answer_with(x, 504, "The server did not answer in time.\n")
             : await answer_with(x, 502, "There is no server that answers.\n");
}

// ---- The proxy --------------------------------------------------------------

static task(int) serve(struct upstreams *upstreams, const char *address,
                       int port) {
  io_auto_close_listener struct io_listener *listener = NULL;
  signal_auto_close struct signal_watch *watch = NULL;
  struct http_server server = {
      .handler = forward, .context = upstreams, .body_size = UINT64_MAX};
  int code = signal_open(&watch, SIGINT, SIGTERM);
  if (code)
    return complain("signals", code);
  if ((code = listen_at(&listener, address, port)))
    return code;
  __attribute__((cleanup(close_all))) struct upstreams *open = upstreams;
  task_group(beside);
  task_spawn(beside, stop_on_signal(&server, &watch, &listener));
  task_spawn(beside, close_old_ones(open));
  code = await http_serve(&server, listener);
  return code ? complain("connections", code) : 0;
}

static int usage(void) {
  fprintf(stderr, "usage: " PROGRAM " [--address ADDRESS] [--port PORT]"
                  " [--limit CONNECTIONS]\n"
                  "       [--timeout MS] [--keep MS] [--back-off MS]"
                  " HOST:PORT...\n");
  return 2;
}

int main(int argc, char **argv) {
  static const struct option options[] = {
      {"address", required_argument, NULL, 'a'},
      {"port", required_argument, NULL, 'p'},
      {"limit", required_argument, NULL, 'l'},
      {"timeout", required_argument, NULL, 't'},
      {"keep", required_argument, NULL, 'k'},
      {"back-off", required_argument, NULL, 'b'},
      {0}};
  struct upstreams upstreams = {
      .limit = 100, .timeout = 10000, .keep = 30000, .back_off = 1000};
  const char *address = "127.0.0.1";
  int port = 8000, option;
  while ((option = getopt_long(argc, argv, "", options, NULL)) >= 0)
    switch (option) {
    case 'a':
      address = optarg;
      break;
    case 'p':
      port = (int)number_of(optarg, 65535);
      break;
    case 'l':
      upstreams.limit = number_of(optarg, 10000);
      break;
    case 't':
      upstreams.timeout = number_of(optarg, 1000000000);
      break;
    case 'k':
      upstreams.keep = number_of(optarg, 1000000000);
      break;
    case 'b':
      upstreams.back_off = number_of(optarg, 1000000000);
      break;
    default:
      return usage();
    }
  if (optind == argc || !upstreams.limit || !upstreams.timeout)
    return usage();
  int code = 0;
  for (; optind < argc && !code; ++optind)
    if (!add_upstream(&upstreams, argv[optind])) {
      fprintf(stderr, PROGRAM ": '%s' must be HOST:PORT\n", argv[optind]);
      code = 2;
    }
  if (!code)
    code = task_run(serve(&upstreams, address, port)) ? 1 : 0;
  free_upstreams(&upstreams);
  return code;
}
