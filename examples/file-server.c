// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A server of the files below a folder, by HTTP, or by HTTPS with --tls and the
// files of a certificate and its key. Each answer is a line on stdout: who
// asked, when, for what, its status, and whether it was sent. SIGINT and
// SIGTERM end it when the answers under way are sent; a second signal, at once.
//
//   yieldcc -O2 file-server.c $(pkg-config --libs yieldc-http yieldc-tls) \
//     -o file-server
//   ./file-server --port 8080 /usr/share/doc
//   ./file-server --port 8443 --tls certificate.pem key.pem /usr/share/doc
//   curl http://127.0.0.1:8080/

#include <getopt.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <yieldc/io/http.h>
#include <yieldc/io/tls.h>

#define PROGRAM "file-server"
#include "server.h"
#include "stop-on-signal.h"

struct site {
  const char *root, *address;
  int port;
  const char *certificate, *key;
  struct tls_context *tls;
  unsigned grace; // in seconds
};

// ---- The log ----------------------------------------------------------------

/// Text that somebody else has chosen, so that it can't be taken for ours.
static void print_text(const char *text) {
  for (; *text; ++text)
    if (*text <= ' ' || *text > '~' || *text == '"' || *text == '\\')
      printf("\\x%02x", (unsigned char)*text);
    else
      putchar(*text);
}

static void print_line(const struct http_exchange *x, int code) {
  struct io_stream *below = tls_transport(x->stream);
  struct io_address address;
  char peer[IO_ADDRESS_TEXT] = "-", date[32];
  struct tm utc;
  time_t now = time(NULL);
  if (!tcp_peer(below ? below : x->stream, &address))
    io_address_text(&address, peer, sizeof peer);
  strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
  printf("%s %s \"%s ", peer, date, x->method);
  print_text(x->target);
  printf(" HTTP/1.%d\" %d %s\n", x->minor, x->status,
         code ? uv_strerror(code) : "sent");
}

// ---- The server -------------------------------------------------------------

static task(int) answer(struct http_exchange *x) {
  const struct site *site = x->server->context;
  int code, result = task_catch(code, await http_send_file(x, site->root));
  code = code ? code : result;
  if (!code)
    code = (int)await http_flush(x);
  print_line(x, code);
  return code;
}

static task(struct io_stream *) secure(struct io_stream *plain, void *context) {
  return await tls_accept(((struct site *)context)->tls, plain, NULL);
}

static task(int) serve(struct site *site) {
  io_auto_close_listener struct io_listener *listener = NULL;
  signal_auto_close struct signal_watch *watch = NULL;
  struct http_server server = {.handler = answer,
                               .context = site,
                               .secure = site->tls ? secure : NULL,
                               // (0 would be what is usual.)
                               .grace_time = site->grace * UINT64_C(1000) + 1};
  int code = signal_open(&watch, SIGINT, SIGTERM);
  if (code)
    return complain("signals", code);
  if ((code = listen_at(&listener, site->address, site->port)))
    return code;
  task_group(beside);
  task_spawn(beside, stop_on_signal(&server, &watch, &listener));
  code = await http_serve(&server, listener);
  return code ? complain("connections", code) : 0;
}

/// What can be known to be wrong before anybody asks.
static int prepare(struct site *site) {
  struct stat status;
  int code = stat(site->root, &status)         ? -errno
             : !S_ISDIR(status.st_mode)        ? -ENOTDIR
             : access(site->root, R_OK | X_OK) ? -errno
                                               : 0;
  if (code)
    return complain(site->root, code);
  if (!site->certificate)
    return 0;
  const char *reason;
  struct tls_options options = {.certificate_file = site->certificate,
                                .key_file = site->key,
                                .protocols = "http/1.1"};
  code = tls_context_server(&site->tls, &options, &reason);
  if (code)
    fprintf(stderr, PROGRAM ": %s and %s: %s\n", site->certificate, site->key,
            reason ? reason : uv_strerror(code));
  return code;
}

static int usage(void) {
  fprintf(stderr, "usage: " PROGRAM " [--address ADDRESS] [--port PORT]"
                  " [--tls CERTIFICATE KEY]\n"
                  "       [--grace SECONDS] FOLDER\n");
  return 2;
}

int main(int argc, char **argv) {
  static const struct option options[] = {
      {"address", required_argument, NULL, 'a'},
      {"port", required_argument, NULL, 'p'},
      {"tls", required_argument, NULL, 't'},
      {"grace", required_argument, NULL, 'g'},
      {0}};
  struct site site = {.address = "127.0.0.1", .port = 8080, .grace = 10};
  int option;
  // ("+": what follows --tls stays where it is.)
  while ((option = getopt_long(argc, argv, "+", options, NULL)) >= 0)
    switch (option) {
    case 'a':
      site.address = optarg;
      break;
    case 'p':
      site.port = (int)number_of(optarg, 65535);
      break;
    case 't':
      if (optind == argc)
        return usage();
      site.certificate = optarg;
      site.key = argv[optind++];
      break;
    case 'g':
      site.grace = number_of(optarg, 1000000);
      break;
    default:
      return usage();
    }
  if (optind != argc - 1)
    return usage();
  site.root = argv[optind];
  setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
  int code = prepare(&site);
  if (!code)
    code = task_run(serve(&site));
  tls_context_close(site.tls);
  return code ? 1 : 0;
}
