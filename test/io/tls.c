// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// TLS streams carry in both directions at once what was written, in order and
// whole, however the transport cuts it; they tell what was agreed on, and the end
// of what the other side writes.
// REQUIRES: libuv, openssl
// RUN: rm -rf %t.dir && mkdir -p %t.dir
// RUN: %levels %s %tls -- %t.dir
// RUN: %if sanitizers %{ %yieldcc -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all %s %checked_tls -o %t.asan && %t.asan %t.dir %}

#include "Inputs/handshakes.h"
#include <pthread.h>

static const char *folder;
static struct tls_context *to_server, *at_server;

/// Two sides that have shaken hands.
ONCE static task(int) agree(struct side *client, struct side *server) {
  client->context = client->context ? client->context : to_server;
  server->context = server->context ? server->context : at_server;
  client->hostname = client->hostname ? client->hostname : "server.test";
  if (!client->transport)
    EXPECT(!io_socketpair(&client->transport, &server->transport));
  await shake(client, server);
  if (client->code || server->code)
    fprintf(stderr, "%d %s, %d %s\n", client->code, client->reason,
            server->code, server->reason);
  EXPECT(!client->code && !server->code);
  EXPECT(!client->reason && !server->reason);
  return 0;
}

// ---- Small ------------------------------------------------------------------

static task(int) answers(struct io_stream *stream) {
  struct io_reader reader io_auto_free_reader = {.stream = stream};
  struct io_writer writer io_auto_free_writer = {.stream = stream};
  char *line;
  ssize_t length;
  while ((length = await io_get_line(&reader, &line)) > 0) {
    EXPECT(await io_print(&writer, "%zd %s\n", length, line) > 0);
    EXPECT(await io_flush(&writer) == 0);
  }
  EXPECT(length == 0);
  return (int)await io_shutdown(stream);
}

static task(int) asks(struct io_stream *stream) {
  struct io_reader reader io_auto_free_reader = {.stream = stream};
  char *line;
  EXPECT(await io_write(stream, "one\ntwo\r\nthr", 12) == 12);
  EXPECT(await io_get_line(&reader, &line) == 6 && !strcmp(line, "4 one"));
  EXPECT(await io_get_line(&reader, &line) == 6 && !strcmp(line, "5 two"));
  struct iovec pieces[] = {{"", 0}, {"ee", 2}, {NULL, 0}, {"\nfour", 5}};
  EXPECT(await io_writev(stream, pieces, 4) == 7);
  EXPECT(await io_write(stream, "", 0) == 0);
  EXPECT(await io_get_line(&reader, &line) == 8 && !strcmp(line, "6 three"));
  EXPECT(await io_shutdown(stream) == 0 && await io_shutdown(stream) == 0);
  EXPECT(await io_write(stream, "x", 1) == -EPIPE);
  EXPECT(await io_get_line(&reader, &line) == 7 && !strcmp(line, "4 four"));
  EXPECT(await io_get_line(&reader, &line) == 0);
  EXPECT(await io_get_line(&reader, &line) == 0);
  return 0;
}

static task(int) lines(void) {
  SIDE client = {0}, server = {0};
  await agree(&client, &server);
  struct io_stream *s = client.stream;
  EXPECT(!strcmp(tls_protocol(s), "TLSv1.3") && !tls_reason(s) && !tls_alpn(s));
  EXPECT(!strcmp(tls_peer_name(s), "A server"));
  EXPECT(!tls_peer_name(server.stream) &&
         !strcmp(tls_protocol(server.stream), "TLSv1.3"));
  EXPECT(tls_transport(s) == client.transport);
  EXPECT(!tls_protocol(client.transport) && !tls_transport(NULL));
  task_group(g);
  task_spawn(g, answers(server.stream));
  task_spawn(g, asks(s));
  EXPECT(await task_group_wait(g) == 0);
  EXPECT(!tls_reason(s) && !tls_reason(server.stream));
  return 0;
}

// ---- Much -------------------------------------------------------------------

static unsigned char byte_at(size_t at, int name) {
  return (unsigned char)(at ^ at >> 8 ^ at >> 16) + (unsigned char)name;
}

/// In pieces of all sizes, some of several parts.
static task(int) sends(struct io_stream *stream, size_t size, int name) {
  static const size_t sizes[] = {1, 16384, 40000, 16385, 7, 100000, 500};
  unsigned char *data = malloc(size);
  EXPECT(data);
  for (size_t i = 0; i < size; ++i)
    data[i] = byte_at(i, name);
  size_t done = 0;
  for (unsigned turn = 0; done < size; ++turn) {
    size_t count = sizes[turn % 7] < size - done ? sizes[turn % 7] : size - done;
    struct iovec parts[] = {{data + done, count / 3},
                            {data + done + count / 3, count - count / 3}};
    ssize_t written = turn % 2 ? await io_write(stream, data + done, count)
                               : await io_writev(stream, parts, 2);
    EXPECT(written == (ssize_t)count);
    done += count;
  }
  free(data);
  return (int)await io_shutdown(stream);
}

static task(int) receives(struct io_stream *stream, size_t size, int name) {
  static const size_t sizes[] = {1, 100, 70000, 16384, 3, 5000};
  static unsigned char data[70000];
  size_t done = 0;
  ssize_t count;
  for (unsigned turn = 0;
       (count = await io_read(stream, data, sizes[turn % 6])) > 0; ++turn)
    for (ssize_t i = 0; i < count; ++i, ++done)
      EXPECT(data[i] == byte_at(done, name));
  EXPECT(count == 0 && done == size);
  return 0;
}

/// All four at once.
ONCE static task(int) exchange(struct side *client, struct side *server,
                          size_t size) {
  await agree(client, server);
  task_group(g);
  task_spawn(g, sends(client->stream, size, 1));
  task_spawn(g, sends(server->stream, size, 2));
  task_spawn(g, receives(client->stream, size, 2));
  task_spawn(g, receives(server->stream, size, 1));
  EXPECT(await task_group_wait(g) == 0);
  return 0;
}

static task(int) over_sockets(void) {
  SIDE client = {0}, server = {0};
  return await exchange(&client, &server, 1500000);
}

static task(struct io_stream *) accepts(struct io_listener *listener) {
  return await io_accept(listener);
}
static task(int) over_tcp(void) {
  struct io_listener *listener;
  SIDE client = {.hostname = "127.0.0.1"}, server = {0};
  EXPECT(!tcp_listen(&listener, "127.0.0.1", 0, NULL));
  client.transport =
      await tcp_connect("127.0.0.1", io_listener_port(listener));
  server.transport = await accepts(listener);
  io_listener_close(listener);
  await exchange(&client, &server, 1500000);
  struct io_address address;
  EXPECT(!tcp_local(tls_transport(client.stream), &address));
  EXPECT(tcp_local(client.stream, &address) == -ENOTSUP);
  return 0;
}

/// The transport gives and takes so many bytes at a time.
static task(int) through_a_proxy(size_t size, size_t amount) {
  struct io_stream *left, *right;
  task_group(g);
  {
    SIDE client = {0}, server = {0};
    EXPECT(!io_socketpair(&client.transport, &left));
    EXPECT(!io_socketpair(&right, &server.transport));
    EXPECT(!task_spawn(g, proxy(left, right, size)));
    await exchange(&client, &server, amount);
  }
  return await task_group_wait(g);
}

static task(int) within_tls(void) {
  SIDE outer_client = {0}, outer_server = {0};
  await agree(&outer_client, &outer_server);
  SIDE client = {.transport = outer_client.stream},
       server = {.transport = outer_server.stream};
  outer_client.stream = outer_server.stream = NULL;
  return await exchange(&client, &server, 300000);
}

// ---- Reading and writing in a particular way --------------------------------

/// Who is given up while he reads has lost nothing.
static task(ssize_t) reads(struct io_stream *stream, char *data, size_t size) {
  return await io_read(stream, data, size);
}
static task(int) writes_slowly(struct io_stream *stream) {
  for (char c = 'a'; c <= 'z'; ++c) {
    await task_sleep(10);
    EXPECT(await io_write(stream, &c, 1) == 1);
  }
  return 0;
}
static task(int) given_up_reads(void) {
  SIDE client = {0}, server = {0};
  char text[30] = "";
  size_t length = 0;
  await agree(&client, &server);
  task_group(g);
  task_spawn(g, writes_slowly(server.stream));
  EXPECT(await io_wait(client.stream) == 0); // which takes nothing
  EXPECT(await io_wait(client.stream) == 0);
  EXPECT(await io_read(client.stream, text, 1) == 1 && text[0] == 'a');
  length = 1;
  for (int turn = 0; length < 26; ++turn) {
    ssize_t count;
    if (turn % 2) {
      io_read_deadline(client.stream, task_now() + 3);
      count = await io_read(client.stream, text + length, 29 - length);
    } else {
      io_read_deadline(client.stream, 0);
      count = await task_timeout(
          3, reads(client.stream, text + length, 29 - length));
    }
    EXPECT(count > 0 || count == -ETIMEDOUT);
    if (count > 0)
      length += (size_t)count;
  }
  EXPECT(!strcmp(text, "abcdefghijklmnopqrstuvwxyz"));
  return await task_group_wait(g);
}

static task(int) writes_one(struct io_stream *stream, char c, size_t size) {
  char *data = malloc(size);
  memset(data, c, size);
  ssize_t count = await io_write(stream, data, size);
  free(data);
  return count == (ssize_t)size ? 0 : -EIO;
}
static task(int) several_writers(void) {
  SIDE client = {0}, server = {0};
  static char data[4 * 300000];
  await agree(&client, &server);
  task_group(g);
  for (char c = 'a'; c < 'e'; ++c)
    task_spawn(g, writes_one(client.stream, c, 300000));
  EXPECT(await read_all(server.stream, data, sizeof data) == sizeof data);
  for (size_t i = 0; i < sizeof data; ++i)
    EXPECT(data[i] == (char)('a' + i / 300000));
  EXPECT(await task_group_wait(g) == 0);
  EXPECT(await io_read(server.stream, NULL, 1) == -EINVAL);
  struct io_stream *stream = server.stream;
  task_spawn(g, receives(stream, 0, 0));
  await task_sleep(1);
  EXPECT(await io_read(stream, data, 1) == -EBUSY);
  close_side(&client);
  client.stream = NULL;
  return await task_group_wait(g);
}

/// Closing is an end too, for whoever reads; and breaks off what others do.
static task(int) is_closed_while_it_reads(struct io_stream *stream) {
  char data[10];
  EXPECT(await io_read(stream, data, 10) == -ECONNABORTED);
  return 0;
}
static task(int) is_closed_while_it_writes(struct io_stream *stream) {
  static char data[3000000];
  EXPECT(await io_write(stream, data, sizeof data) == -ECONNABORTED);
  return 0;
}
static task(int) closing(void) {
  SIDE client = {0}, server = {0};
  char data[10];
  await agree(&client, &server);
  EXPECT(await io_write(client.stream, "end", 3) == 3);
  io_close(client.stream);
  client.stream = NULL;
  EXPECT(await io_read(server.stream, data, 10) == 3);
  EXPECT(await io_wait(server.stream) == 0);
  EXPECT(await io_read(server.stream, data, 10) == 0);

  SIDE other = {0}, peer = {0};
  await agree(&other, &peer);
  task_group(g);
  task_spawn(g, is_closed_while_it_reads(other.stream));
  task_spawn(g, is_closed_while_it_writes(other.stream));
  task_spawn(g, is_closed_while_it_writes(other.stream));
  await task_sleep(5);
  io_close(other.stream);
  other.stream = NULL;
  return await task_group_wait(g);
}

/// Deadlines of the transport are the stream's.
static task(int) deadlines(void) {
  SIDE client = {0}, server = {0};
  char data[10];
  EXPECT(!io_socketpair(&client.transport, &server.transport));
  io_read_deadline(client.transport, task_now() + 1000);
  await agree(&client, &server);
  uint64_t begin = task_now();
  EXPECT(await io_read(client.stream, data, 10) == -ETIMEDOUT);
  EXPECT(task_now() - begin > 900);
  EXPECT(await io_read(client.stream, data, 10) == -ETIMEDOUT);
  io_read_deadline(client.stream, 0);
  EXPECT(await io_write(server.stream, "late", 4) == 4);
  EXPECT(await io_read(client.stream, data, 10) == 4);
  return 0;
}

// ---- What is agreed on ------------------------------------------------------

static struct tls_context *client_context(struct tls_options options) {
  struct tls_context *context;
  const char *reason;
  options.ca_file = file_of(folder, "ca", "pem");
  EXPECT(!tls_context_client(&context, &options, &reason) && !reason);
  return context;
}

static struct tls_context *server_context(struct tls_options options) {
  struct tls_context *context;
  const char *reason;
  options.certificate_file = file_of(folder, "server", "pem");
  options.key_file = file_of(folder, "server", "key");
  EXPECT(!tls_context_server(&context, &options, &reason) && !reason);
  return context;
}

static bool same(const char *a, const char *b) {
  return a && b ? !strcmp(a, b) : a == b;
}

static task(int) protocols(const char *offered, const char *known,
                           const char *agreed) {
  SIDE client = {.context = client_context(
                     (struct tls_options){.protocols = offered})},
       server = {.context = server_context(
                     (struct tls_options){.protocols = known})};
  await agree(&client, &server);
  EXPECT(same(tls_alpn(client.stream), agreed));
  EXPECT(same(tls_alpn(server.stream), agreed));
  tls_context_close(client.context); // the streams need it no more
  tls_context_close(server.context);
  return 0;
}

static task(int) agreements(void) {
  static const char *const names[][3] = {
      {"http/1.1,h2", "h2,http/1.1", "h2"}, // the server chooses
      {"http/1.1,h2", "http/1.1", "http/1.1"},
      {"http/1.1", NULL, NULL},
      {NULL, "h2", NULL}};
  for (int i = 0; i < 4; ++i)
    await protocols(names[i][0], names[i][1], names[i][2]);
  SIDE client = {.context = client_context((struct tls_options){
                     .certificate_file = file_of(folder, "client", "pem"),
                     .key_file = file_of(folder, "client", "key")})},
       server = {.context = server_context((struct tls_options){
                     .ca_file = file_of(folder, "ca", "pem"),
                     .client_certificate_required = true})};
  await agree(&client, &server);
  EXPECT(same(tls_peer_name(server.stream), "Client 7"));
  // One that need not, and does not.
  SIDE other = {0}, asking = {.context = server_context((struct tls_options){
                                  .ca_file = file_of(folder, "ca", "pem")})};
  await agree(&other, &asking);
  EXPECT(!tls_peer_name(asking.stream));
  tls_context_close(client.context);
  tls_context_close(server.context);
  tls_context_close(asking.context);

  struct tls_context *modern =
      server_context((struct tls_options){.lowest = TLS_VERSION_1_3});
  SIDE newer = {0}, newest = {.context = modern};
  await agree(&newer, &newest);
  tls_context_close(modern);
  return 0;
}

/// Both threads use the contexts, each with its own loop.
static void *other_thread(void *unused) {
  (void)unused;
  for (int i = 0; i < 3; ++i)
    EXPECT(task_run(lines()) == 0);
  return NULL;
}

int main(int argc, char **argv) {
  EXPECT(argc == 2);
  folder = argv[1];
  struct identity authority = make_authority(folder);
  issue(folder, "client", (struct claim){"Client 7", "DNS:seven.test", -1, 30},
        &authority);
  identity_free(&authority);
  to_server = client_context((struct tls_options){0});
  at_server = server_context((struct tls_options){0});
  EXPECT(task_run(lines()) == 0);
  int descriptors = open_descriptors(); // libuv keeps some
  EXPECT(task_run(over_sockets()) == 0);
  EXPECT(task_run(over_tcp()) == 0);
  EXPECT(task_run(through_a_proxy(1, 3000)) == 0);
  EXPECT(task_run(through_a_proxy(1000, 300000)) == 0);
  EXPECT(task_run(within_tls()) == 0);
  EXPECT(task_run_virtual(given_up_reads()) == 0);
  EXPECT(task_run(several_writers()) == 0);
  EXPECT(task_run(closing()) == 0);
  EXPECT(task_run_virtual(deadlines()) == 0);
  EXPECT(task_run(agreements()) == 0);
  pthread_t thread;
  EXPECT(!pthread_create(&thread, NULL, other_thread, NULL));
  other_thread(NULL);
  pthread_join(thread, NULL);
  EXPECT(open_descriptors() == descriptors);
  tls_context_close(to_server);
  tls_context_close(at_server);
}
