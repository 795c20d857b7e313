// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What goes wrong in HTTP becomes a code and a reason, whatever the other side
// does; requests are given up at any moment, by their task, by closing the body or
// the client, or because there is no memory, and leave nothing.
// REQUIRES: libuv, curl
// DEFINE: %{wrap} = -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc
// RUN: %levels %s %{wrap} %fetch
// RUN: %if sanitizers %{ %levels %s %{wrap} -g -fsanitize=address,undefined -fno-sanitize-recover=all %checked_fetch --levels %checked_levels -- slow %}

#include "Inputs/fetch-server.h"
#include <curl/curl.h>
#include <netdb.h>
#include <semaphore.h>
#include <yieldc/task/work.h>

// All but libuv has no memory when this has come to 0; libcurl uses these too.
static long until_failure = -1;
static bool fails(void) { return until_failure >= 0 && until_failure-- == 0; }
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_malloc(size_t size) { return fails() ? 0 : __real_malloc(size); }
void *__wrap_calloc(size_t count, size_t size) {
  return fails() ? 0 : __real_calloc(count, size);
}
void *__wrap_realloc(void *memory, size_t size) {
  return fails() ? 0 : __real_realloc(memory, size);
}

static char *copies(const char *string) {
  size_t size = strlen(string) + 1;
  char *copy = (char *)__wrap_malloc(size);
  return copy ? memcpy(copy, string, size) : NULL;
}

/// The code of a request, which has a reason if it failed.
static task(int) code_of(struct fetch_client *client,
                         struct fetch_request request) {
  fetch_auto_free struct fetch_answer answer = {0};
  int code = await fetch(client, &request, &answer);
  EXPECT(!code == !answer.reason[0]);
  EXPECT(!code == !!answer.body && !code == !!answer.headers);
  return code;
}
#define CODE(client, ...)                                                      \
  await code_of(client, (struct fetch_request){.url = __VA_ARGS__})

static task(int) makes_no_sense(struct site *site, struct fetch_client *client) {
  struct fetch_answer answer;
  struct fetch_request request = {.url = url(site, "/hello")};
  const char *header;
  char data[1];
  EXPECT(await fetch(NULL, &request, &answer) == -EINVAL);
  EXPECT(await fetch(client, NULL, &answer) == -EINVAL && answer.reason[0]);
  EXPECT(await fetch(client, &request, NULL) == -EINVAL);
  EXPECT(CODE(client, NULL) == -EINVAL);
  EXPECT(CODE(client, "http://") == -EINVAL);
  EXPECT(CODE(client, "http://a b/") == -EINVAL);
  EXPECT(CODE(client, "http://127.0.0.1:99999/") == -EINVAL);
  EXPECT(CODE(client, "127.0.0.1/") == -EPROTONOSUPPORT);
  EXPECT(CODE(client, "file:///etc/passwd") == -EPROTONOSUPPORT);
  EXPECT(CODE(client, request.url, .method = "GET /x") == -EINVAL);
  EXPECT(CODE(client, request.url, .method = "") == -EINVAL);
  EXPECT(CODE(client, request.url, .length = 1) == -EINVAL);
  EXPECT(CODE(client, request.url, .header_count = 1) == -EINVAL);
  static const char *const wrong[] = {"A: b\r\nC: d", "A: b\nC: d", "A", ": b",
                                      "A B: c",       "",           NULL};
  for (int i = 0; i < 7; ++i) {
    header = wrong[i];
    EXPECT(CODE(client, request.url, .headers = &header, .header_count = 1) ==
           -EINVAL);
  }
  int err;
  struct fetch_body *body =
      task_catch(err, await fetch_open(client, NULL, &answer));
  EXPECT(err == -EINVAL && !body);
  EXPECT(fetch_upload(&body, NULL, &request) == -EINVAL);
  EXPECT(fetch_upload(NULL, client, &request) == -EINVAL);
  request.body = data;
  EXPECT(fetch_upload(&body, client, &request) == -EINVAL);
  EXPECT(await fetch_read(NULL, data, 1) == -EINVAL);
  EXPECT(await fetch_write(NULL, data, 1) == -EINVAL);
  EXPECT(await fetch_head(NULL, &answer) == -EINVAL);
  EXPECT(!strcmp(fetch_body_reason(NULL), ""));
  fetch_body_close(NULL);
  fetch_client_close(NULL);
  EXPECT(fetch_client_open(NULL, NULL) == -EINVAL);
  EXPECT(site->requests == 0);

  request.body = NULL;
  body = await fetch_open(client, &request, &answer);
  fetch_answer_free(&answer);
  EXPECT(await fetch_read(body, data, 0) == -EINVAL);
  EXPECT(await fetch_read(body, NULL, 1) == -EINVAL);
  EXPECT(await fetch_write(body, data, 1) == -EINVAL); // it is no upload
  fetch_body_close(body);
  return 0;
}

/// A port that nobody listens at.
static int free_port(void) {
  struct io_listener *listener;
  EXPECT(tcp_listen(&listener, "127.0.0.1", 0, NULL) == 0);
  int port = io_listener_port(listener);
  io_listener_close(listener);
  return port;
}

static task(int) goes_wrong(struct site *site, struct fetch_client *client) {
  char refused[60], encrypted[60];
  snprintf(refused, sizeof refused, "http://127.0.0.1:%d/", free_port());
  snprintf(encrypted, sizeof encrypted, "https://127.0.0.1:%d/",
           io_listener_port(site->listener));
  EXPECT(CODE(client, refused) == -ECONNREFUSED);
  EXPECT(CODE(client, encrypted) == -EPROTO);
  EXPECT(CODE(client, url(site, "/ftp")) == -EPROTONOSUPPORT);
  EXPECT(CODE(client, url(site, "/nothing")) == -ECONNRESET);
  EXPECT(CODE(client, url(site, "/cut")) == -ECONNRESET);
  EXPECT(CODE(client, url(site, "/cut-chunk")) == -ECONNRESET);
  EXPECT(CODE(client, url(site, "/reset")) == -ECONNRESET);
  EXPECT(CODE(client, url(site, "/garbage")) == -EPROTO);
  EXPECT(CODE(client, url(site, "/bad-gzip")) == -EPROTO);
  EXPECT(CODE(client, url(site, "/cut-head")) == -ECONNRESET);
  int bad = CODE(client, url(site, "/bad-chunk")); // as libcurl sees it
  EXPECT(bad == -ECONNRESET || bad == -EPROTO);

  EXPECT(CODE(client, url(site, "/headers")) == -EMSGSIZE);
  EXPECT(CODE(client, url(site, "/hello"), .most = 5) == 0);
  EXPECT(CODE(client, url(site, "/hello"), .most = 4) == -EMSGSIZE);
  EXPECT(CODE(client, url(site, "/chunks/5000"), .most = 23890) == 0);
  EXPECT(CODE(client, url(site, "/chunks/5000"), .most = 23889) == -EMSGSIZE);
  EXPECT(CODE(client, url(site, "/endless"), .most = 100000) == -EMSGSIZE);

  EXPECT(CODE(client, url(site, "/stall"), .timeout = 20) == -ETIMEDOUT);
  EXPECT(CODE(client, url(site, "/stops"), .timeout = 20) == -ETIMEDOUT);
  EXPECT(await task_timeout(
             20, code_of(client, (struct fetch_request){
                                     .url = url(site, "/stops")})) == -ETIMEDOUT);
  EXPECT(await task_timeout(
             20, code_of(client, (struct fetch_request){
                                     .url = url(site, "/stall")})) == -ETIMEDOUT);
  return 0;
}

static task(int) is_slow(struct site *site, struct fetch_client *client) {
  EXPECT(CODE(client, url(site, "/slow/1000/100"), .slow = 100,
              .slow_seconds = 1) == -ETIMEDOUT);
  return 0;
}

/// The body fails after it has begun.
static task(int) breaks_off(struct site *site, struct fetch_client *client) {
  static const struct {
    const char *path;
    unsigned timeout;
    int code, length;
  } cases[] = {{"/cut", 0, -ECONNRESET, 5},
               {"/cut-chunk", 0, -ECONNRESET, 3},
               {"/reset", 0, -ECONNRESET, 3 * 16384},
               {"/stops", 200, -ETIMEDOUT, 1}};
  for (int i = 0; i < 4; ++i) {
    fetch_auto_free struct fetch_answer answer = {0};
    struct fetch_request request = {.url = url(site, cases[i].path),
                                    .timeout = cases[i].timeout};
    char data[100];
    ssize_t count;
    int length = 0, again = 2;
    fetch_auto_close struct fetch_body *body =
        await fetch_open(client, &request, &answer);
    EXPECT(answer.status == 200);
    while ((count = await fetch_read(body, data, 1 + i)) > 0)
      length += (int)count;
    EXPECT(count == cases[i].code && length == cases[i].length);
    while (again--)
      EXPECT(await fetch_read(body, data, 2) == cases[i].code);
    EXPECT(fetch_body_reason(body)[0]);
  }
  fetch_auto_free struct fetch_answer answer = {0};
  struct fetch_request request = {.url = url(site, "/nothing")};
  int err;
  task_catch(err, await fetch_open(client, &request, &answer));
  EXPECT(err == -ECONNRESET && answer.reason[0] && !answer.status);
  struct fetch_body *body;
  EXPECT(fetch_upload(&body, client, &request) == 0);
  EXPECT(await fetch_write(body, "foo", 3) == 3);
  EXPECT(await fetch_head(body, &answer) == -ECONNRESET && answer.reason[0]);
  fetch_body_close(body);
  request = (struct fetch_request){.url = url(site, "/up"), .length = 6};
  EXPECT(fetch_upload(&body, client, &request) == 0);
  EXPECT(await fetch_write(body, "foo", 3) == 3);
  EXPECT(await fetch_head(body, &answer) == -EMSGSIZE && answer.reason[0]);
  fetch_body_close(body);
  return 0;
}

static task(int) reads(struct fetch_body *body, int expected) {
  char data[10];
  EXPECT(await fetch_read(body, data, sizeof data) == expected);
  return expected < 0 ? 0 : expected;
}
static task(int) wants_head(struct fetch_body *body, int expected) {
  fetch_auto_free struct fetch_answer answer = {0};
  EXPECT(await fetch_head(body, &answer) == expected);
  return 0;
}
static task(int) writes(struct fetch_body *body, ssize_t expected) {
  static char data[100000000]; // more than can be on the way
  EXPECT(await fetch_write(body, data, sizeof data) == expected);
  return 0;
}
static task(int) asks(struct site *site, struct fetch_client *client,
                      int expected) {
  int code = CODE(client, url(site, "/stops"));
  EXPECT(code == expected);
  return 0;
}

/// Another task closes the body, or the client.
static task(int) is_closed(struct site *site) {
  fetch_auto_free struct fetch_answer answer = {0};
  struct fetch_request request = {.url = url(site, "/stops")};
  struct fetch_options options = {.proxy = "", .connections = 4};
  struct fetch_client *client;
  struct fetch_body *body, *up, *other;
  for (int closes_client = 0; closes_client < 2; ++closes_client) {
    EXPECT(fetch_client_open(&client, &options) == 0);
    request.url = url(site, "/stops");
    body = await fetch_open(client, &request, &answer);
    EXPECT(await reads(body, 1) == 1);
    request.url = url(site, "/sleep");
    EXPECT(fetch_upload(&up, client, &request) == 0);
    EXPECT(fetch_upload(&other, client, &request) == 0);
    task_group(g);
    task_spawn(g, reads(body, -ECONNABORTED));
    task_spawn(g, writes(up, -ECONNABORTED));
    task_spawn(g, wants_head(other, -ECONNABORTED));
    if (closes_client)
      for (int i = 0; i < 10; ++i) // of which some still wait for connections
        task_spawn(g, asks(site, client, -ECONNABORTED));
    await task_sleep(20);
    await reads(body, -EBUSY);
    await writes(up, -EBUSY);
    await wants_head(up, -EBUSY);
    await wants_head(other, -EBUSY);
    if (closes_client) {
      fetch_client_close(client);
      EXPECT(await task_group_wait(g) == 0);
      await reads(body, -ECONNABORTED);
      EXPECT(fetch_body_reason(body)[0]);
    }
    fetch_body_close(body);
    fetch_body_close(up);
    fetch_body_close(other);
    EXPECT(await task_group_wait(g) == 0);
    if (!closes_client)
      fetch_client_close(client);
    fetch_answer_free(&answer);
  }
  return 0;
}

/// A read that is given up has lost nothing.
static task(int) reads_again(struct site *site, struct fetch_client *client) {
  fetch_auto_free struct fetch_answer answer = {0};
  struct fetch_request request = {.url = url(site, "/slow/4/10")};
  int total = 0;
  fetch_auto_close struct fetch_body *body =
      await fetch_open(client, &request, &answer);
  while (total < 4)
    if (await task_timeout(3, reads(body, 1)) == 1)
      ++total;
  return await reads(body, 0);
}

static task(int) tries(struct fetch_client *client) {
  struct fetch_answer answer;
  struct fetch_request request = {.url = "http://127.0.0.1/"};
  struct fetch_body *body;
  EXPECT(await fetch(client, &request, &answer) == -EPERM);
  EXPECT(fetch_upload(&body, client, &request) == -EPERM);
  fetch_client_close(client); // does nothing
  return 0;
}
static int tries_elsewhere(void *client) {
  return task_run(tries((struct fetch_client *)client));
}

/// Names are looked up by threads of libcurl, which call this one.
static sem_t looks_up, may_look_up;
int getaddrinfo(const char *name, const char *service,
                const struct addrinfo *hints, struct addrinfo **found) {
  (void)service, (void)hints, (void)found;
  if (!strcmp(name, "name.example")) {
    sem_post(&looks_up);
    while (sem_wait(&may_look_up))
      ;
  }
  return EAI_NONAME;
}

static task(int) looks_up_name(struct fetch_client *client) {
  return CODE(client, "http://name.example/");
}

/// Nobody waits for the thread that does when the request is given up.
static task(int) waits_for_name(struct fetch_client *client) {
  int before = descriptors();
  task_group(g);
  struct task_job *job = task_start(g, looks_up_name(client));
  while (sem_trywait(&looks_up))
    await task_sleep(1);
  task_cancel(job);
  EXPECT(await task_join(job) == -ECANCELED);
  sem_post(&may_look_up);
  while (descriptors() != before)
    await task_sleep(1);
  sem_post(&may_look_up);
  EXPECT(await looks_up_name(client) == UV_EAI_NONAME);
  return 0;
}

// ---- Giving up --------------------------------------------------------------

/// Everything that can be waited for.
static task(int) does_all(struct site *site, struct fetch_client *client) {
  fetch_auto_free struct fetch_answer answer = {0};
  struct fetch_request request = {.url = url(site, "/redirect/1/302")};
  char data[10];
  int code = await fetch(client, &request, &answer);
  if (code)
    return code;
  EXPECT(answer.status == 200);
  fetch_answer_free(&answer);
  {
    request.url = url(site, "/chunks/10");
    fetch_auto_close struct fetch_body *body =
        await fetch_open(client, &request, &answer);
    ssize_t count;
    fetch_answer_free(&answer);
    while ((count = await fetch_read(body, data, 6)) > 0)
      ;
    if (count < 0)
      return (int)count;
  }
  request.url = url(site, "/up");
  fetch_auto_close struct fetch_body *body = NULL;
  if ((code = fetch_upload(&body, client, &request)))
    return code;
  for (int i = 0; i < 3; ++i) {
    ssize_t count = await fetch_write(body, data, sizeof data);
    if (count < 0)
      return (int)count;
  }
  if ((code = await fetch_head(body, &answer)))
    return code;
  return (int)await fetch_read(body, data, sizeof data) > 0 ? 0 : -EIO;
}

/// One at a time has a connection.
static int opens_narrow(struct fetch_client **client) {
  const struct fetch_options options = {.proxy = "", .connections = 1};
  return fetch_client_open(client, &options);
}

static task(int) gives_up_everywhere(struct site *site) {
  fetch_auto_close_client struct fetch_client *client = NULL;
  int open = site->open, before = descriptors(), code;
  long turn = 0;
  do {
    if (turn % 8 == 0) { // with connections that are kept, and without
      fetch_client_close(client);
      client = NULL;
      EXPECT(opens_narrow(&client) == 0);
    }
    {
      task_group(g);
      struct task_job *one = task_start(g, does_all(site, client)),
                      *other = task_start(g, does_all(site, client));
      // (So many tasks run between two looks at the world.)
      for (long i = 0; i < 512 * turn; ++i)
        await task_sleep(0);
      task_cancel(one);
      code = await task_join(one);
      EXPECT(!code || code == -ECANCELED);
      EXPECT(await task_join(other) == 0); // has the connection then
    }
    ++turn;
  } while (code);
  EXPECT(turn > 20);
  fetch_client_close(client);
  client = NULL;
  while (site->open > open)
    await task_sleep(1);
  EXPECT(descriptors() == before);
  return 0;
}

static task(int) has_no_memory(struct site *site) {
  int open = site->open, before = descriptors(), code;
  const struct fetch_options options = {.proxy = ""};
  long first = 0;
  do {
    fetch_auto_close_client struct fetch_client *client = NULL;
    until_failure = first++;
    code = fetch_client_open(&client, &options);
    if (code) {
      EXPECT(code == -ENOMEM && !client);
      continue;
    }
    task_catch(code, await does_all(site, client));
    EXPECT(code <= 0); // (-ENOMEM, but the server may have none either)
  } while (until_failure < 0);
  until_failure = -1;
  EXPECT(first > 100);
  while (site->open > open)
    await task_sleep(1);
  EXPECT(descriptors() == before);
  return 0;
}

static task(int) all(bool tries_slow) {
  struct site site;
  struct task_job *slow = NULL;
  EXPECT(opens_site(&site) == 0);
  int before = descriptors();
  {
    fetch_auto_close_client struct fetch_client *client = NULL;
    const struct fetch_options options = {.proxy = "", .compressed = true};
    task_group(g);
    EXPECT(fetch_client_open(&client, &options) == 0);
    struct task_job *server = task_start(g, serves_all(&site));
    await makes_no_sense(&site, client);
    if (tries_slow)
      slow = task_start(g, is_slow(&site, client));
    await goes_wrong(&site, client);
    await breaks_off(&site, client);
    await is_closed(&site);
    await reads_again(&site, client);
    await waits_for_name(client);
    EXPECT(await task_work(tries_elsewhere, client) == 0);
    EXPECT(!slow || await task_join(slow) == 0);
    await gives_up_everywhere(&site);
    await has_no_memory(&site);
    task_cancel(server);
    await task_join(server);
  }
  EXPECT(descriptors() == before);
  io_listener_close(site.listener);
  return 0;
}

static task(int) in_no_time(void) {
  fetch_auto_close_client struct fetch_client *client = NULL;
  struct site site;
  task_group(g);
  EXPECT(opens_site(&site) == 0 && opens_narrow(&client) == 0);
  struct task_job *server = task_start(g, serves_all(&site));
  EXPECT(await task_timeout(
             1, code_of(client, (struct fetch_request){
                                    .url = url(&site, "/hello")})) == 0);
  EXPECT(CODE(client, url(&site, "/stall"), .timeout = 10) == -ETIMEDOUT);
  EXPECT(await task_timeout(
             100000, code_of(client, (struct fetch_request){
                                         .url = url(&site, "/stall")})) == -ETIMEDOUT);
  task_cancel(server);
  await task_join(server);
  io_listener_close(site.listener);
  return 0;
}

int main(int argc, char **argv) {
  struct fetch_client *client;
  (void)argv;
  EXPECT(!sem_init(&looks_up, 0, 0) && !sem_init(&may_look_up, 0, 0));
  EXPECT(!curl_global_init_mem(CURL_GLOBAL_ALL, __wrap_malloc, free,
                               __wrap_realloc, copies, __wrap_calloc));
  EXPECT(fetch_client_open(&client, NULL) == -EINVAL); // no loop runs
  EXPECT(task_run(all(argc > 1)) == 0);
  EXPECT(task_run_virtual(in_no_time()) == 0);
}
