// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// TLS streams do not trust whom they must not, take no end of the connection for
// the end of what was said, and wait no longer than they may; whenever a task is
// cancelled, and whatever the other side does, nothing is left behind.
// REQUIRES: libuv, openssl
// RUN: rm -rf %t.dir && mkdir -p %t.dir
// RUN: %levels %s %tls -- %t.dir
// RUN: %if sanitizers %{ %yieldcc -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all %s %checked_tls -o %t.asan && %t.asan %t.dir %}

#include "Inputs/handshakes.h"
#include "Inputs/raw-peer.h"
#include <openssl/err.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

/// OpenSSL is slow then.
enum { IS_CHECKED = __has_feature(address_sanitizer) };

static const char *folder;
static struct tls_context *to_server, *at_server;

static struct tls_context *server_of(const char *name) {
  struct tls_context *context;
  struct tls_options options = {.certificate_file = file_of(folder, name, "pem"),
                                .key_file = file_of(folder, name, "key")};
  EXPECT(!tls_context_server(&context, &options, NULL));
  return context;
}

static struct tls_context *client_of(struct tls_options options) {
  struct tls_context *context;
  if (!options.ca_file)
    options.ca_file = file_of(folder, "ca", "pem");
  EXPECT(!tls_context_client(&context, &options, NULL));
  return context;
}

static bool says(const char *text, const char *part) {
  if (text && strstr(text, part))
    return true;
  fprintf(stderr, "%s, not %s\n", text ? text : "(null)", part);
  return false;
}

/// Reads to the end of a transport: 0, or a code.
ONCE static task(int) drains(struct io_stream *stream) {
  char data[4096];
  ssize_t count;
  while ((count = await io_read(stream, data, sizeof data)) > 0)
    ;
  return (int)count;
}

// ---- Whom to trust ----------------------------------------------------------

struct failure {
  int code;
  const char *reason; ///< a part of it
};

ONCE static task(int) fails(struct tls_context *client_context,
                       struct tls_context *server_context, const char *hostname,
                       struct failure at_client, struct failure at_server_) {
  SIDE client = {.context = client_context, .hostname = hostname},
       server = {.context = server_context};
  EXPECT(!io_socketpair(&client.transport, &server.transport));
  await shake(&client, &server);
  if (client.code != at_client.code || server.code != at_server_.code)
    fprintf(stderr, "%d %s, %d %s\n", client.code, client.reason, server.code,
            server.reason);
  EXPECT(client.code == at_client.code && server.code == at_server_.code);
  EXPECT(at_client.reason ? says(client.reason, at_client.reason)
                          : !client.reason);
  EXPECT(at_server_.reason ? says(server.reason, at_server_.reason)
                           : !server.reason);
  return 0;
}

/// Servers that nobody believes, and what they are told.
static const struct {
  const char *server, *hostname, *reason, *alert;
} unbelievable[] = {
    {"stranger", "server.test", "unable to get local issuer certificate",
     "unknown ca"},
    {"itself", "server.test", "self-signed certificate", "unknown ca"},
    {"expired", "server.test", "certificate has expired",
     "certificate expired"},
    {"early", "server.test", "certificate is not yet valid",
     "bad certificate"},
    {"server", "elsewhere.test", "hostname mismatch", "bad certificate"},
    {"server", "127.0.0.2", "IP address mismatch", "bad certificate"},
    {"common", "common.test", "hostname mismatch", "bad certificate"},
    {"wild", "a.b.wild.test", "hostname mismatch", "bad certificate"},
    {"wild", "for.part.test", "hostname mismatch", "bad certificate"},
};

static task(int) servers(void) {
  const struct failure none = {0, NULL};
  for (size_t i = 0; i < sizeof unbelievable / sizeof *unbelievable; ++i) {
    struct tls_context *server = server_of(unbelievable[i].server);
    await fails(to_server, server, unbelievable[i].hostname,
                (struct failure){-EKEYREJECTED, unbelievable[i].reason},
                (struct failure){-EPROTO, unbelievable[i].alert});
    tls_context_close(server);
  }
  struct tls_context *wild = server_of("wild"), *itself = server_of("itself");
  // Whom the system trusts.
  setenv("SSL_CERT_FILE", file_of(folder, "ca", "pem"), 1);
  struct tls_context *usual;
  EXPECT(!tls_context_client(&usual, NULL, NULL));
  // Anybody.
  struct tls_context *insecure =
      client_of((struct tls_options){.insecure_without_verification = true});
  const struct {
    struct tls_context *client, *server;
    const char *hostname;
  } good[] = {{to_server, wild, "a.wild.test"},
              {usual, at_server, "server.test"},
              {insecure, itself, "elsewhere.test"}};
  for (int i = 0; i < 3; ++i)
    await fails(good[i].client, good[i].server, good[i].hostname, none, none);
  tls_context_close(usual);
  SIDE client = {.context = insecure}, server = {.context = itself};
  EXPECT(!io_socketpair(&client.transport, &server.transport));
  task_group(g);
  task_spawn(g, shakes(&server));
  client.stream = await tls_connect(insecure, client.transport, NULL, NULL);
  EXPECT(await task_group_wait(g) == 0 && !server.code);
  EXPECT(!tls_peer_name(client.stream));
  tls_context_close(insecure);
  tls_context_close(itself);
  tls_context_close(wild);
  return 0;
}

static task(int) clients(void) {
  struct tls_context *server, *with = client_of((struct tls_options){
                                  .certificate_file =
                                      file_of(folder, "stranger", "pem"),
                                  .key_file = file_of(folder, "stranger",
                                                      "key")});
  struct tls_options options = {
      .certificate_file = file_of(folder, "server", "pem"),
      .key_file = file_of(folder, "server", "key"),
      .ca_file = file_of(folder, "ca", "pem"),
      .client_certificate_required = true};
  EXPECT(!tls_context_server(&server, &options, NULL));
  await fails(with, server, "server.test", (struct failure){0, NULL},
              (struct failure){-EKEYREJECTED, "unable to get local issuer"});
  SIDE client = {.context = to_server, .hostname = "server.test"},
       refusing = {.context = server};
  EXPECT(!io_socketpair(&client.transport, &refusing.transport));
  await shake(&client, &refusing);
  EXPECT(refusing.code == -EKEYREJECTED);
  EXPECT(says(refusing.reason, "peer did not return a certificate"));
  // The client hears of it when it reads.
  char data[10];
  EXPECT(!client.code);
  EXPECT(await io_read(client.stream, data, 10) == -EPROTO);
  EXPECT(says(tls_reason(client.stream), "certificate required"));
  EXPECT(await io_read(client.stream, data, 10) == -EPROTO);
  EXPECT(await io_write(client.stream, data, 10) == -EPROTO);
  EXPECT(await io_shutdown(client.stream) == -EPROTO);
  tls_context_close(with);
  tls_context_close(server);
  return 0;
}

static task(int) no_protocol(void) {
  struct tls_context *client =
                         client_of((struct tls_options){.protocols = "h2"}),
                     *server;
  struct tls_options options = {
      .certificate_file = file_of(folder, "server", "pem"),
      .key_file = file_of(folder, "server", "key"),
      .protocols = "http/1.1,h3"};
  EXPECT(!tls_context_server(&server, &options, NULL));
  await fails(client, server, "server.test",
              (struct failure){-EPROTO, "no application protocol"},
              (struct failure){-EPROTO, "no application protocol"});
  tls_context_close(client);
  tls_context_close(server);
  return 0;
}

// ---- Contexts ---------------------------------------------------------------

static void refused(struct tls_options options, bool is_server, int code,
                    const char *part) {
  struct tls_context *context = NULL;
  const char *reason;
  EXPECT((is_server ? tls_context_server : tls_context_client)(
             &context, &options, &reason) == code);
  EXPECT(!context && says(reason, part));
}

static void contexts(void) {
  const char *pem = file_of(folder, "server", "pem"),
             *key = file_of(folder, "server", "key"),
             *none = file_of(folder, "none", "pem");
  const struct tls_options good = {.certificate_file = pem, .key_file = key};
  struct tls_options options = {.ca_file = none};
  struct tls_context *context;
  refused(options, false, -ENOENT, "ca_file");
  options.ca_file = key;
  refused(options, false, -EINVAL, "");
  options = good;
  options.certificate_file = none;
  refused(options, true, -ENOENT, "certificate_file");
  options.certificate_file = key;
  refused(options, true, -EINVAL, "no start line");
  options = good;
  options.key_file = file_of(folder, "stranger", "key");
  refused(options, true, -EINVAL, "key values mismatch");
  options.key_file = file_of(folder, "locked", "key");
  refused(options, true, -EINVAL, "");
  options = good;
  options.ca_file = none;
  refused(options, true, -ENOENT, "ca_file");
  refused((struct tls_options){0}, true, -EINVAL, "needs a certificate");
  refused((struct tls_options){.key_file = key}, false, -EINVAL, "certificate");
  options = good;
  options.insecure_without_verification = true;
  refused(options, true, -EINVAL, "ca_file");
  options = good;
  options.client_certificate_required = true;
  refused(options, true, -EINVAL, "ca_file");
  char names[300];
  memset(names, 'x', 256);
  names[256] = 0;
  const char *wrong[] = {",", "a,", ",a", "a,,b", names};
  for (int i = 0; i < 5; ++i)
    refused((struct tls_options){.protocols = wrong[i]}, false, -EINVAL,
            "protocols");
  EXPECT(tls_context_client(NULL, NULL, NULL) == -EINVAL);
  EXPECT(tls_context_server(&context, NULL, NULL) == -EINVAL);
  tls_context_close(NULL);
}

// ---- Mistakes ---------------------------------------------------------------

/// It fails, and the transport is closed.
static task(int) mistake(struct tls_context *context, const char *hostname,
                         bool accepts) {
  struct io_stream *transport, *other;
  int code;
  const char *reason = "";
  EXPECT(!io_socketpair(&transport, &other));
  io_auto_close struct io_stream *end = other;
  struct io_stream *made =
      accepts
          ? task_catch(code, await tls_accept(context, transport, &reason))
          : task_catch(code, await tls_connect(context, transport, hostname,
                                               &reason));
  EXPECT(!made && code == -EINVAL && !reason);
  EXPECT(await drains(end) == 0);
  return 0;
}

static task(int) never_begins(struct io_stream *transport) {
  task_cancel(task_current());
  await tls_connect(to_server, transport, "server.test", NULL);
  return 0;
}

static void *other_thread(void *stream);
static task(int) in_another_thread(struct io_stream *transport) {
  int code;
  EXPECT(!task_catch(code, await tls_accept(at_server, transport, NULL)));
  EXPECT(code == -EPERM);
  return 0;
}
static void *other_thread(void *stream) {
  EXPECT(task_run(in_another_thread(stream)) == 0);
  return NULL;
}

static task(int) mistakes(void) {
  int code;
  char name[300];
  memset(name, 'a', 299);
  name[299] = 0;
  const struct {
    struct tls_context *context;
    const char *hostname;
    bool accepts;
  } wrong[] = {{NULL, "server.test", false},
               {at_server, "server.test", false},
               {to_server, NULL, true},
               {to_server, NULL, false},
               {to_server, "", false},
               {to_server, ".test", false}, // would match all of these
               {to_server, name, false}};
  for (int i = 0; i < 7; ++i)
    await mistake(wrong[i].context, wrong[i].hostname, wrong[i].accepts);
  EXPECT(!task_catch(code, await tls_accept(at_server, NULL, NULL)));
  EXPECT(code == -EINVAL);
  struct io_stream *one, *other;
  EXPECT(!io_socketpair(&one, &other));
  io_auto_close struct io_stream *end = other;
  task_group(g);
  task_spawn(g, never_begins(one));
  EXPECT(await drains(end) == 0);
  await task_group_wait(g);
  pthread_t thread;
  EXPECT(!pthread_create(&thread, NULL, other_thread, end));
  pthread_join(thread, NULL);
  return 0;
}

// ---- What is no TLS, or too old ---------------------------------------------

static task(int) speaks(struct io_stream *stream, const char *text,
                        bool and_goes) {
  io_auto_close struct io_stream *open = stream;
  char data[4096];
  if (and_goes)
    EXPECT(await io_read(stream, data, sizeof data) > 0);
  if (*text)
    EXPECT(await io_write(stream, text, strlen(text)) > 0);
  if (!and_goes)
    await drains(stream);
  return 0;
}

static task(int) other_languages(void) {
  const struct {
    const char *text, *hostname;
    bool and_goes;
    int code;
    const char *reason;
  } heard[] = {
      {"GET / HTTP/1.1\r\n\r\n", NULL, false, -EPROTO, "http request"},
      {"\1\2\3\4\5\6\7\10\11\12\13", NULL, false, -EPROTO, ""},
      {"220 mail.test\r\n", "server.test", false, -EPROTO, "wrong version"},
      {"\x16\x03\x03", "server.test", true, -ECONNRESET, "ended"},
      {"", "server.test", true, -ECONNRESET, "ended"}};
  for (int i = 0; i < 5; ++i) {
    struct io_stream *other;
    struct side side = {.context = heard[i].hostname ? to_server : at_server,
                        .hostname = heard[i].hostname};
    EXPECT(!io_socketpair(&side.transport, &other));
    task_group(g);
    task_spawn(g, speaks(other, heard[i].text, heard[i].and_goes));
    task_spawn(g, shakes(&side));
    EXPECT(await task_group_wait(g) == 0);
    EXPECT(side.code == heard[i].code && says(side.reason, heard[i].reason));
  }
  return 0;
}

static task(int) raw_tries(struct raw *raw, int *code) {
  *code = await raw_shake(raw);
  return 0;
}

/// A raw peer of that version at most, and a TLS stream.
ONCE static task(int) meets(struct raw *raw, struct side *side, int version,
                       int *raw_code) {
  struct io_stream *other;
  EXPECT(!io_socketpair(&side->transport, &other));
  raw_open(raw, other, side->hostname ? file_of(folder, "server", "pem") : NULL,
           file_of(folder, "server", "key"), version);
  task_group(g);
  task_spawn(g, raw_tries(raw, raw_code));
  task_spawn(g, shakes(side));
  return await task_group_wait(g);
}

static task(int) old_version(struct tls_context *context, const char *hostname,
                             int version) {
  struct side side = {.context = context, .hostname = hostname};
  RAW raw = {0};
  int code;
  EXPECT(await meets(&raw, &side, version, &code) == 0);
  EXPECT(code == -EPROTO && side.code == -EPROTO);
  EXPECT(says(side.reason, hostname ? "alert" : "unsupported protocol"));
  return 0;
}

/// 1.2 is spoken, but nothing is agreed on anew.
static task(int) refuses_anew(struct side made) {
  SIDE side = made;
  RAW raw = {0};
  int code;
  char data[10];
  EXPECT(await meets(&raw, &side, TLS1_2_VERSION, &code) == 0);
  EXPECT(!code && !side.code);
  EXPECT(!strcmp(tls_protocol(side.stream), "TLSv1.2"));
  EXPECT(SSL_renegotiate(raw.ssl) == 1);
  SSL_do_handshake(raw.ssl);
  EXPECT(await raw_flush(&raw) == 0);
  io_read_deadline(side.stream, task_now() + 100);
  EXPECT(await io_read(side.stream, data, 10) == -ETIMEDOUT);
  EXPECT(await io_write(side.stream, "yes", 3) == 3);
  EXPECT(await raw_read(&raw, data, 10) == -EPROTO); // it insists
  EXPECT(ERR_GET_REASON(ERR_peek_error()) == SSL_R_NO_RENEGOTIATION);
  ERR_clear_error();
  return 0;
}

static task(int) versions(void) {
  struct tls_context *modern =
      client_of((struct tls_options){.lowest = TLS_VERSION_1_3});
  const struct {
    struct tls_context *context;
    const char *hostname;
    int version;
  } old[] = {{at_server, NULL, TLS1_1_VERSION},
             {to_server, "server.test", TLS1_1_VERSION},
             {modern, "server.test", TLS1_2_VERSION}};
  for (int i = 0; i < 3; ++i)
    await old_version(old[i].context, old[i].hostname, old[i].version);
  tls_context_close(modern);
  for (int i = 0; i < 2; ++i)
    await refuses_anew((struct side){.context = i ? to_server : at_server,
                                     .hostname = i ? "server.test" : NULL});
  return 0;
}

// ---- The other side goes away -----------------------------------------------

static task(int) cut(bool in_a_record) {
  SIDE side = {.context = to_server, .hostname = "server.test"};
  RAW raw = {0};
  int code;
  char data[100], *bytes;
  EXPECT(await meets(&raw, &side, TLS1_3_VERSION, &code) == 0);
  EXPECT(!code && !side.code);
  EXPECT(await raw_write(&raw, "some", 4) == 0);
  if (in_a_record) {
    SSL_write(raw.ssl, "more", 4);
    long size = BIO_get_mem_data(raw.out, &bytes);
    EXPECT(await io_write(raw.stream, bytes, (size_t)size - 1) == size - 1);
  }
  EXPECT(await io_read(side.stream, data, 2) == 2);
  io_close(raw.stream);
  raw.stream = NULL;
  EXPECT(await io_read(side.stream, data, 100) == 2 && data[0] == 'm');
  EXPECT(!tls_reason(side.stream));
  EXPECT(await io_wait(side.stream) == -ECONNRESET);
  EXPECT(await io_read(side.stream, data, 100) == -ECONNRESET);
  EXPECT(says(tls_reason(side.stream), "this is the end"));
  EXPECT(await io_read(side.stream, data, 100) == -ECONNRESET);
  EXPECT(await io_write(side.stream, data, 100) == -EPIPE);
  EXPECT(await io_shutdown(side.stream) == -EPIPE);
  return 0;
}

/// A proxy that falsifies what it carries from some time on.
static task(int) falsifies(struct io_stream *from, struct io_stream *to,
                           const bool *now) {
  unsigned char data[20000];
  ssize_t count;
  while ((count = await io_read(from, data, sizeof data)) > 0) {
    if (*now)
      data[count - 1] ^= 1;
    EXPECT(await io_write(to, data, (size_t)count) == count);
  }
  await io_shutdown(to);
  return 0;
}

static task(int) tampered(void) {
  SIDE client = {.context = to_server, .hostname = "server.test"},
       server = {.context = at_server};
  struct io_stream *left, *right;
  bool now = false;
  char data[10];
  EXPECT(!io_socketpair(&client.transport, &left));
  EXPECT(!io_socketpair(&right, &server.transport));
  io_auto_close struct io_stream *one = left, *other = right;
  task_group(g);
  task_spawn(g, falsifies(left, right, &now));
  task_spawn(g, falsifies(right, left, &(const bool){false}));
  await shake(&client, &server);
  EXPECT(await io_write(client.stream, "right", 5) == 5);
  EXPECT(await io_read(server.stream, data, 10) == 5);
  now = true;
  EXPECT(await io_write(client.stream, "wrong", 5) == 5);
  EXPECT(await io_read(server.stream, data, 10) == -EPROTO);
  EXPECT(says(tls_reason(server.stream), "bad record mac"));
  EXPECT(await io_read(server.stream, data, 10) == -EPROTO);
  EXPECT(await io_write(server.stream, data, 10) == -EPROTO);
  EXPECT(await io_read(client.stream, data, 10) == -EPROTO); // it was told
  EXPECT(says(tls_reason(client.stream), "alert bad record mac"));
  return 0;
}

// ---- It stalls --------------------------------------------------------------

static task(int) connects(struct io_stream *transport) {
  io_auto_close struct io_stream *stream =
      await tls_connect(to_server, transport, "server.test", NULL);
  return stream != NULL;
}

static void fill(int fd) {
  char data[4096] = "";
  while (write(fd, data, sizeof data) > 0)
    ;
  while (write(fd, data, 1) > 0)
    ;
}

static task(int) silence(void) {
  struct io_stream *one, *other;
  int fds[2];
  for (int kind = 0; kind < 4; ++kind) {
    EXPECT(!socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds));
    if (kind > 1)
      fill(fds[0]); // there is no room for a hello
    EXPECT(!io_open(&one, fds[0]) && !io_open(&other, fds[1]));
    io_auto_close struct io_stream *end = other;
    uint64_t begin = task_now();
    if (kind == 0)
      io_read_deadline(one, begin + 1000);
    if (kind == 2)
      io_write_deadline(one, begin + 1000);
    EXPECT((kind % 2 ? await task_timeout(1000, connects(one))
                     : await connects(one)) == -ETIMEDOUT);
    EXPECT(task_now() - begin >= 1000 && task_now() - begin < 1100);
    EXPECT(await drains(end) == 0);
  }
  return 0;
}

static task(int) is_broken(struct io_stream *stream) {
  char data[10];
  EXPECT(await io_read(stream, data, 10) == -ECONNABORTED);
  return 0;
}
static task(ssize_t) writes_much(struct io_stream *stream) {
  static char data[3000000];
  return await io_write(stream, data, sizeof data);
}

/// A write that comes to nothing breaks the stream.
static task(int) given_up_writes(void) {
  for (int kind = 0; kind < 2; ++kind) {
    SIDE client = {.context = to_server, .hostname = "server.test"},
         server = {.context = at_server};
    EXPECT(!io_socketpair(&client.transport, &server.transport));
    await shake(&client, &server);
    struct io_stream *stream = client.stream;
    task_group(g);
    task_spawn(g, is_broken(stream));
    if (kind == 0)
      io_write_deadline(stream, task_now() + 1000);
    EXPECT((kind ? await task_timeout(1, writes_much(stream))
                 : await writes_much(stream)) == -ETIMEDOUT);
    EXPECT(await task_group_wait(g) == 0);
    await is_broken(stream);
    EXPECT(await io_write(stream, "x", 1) ==
           (kind ? -ECONNABORTED : -ETIMEDOUT));
    io_write_deadline(stream, 0);
    EXPECT(await io_write(stream, "x", 1) == -ECONNABORTED);
    EXPECT(await io_shutdown(stream) == -ECONNABORTED);
    EXPECT(!tls_transport(stream));
    EXPECT(await drains(server.stream) == -ECONNRESET);
  }
  return 0;
}

// ---- Changes of keys --------------------------------------------------------

static task(int) asks_for_keys(struct raw *raw, int times, int *asked) {
  for (int i = 0; i < times; ++i, ++*asked) {
    EXPECT(SSL_key_update(raw->ssl, SSL_KEY_UPDATE_REQUESTED));
    EXPECT(SSL_do_handshake(raw->ssl) == 1);
    if (i % 100 == 99 || times < 100)
      EXPECT(await raw_flush(raw) == 0);
  }
  return await raw_write(raw, "end", 3);
}

static task(int) reads_end(struct io_stream *stream) {
  char data[10];
  EXPECT(await io_read(stream, data, 10) == 3 && !memcmp(data, "end", 3));
  return 0;
}

static task(int) reads_much(struct raw *raw, size_t size) {
  static char data[70000];
  while (size) {
    int count = await raw_read(raw, data, sizeof data);
    EXPECT(count > 0);
    for (int i = 0; i < count; ++i)
      EXPECT(!data[i]);
    size -= (size_t)count;
  }
  return 0;
}

static task(int) much(struct io_stream *stream) {
  return await writes_much(stream) == 3000000 ? 0 : -EIO;
}

/// Keys change, on demand of the other side, while it is written to.
static task(int) keys(void) {
  SIDE side = {.context = to_server, .hostname = "server.test"};
  RAW raw = {0};
  int code, asked = 0;
  EXPECT(await meets(&raw, &side, TLS1_3_VERSION, &code) == 0);
  task_group(g);
  task_spawn(g, much(side.stream));
  task_spawn(g, asks_for_keys(&raw, 20, &asked));
  task_spawn(g, reads_end(side.stream));
  task_spawn(g, reads_much(&raw, 3000000));
  EXPECT(await task_group_wait(g) == 0);
  return 0;
}

/// Who asks again and again, and reads no answer, is read no more.
static task(int) too_many_keys(void) {
  int fds[2], code = -1, size = 4096, asked = 0;
  EXPECT(!socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds));
  for (int i = 0; i < 2; ++i)
    setsockopt(fds[i], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  SIDE side = {.context = at_server};
  RAW raw = {0};
  struct io_stream *other;
  EXPECT(!io_open(&side.transport, fds[0]) && !io_open(&other, fds[1]));
  raw_open(&raw, other, NULL, NULL, TLS1_3_VERSION);
  task_group(g);
  task_spawn(g, raw_tries(&raw, &code));
  task_spawn(g, shakes(&side));
  EXPECT(await task_group_wait(g) == 0 && !code && !side.code);
  task_spawn(g, reads_end(side.stream));
  struct task_job *job = task_start(g, asks_for_keys(&raw, 2000, &asked));
  await task_sleep(1000);
  EXPECT(asked > 100 && asked < 1900);
  // When it reads, all goes on.
  task_spawn(g, reads_much(&raw, 2));
  EXPECT(await task_join(job) == 0);
  EXPECT(await io_write(side.stream, "\0", 2) == 2);
  return await task_group_wait(g);
}

// ---- Cancelled at any moment ------------------------------------------------

static task(int) talks(struct side *side, bool *is_done) {
  char data[20000];
  memset(data, side->hostname ? 'c' : 's', sizeof data);
  await shakes(side);
  if (side->code)
    return 0; // the other one has gone
  io_auto_close struct io_stream *stream = side->stream;
  side->stream = NULL;
  if (side->hostname && await io_write(stream, data, sizeof data) < 0)
    return 0;
  if (await read_all(stream, data, sizeof data) != sizeof data)
    return 0;
  if (!side->hostname && await io_write(stream, data, sizeof data) < 0)
    return 0;
  if (await io_shutdown(stream) < 0 || await drains(stream) < 0)
    return 0;
  *is_done = true;
  return 0;
}

/// Two that talk through a proxy, which cancels one or both of them when it has
/// carried so many pieces.
struct trial {
  struct task_group *groups[2];
  int whom; ///< bits
  int pieces;
  bool done[2];
};

static task(int) carries_and_cancels(struct io_stream *from,
                                     struct io_stream *to,
                                     struct trial *trial) {
  char data[700];
  ssize_t count;
  while ((count = await io_read(from, data, sizeof data)) > 0) {
    if ((count = await io_write(to, data, (size_t)count)) < 0)
      break;
    if (--trial->pieces == 0)
      for (int i = 0; i < 2; ++i)
        if (trial->whom & 1 << i)
          task_group_cancel(trial->groups[i]);
  }
  await io_shutdown(to);
  return 0;
}

/// Whether all was done before.
static task(int) cancelled(int pieces, int whom) {
  struct trial trial = {.whom = whom, .pieces = pieces};
  struct side client = {.context = to_server, .hostname = "server.test"},
              server = {.context = at_server};
  struct io_stream *left, *right;
  EXPECT(!io_socketpair(&client.transport, &left));
  EXPECT(!io_socketpair(&right, &server.transport));
  io_auto_close struct io_stream *one = left, *other = right;
  task_group(g);
  task_spawn(g, carries_and_cancels(left, right, &trial));
  task_spawn(g, carries_and_cancels(right, left, &trial));
  task_group(clients);
  task_group(servers);
  trial.groups[0] = clients;
  trial.groups[1] = servers;
  task_spawn(clients, talks(&client, &trial.done[0]));
  task_spawn(servers, talks(&server, &trial.done[1]));
  EXPECT(await task_group_wait(clients) == 0);
  EXPECT(await task_group_wait(servers) == 0);
  return trial.done[0] && trial.done[1];
}

static void at_any_moment(int whom) {
  int pieces = 1, code;
  while ((code = task_run(cancelled(pieces, whom))) == 0)
    pieces += IS_CHECKED ? 3 : 1;
  EXPECT(code == 1 && pieces > 50); // all those of the data
}

int main(int argc, char **argv) {
  EXPECT(argc == 2);
  folder = argv[1];
  struct identity authority = make_authority(folder);
  struct identity nobody =
      certify((struct claim){"Nobody", NULL, -1, 30}, NULL);
  struct claim claim = {"A server", "DNS:server.test", -1, 30};
  issue(folder, "stranger", claim, &nobody);
  issue(folder, "itself", claim, NULL);
  claim.until = -1, claim.from = -30;
  issue(folder, "expired", claim, &authority);
  claim.until = 30, claim.from = 3;
  issue(folder, "early", claim, &authority);
  claim.from = -1, claim.names = "DNS:*.wild.test,DNS:f*.part.test";
  issue(folder, "wild", claim, &authority);
  claim.common_name = "common.test", claim.names = "IP:127.0.0.1";
  issue(folder, "common", claim, &authority);
  FILE *locked = fopen(file_of(folder, "locked", "key"), "w");
  EXPECT(locked && PEM_write_PrivateKey(locked, authority.key,
                                        EVP_aes_128_cbc(),
                                        (const unsigned char *)"word", 4, NULL,
                                        NULL) &&
         !fclose(locked));
  identity_free(&authority);
  identity_free(&nobody);
  to_server = client_of((struct tls_options){0});
  at_server = server_of("server");

  contexts();
  EXPECT(task_run(servers()) == 0);
  int descriptors = open_descriptors(); // libuv keeps some
  EXPECT(task_run(clients()) == 0);
  EXPECT(task_run(no_protocol()) == 0);
  EXPECT(task_run(mistakes()) == 0);
  EXPECT(task_run(other_languages()) == 0);
  EXPECT(task_run_virtual(versions()) == 0);
  EXPECT(task_run(cut(false)) == 0);
  EXPECT(task_run(cut(true)) == 0);
  EXPECT(task_run(tampered()) == 0);
  EXPECT(task_run_virtual(silence()) == 0);
  EXPECT(task_run_virtual(given_up_writes()) == 0);
  EXPECT(task_run(keys()) == 0);
  if (!IS_CHECKED)
    EXPECT(task_run_virtual(too_many_keys()) == 0);
  for (int whom = 1; whom < 4; ++whom)
    at_any_moment(whom);
  EXPECT(open_descriptors() == descriptors);
  tls_context_close(to_server);
  tls_context_close(at_server);
}
