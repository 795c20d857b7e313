// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The client for HTTP: methods, headers, bodies whole and bit by bit in both
// directions, redirects, a thousand requests over a few connections that are kept,
// and that it takes no more from the other side than is asked for.
// REQUIRES: libuv, curl
// RUN: %levels %s %fetch
// RUN: %if sanitizers %{ %levels %s -g -fsanitize=address,undefined -fno-sanitize-recover=all %checked_fetch --levels %checked_levels %}

#include "Inputs/fetch-server.h"
#include <fcntl.h>

static task(int) gets(struct site *site, struct fetch_client *client) {
  fetch_auto_free struct fetch_answer answer = {0};
  struct fetch_request request = {.url = url(site, "/hello")};
  EXPECT(await fetch(client, &request, &answer) == 0);
  EXPECT(answer.status == 200 && answer.length == 5);
  EXPECT(!strcmp(answer.body, "hello") && !answer.reason[0]);
  EXPECT(!strcmp(answer.url, url(site, "/hello")));
  EXPECT(answer.header_count == 5);
  EXPECT(!strcmp(answer.headers[0], "X-Twice: one"));
  EXPECT(!strcmp(fetch_header(&answer, "X-TWICE"), "one"));
  EXPECT(!strcmp(answer.headers[3], "x-twice:  two"));
  EXPECT(!strcmp(fetch_header(&answer, "empty"), ""));
  EXPECT(!strcmp(fetch_header(&answer, "folded"), "a   b"));
  EXPECT(!strcmp(fetch_header(&answer, "content-length"), "5"));
  EXPECT(!fetch_header(&answer, "X-Twic") && !fetch_header(&answer, "late"));
  EXPECT(!fetch_header(&answer, "") && !fetch_header(&answer, NULL));
  EXPECT(!fetch_header(NULL, "Empty"));
  EXPECT(answer.times.total > 0 && answer.times.first_byte > 0);
  EXPECT(answer.times.total >= answer.times.first_byte);
  EXPECT(answer.times.encrypted == 0);
  fetch_answer_free(&answer);
  EXPECT(!answer.body && !answer.headers && !answer.status);
  fetch_answer_free(NULL);

  request.url = url(site, "/empty");
  EXPECT(await fetch(client, &request, &answer) == 0);
  EXPECT(answer.status == 204 && answer.length == 0 && !answer.body[0]);
  fetch_answer_free(&answer);

  request.url = url(site, "/chunks/300"); // behind a 100, and with a trailer
  EXPECT(await fetch(client, &request, &answer) == 0);
  EXPECT(answer.status == 200 && answer.header_count == 1);
  EXPECT(answer.length == 10 * 2 + 90 * 3 + 200 * 4);
  EXPECT(!memcmp(answer.body, "0,1,2,", 6));
  EXPECT(!strcmp(answer.body + answer.length - 8, "298,299,"));
  EXPECT(site->connections == 1 && site->requests == 3);
  return 0;
}

/// What the server says that it got.
static task(int) asks(struct fetch_client *client,
                      const struct fetch_request *request,
                      const char *expected) {
  fetch_auto_free struct fetch_answer answer = {0};
  EXPECT(await fetch(client, request, &answer) == 0);
  if (answer.status != 200 || strcmp(answer.body, expected)) {
    fprintf(stderr, "%d %s\nexpected: %s\n", answer.status, answer.body,
            expected);
    exit(1);
  }
  return 0;
}

static task(int) sends(struct site *site, struct fetch_client *client) {
  static char large[300000];
  char text[100];
  memset(large, 'x', sizeof large);
  struct fetch_request request = {.url = url(site, "/x")};
  await asks(client, &request, "GET /x 0 811c9dc5");
  request.body = "a"; // FNV-1a of "a" is e40c292c, of "foobar" bf9cf968
  request.length = 1;
  await asks(client, &request, "POST /x 1 e40c292c");
  request.method = "PUT";
  await asks(client, &request, "PUT /x 1 e40c292c");
  request.method = "GET";
  await asks(client, &request, "GET /x 1 e40c292c");
  request.method = "DELETE";
  request.body = NULL;
  request.length = 0;
  await asks(client, &request, "DELETE /x 0 811c9dc5");
  request.method = "POST";
  await asks(client, &request, "POST /x 0 811c9dc5");
  request.body = "foobar";
  request.length = 6;
  await asks(client, &request, "POST /x 6 bf9cf968");
  request.body = large;
  request.length = sizeof large;
  snprintf(text, sizeof text, "POST /x %zu %x", sizeof large,
           sum_of(NO_SUM, large, sizeof large));
  await asks(client, &request, text);

  // What is sent is what was asked for, and what HTTP can't do without.
  const char *const headers[] = {"X-One: 1", "Accept:", "Content-Type: text/a"};
  request = (struct fetch_request){.url = url(site, "/request"),
                                   .method = "POST",
                                   .headers = headers,
                                   .header_count = 3};
  snprintf(text, sizeof text,
           "POST /request HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUser-Agent: test\r\n",
           io_listener_port(site->listener));
  fetch_auto_free struct fetch_answer answer = {0};
  EXPECT(await fetch(client, &request, &answer) == 0);
  EXPECT(!memcmp(answer.body, text, strlen(text)));
  EXPECT(strstr(answer.body, "\r\nX-One: 1\r\n"));
  EXPECT(strstr(answer.body, "\r\nContent-Type: text/a\r\n"));
  EXPECT(strstr(answer.body, "\r\nContent-Length: 0\r\n"));
  EXPECT(!strstr(answer.body, "Accept") && !strstr(answer.body, "Expect"));
  fetch_answer_free(&answer);

  request = (struct fetch_request){.url = url(site, "/head"), .method = "HEAD"};
  EXPECT(await fetch(client, &request, &answer) == 0);
  EXPECT(answer.status == 200 && answer.length == 0);
  EXPECT(!strcmp(fetch_header(&answer, "content-length"), "99"));
  EXPECT(site->connections == 1);
  return 0;
}

static task(int) redirects(struct site *site, struct fetch_client *client) {
  fetch_auto_free struct fetch_answer answer = {0};
  struct fetch_request request = {.url = url(site, "/redirect/10/302")};
  EXPECT(await fetch(client, &request, &answer) == 0);
  EXPECT(answer.status == 200 && answer.header_count == 1);
  EXPECT(!strcmp(answer.url, url(site, "/redirect/0/302")));
  fetch_answer_free(&answer);
  request.redirects = 3;
  request.url = url(site, "/redirect/3/307");
  request.body = "a";
  request.length = 1;
  await asks(client, &request, "POST /redirect/0/307 1 e40c292c");
  request.url = url(site, "/redirect/1/302");
  await asks(client, &request, "GET /redirect/0/302 0 811c9dc5");
  request.method = "PUT";
  await asks(client, &request, "PUT /redirect/0/302 1 e40c292c");
  request.url = url(site, "/redirect/1/303");
  await asks(client, &request, "GET /redirect/0/303 0 811c9dc5");

  request = (struct fetch_request){.url = url(site, "/redirect/4/302"),
                                   .redirects = 3};
  EXPECT(await fetch(client, &request, &answer) == -ELOOP);
  EXPECT(answer.status == 302 && answer.reason[0] && !answer.headers);
  request.redirects = -1;
  EXPECT(await fetch(client, &request, &answer) == 0);
  EXPECT(answer.status == 302 && !strcmp(answer.body, "this way"));
  EXPECT(!strcmp(fetch_header(&answer, "location"), "/redirect/3/302"));
  fetch_answer_free(&answer);

  // Bit by bit too it is the head of the last answer.
  request = (struct fetch_request){.url = url(site, "/redirect/2/302")};
  fetch_auto_close struct fetch_body *body =
      await fetch_open(client, &request, &answer);
  EXPECT(answer.status == 200 && answer.header_count == 1);
  char text[100];
  EXPECT(await fetch_read(body, text, sizeof text) == 30);
  EXPECT(!memcmp(text, "GET /redirect/0/302 0 811c9dc5", 30));
  return 0;
}

static task(int) options_of(struct site *site) {
  fetch_auto_close_client struct fetch_client *client = NULL;
  char proxy[100];
  snprintf(proxy, sizeof proxy, "%s", url(site, ""));
  struct fetch_options options = {
      .proxy = "", .compressed = true, .cookies = true};
  EXPECT(fetch_client_open(&client, &options) == 0);
  struct fetch_request request = {.url = url(site, "/zip")};
  await asks(client, &request, "hello");
  request.url = url(site, "/cookie");
  await asks(client, &request, "no");
  await asks(client, &request, "yes");
  fetch_client_close(client);

  options = (struct fetch_options){.proxy = proxy,
                                   .only_http1 = true,
                                   .dns_cache = -1};
  EXPECT(fetch_client_open(&client, &options) == 0);
  request.url = "http://nowhere.example:99/x";
  await asks(client, &request,
             "GET http://nowhere.example:99/x 0 811c9dc5");
  return 0;
}

static task(int) one_of_many(struct site *site, struct fetch_client *client,
                             int *finished) {
  struct fetch_request request = {.url = url(site, "/hello")};
  await asks(client, &request, "hello");
  ++*finished;
  return 0;
}

static bool is_connection(int fd) {
  struct sockaddr_in address;
  socklen_t length = sizeof address;
  return getpeername(fd, (struct sockaddr *)&address, &length) == 0 &&
         address.sin_family == AF_INET;
}

static task(int) many(struct site *site, struct fetch_options options,
                      int requests, int connections) {
  fetch_auto_close_client struct fetch_client *client = NULL;
  int finished = 0, before = site->open;
  options.proxy = "";
  EXPECT(fetch_client_open(&client, &options) == 0);
  site->connections = site->requests = site->most_open = 0;
  task_group(g);
  for (int i = 0; i < requests; ++i)
    EXPECT(task_spawn(g, one_of_many(site, client, &finished)) == 0);
  EXPECT(await task_group_wait(g) == 0);
  EXPECT(finished == requests && site->requests == requests);
  EXPECT(site->connections == connections);
  EXPECT(site->most_open <= before + connections);
  for (int fd = 3; fd < 100; ++fd) // programs that are started get none
    EXPECT(!is_connection(fd) || (fcntl(fd, F_GETFD) & FD_CLOEXEC));
  return 0;
}

static task(int) reads(struct site *site, struct fetch_client *client) {
  fetch_auto_free struct fetch_answer answer = {0};
  struct fetch_request request = {.url = url(site, "/chunks/5000")};
  char text[1000];
  ssize_t count;
  size_t total = 0;
  unsigned sum = NO_SUM, expected = NO_SUM;
  fetch_auto_close struct fetch_body *body =
      await fetch_open(client, &request, &answer);
  EXPECT(answer.status == 200 && !answer.body && answer.header_count == 1);
  while ((count = await fetch_read(body, text, 7)) > 0) {
    EXPECT(count <= 7);
    total += (size_t)count;
    sum = sum_of(sum, text, (size_t)count);
  }
  EXPECT(count == 0 && total == 10 * 2 + 90 * 3 + 900 * 4 + 4000 * 5);
  for (int i = 0; i < 5000; ++i)
    expected =
        sum_of(expected, text, (size_t)snprintf(text, sizeof text, "%d,", i));
  EXPECT(sum == expected);
  EXPECT(await fetch_read(body, text, 7) == 0);
  EXPECT(!strcmp(fetch_body_reason(body), ""));
  fetch_body_close(body);
  fetch_answer_free(&answer);

  // The head is there before the body is.
  request.url = url(site, "/slow/1/100000");
  request.timeout = 10000;
  body = await fetch_open(client, &request, &answer);
  EXPECT(answer.status == 200);
  fetch_body_close(body);
  fetch_answer_free(&answer);
  request.url = url(site, "/slow/3/10");
  uint64_t before = task_now();
  body = await fetch_open(client, &request, &answer);
  EXPECT(await fetch_read(body, text, 7) == 1);
  EXPECT(await fetch_read(body, text, 7) == 1);
  EXPECT(task_now() - before >= 20);
  EXPECT(await fetch_read(body, text, 7) == 1);
  EXPECT(await fetch_read(body, text, 7) == 0);
  return 0;
}

/// The most that the system keeps for a socket, in one direction.
static size_t kept_by_system(const char *file) {
  size_t most = 0;
  FILE *sizes = fopen(file, "r");
  EXPECT(sizes && fscanf(sizes, "%*u %*u %zu", &most) == 1);
  fclose(sizes);
  return most;
}

/// Who does not read is not sent more than there is room for on the way.
static task(int) holds_up(struct site *site, struct fetch_client *client) {
  fetch_auto_free struct fetch_answer answer = {0};
  struct fetch_request request = {.url = url(site, "/endless")};
  static char data[100000];
  size_t taken = 0, sent;
  size_t room = kept_by_system("/proc/sys/net/ipv4/tcp_rmem") +
                kept_by_system("/proc/sys/net/ipv4/tcp_wmem") + 256 * 1024;
  site->sent = 0;
  fetch_auto_close struct fetch_body *body =
      await fetch_open(client, &request, &answer);
  do { // until the server can send no more
    sent = site->sent;
    EXPECT(sent <= room);
    await task_sleep(10);
  } while (site->sent != sent);
  EXPECT(sent >= 64 * 1024);
  // It goes on as fast as it is read, in large pieces and in small ones.
  for (unsigned i = 0; taken < 2 * room; ++i) {
    size_t size = i % 2 ? sizeof data : 1 + i % 1000;
    ssize_t count = await fetch_read(body, data, size);
    EXPECT(count > 0 && (size_t)count <= size);
    taken += (size_t)count;
    EXPECT(site->sent <= taken + room);
  }
  return 0;
}

static task(int) writes(struct site *site, struct fetch_client *client) {
  static char data[200000];
  fetch_auto_free struct fetch_answer answer = {0};
  struct fetch_request request = {.url = url(site, "/up")};
  char text[100], got[100];
  unsigned sum = NO_SUM;
  size_t total = 0;
  fetch_auto_close struct fetch_body *body = NULL;
  EXPECT(fetch_upload(&body, client, &request) == 0);
  for (size_t i = 0; i < sizeof data; ++i)
    data[i] = (char)(i * 7 + i / 1000);
  for (size_t size = 0; size <= sizeof data; size = 3 * size + 1) {
    EXPECT(await fetch_write(body, data, size) == (ssize_t)size);
    sum = sum_of(sum, data, size);
    total += size;
    if (size == 13)
      await task_sleep(5);
  }
  EXPECT(await fetch_head(body, &answer) == 0);
  EXPECT(answer.status == 200);
  snprintf(text, sizeof text, "PUT /up %zu %x", total, sum);
  EXPECT(await fetch_read(body, got, sizeof got) == (ssize_t)strlen(text));
  EXPECT(!memcmp(got, text, strlen(text)));
  EXPECT(await fetch_write(body, data, 1) == -EINVAL);
  EXPECT(await fetch_read(body, got, sizeof got) == 0);
  fetch_answer_free(&answer);
  EXPECT(await fetch_head(body, &answer) == 0 && answer.status == 200);
  fetch_answer_free(&answer);
  fetch_body_close(body);

  // Of a known length.
  request.method = "POST";
  request.length = 6;
  EXPECT(fetch_upload(&body, client, &request) == 0);
  EXPECT(await fetch_write(body, "foo", 3) == 3);
  EXPECT(await fetch_write(body, "bars", 4) == -EMSGSIZE);
  EXPECT(await fetch_write(body, "bar", 3) == 3);
  EXPECT(await fetch_head(body, &answer) == 0);
  EXPECT(await fetch_read(body, got, sizeof got) == 19);
  EXPECT(!memcmp(got, "POST /up 6 bf9cf968", 19));
  return 0;
}

static task(int) writes_much(struct fetch_body *body) {
  static char data[65536];
  ssize_t count;
  while ((count = await fetch_write(body, data, sizeof data)) > 0)
    ;
  return (int)count;
}

static task(int) writes_all(struct fetch_body *body) {
  static char data[100000000]; // more than there is room for on the way
  return (int)await fetch_write(body, data, sizeof data);
}

static task(int) writes_six(struct fetch_body *body) {
  return (int)await fetch_write(body, "foobar", 6);
}

/// The other side reads nothing, and says why.
static task(int) is_refused(struct site *site, struct fetch_client *client) {
  fetch_auto_free struct fetch_answer answer = {0};
  struct fetch_request request = {.url = url(site, "/refuses")};
  static char data[10000];
  size_t total = 0;
  ssize_t count;
  fetch_auto_close struct fetch_body *body = NULL;
  EXPECT(fetch_upload(&body, client, &request) == 0);
  EXPECT(await writes_much(body) == -EPIPE);
  EXPECT(await fetch_write(body, "x", 1) == -EPIPE);
  EXPECT(await fetch_head(body, &answer) == 0 && answer.status == 413);
  while ((count = await fetch_read(body, data, sizeof data)) > 0)
    total += (size_t)count;
  EXPECT(count == 0 && total == 1638400);
  fetch_body_close(body);
  fetch_answer_free(&answer);
  // Who sends waits while nobody reads. Given up, that is the end of it.
  request.url = url(site, "/sleep");
  EXPECT(fetch_upload(&body, client, &request) == 0);
  EXPECT(await fetch_write(body, "x", 1) == 1);
  EXPECT(await task_timeout(50, writes_all(body)) == -ETIMEDOUT);
  EXPECT(await fetch_write(body, "x", 1) == -ECONNABORTED);
  EXPECT(await fetch_head(body, &answer) == -ECONNABORTED);
  EXPECT(answer.reason[0]);
  fetch_body_close(body);
  // Given up before anything was taken, it is not.
  request = (struct fetch_request){.url = url(site, "/up"), .length = 6};
  EXPECT(fetch_upload(&body, client, &request) == 0);
  {
    task_group(g);
    struct task_job *job = task_start(g, writes_six(body));
    await task_sleep(0);
    task_cancel(job);
    EXPECT(await task_join(job) == -ECANCELED);
  }
  EXPECT(await fetch_write(body, "foobar", 6) == 6);
  EXPECT(await fetch_head(body, &answer) == 0);
  EXPECT(!strcmp(site->last, "PUT /up 6 bf9cf968"));
  return 0;
}

static task(int) all(void) {
  struct site site;
  EXPECT(opens_site(&site) == 0);
  int before = descriptors();
  {
    fetch_auto_close_client struct fetch_client *client = NULL;
    const struct fetch_options options = {.proxy = "", .user_agent = "test"};
    task_group(g);
    EXPECT(fetch_client_open(&client, &options) == 0);
    struct task_job *server = task_start(g, serves_all(&site));
    await gets(&site, client);
    await sends(&site, client);
    await redirects(&site, client);
    await options_of(&site);
    await many(&site, (struct fetch_options){.connections = 20}, 1000, 20);
    await many(&site, (struct fetch_options){.connections_per_host = 3}, 50, 3);
    await reads(&site, client);
    await holds_up(&site, client);
    await writes(&site, client);
    await is_refused(&site, client);
    task_cancel(server);
    await task_join(server);
  }
  EXPECT(descriptors() == before);
  io_listener_close(site.listener);
  return 0;
}

int main(void) { EXPECT(task_run(all()) == 0); }
