// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// libcurl on the loop of this thread: it says what sockets and what time it
// waits for, and is told when something has come.

#include "body.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/// A socket of libcurl's.
struct watch {
  uv_poll_t poll;
  struct fetch_client *client;
  curl_socket_t socket;
  int events; ///< waited for
};

void fetch_settle(struct fetch_client *client) {
  struct fetch_body *body;
  CURLMsg *message;
  int left;
  while ((message = curl_multi_info_read(client->multi, &left))) {
    CURLcode code = message->data.result;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &body);
    fetch_body_done(body, code);
  }
  while (client->has_failures) {
    struct task_link *link = client->bodies.first;
    client->has_failures = false;
    while (link) {
      body = TASK_CONTAINER(struct fetch_body, link, link);
      link = link->next;
      if (body->failure)
        fetch_body_end(body, body->failure);
    }
  }
}

/// Tells libcurl that something has come; tasks that are ready then go on.
static void act(struct fetch_client *client, curl_socket_t socket, int events) {
  int running;
  if (curl_multi_socket_action(client->multi, socket, events, &running))
    // It has lost sight of some: no memory.
    for (struct task_link *link = client->bodies.first; link; link = link->next)
      fetch_body_fail(TASK_CONTAINER(struct fetch_body, link, link), -ENOMEM);
  fetch_settle(client);
  task_loop->has_turned = true; // for a virtual clock
  task_loop_turn();
}

// ---- Sockets ----------------------------------------------------------------

static void on_ready(uv_poll_t *poll, int status, int events) {
  struct watch *watch = TASK_CONTAINER(struct watch, poll, poll);
  // (If the socket has failed, reading or writing will say how; libuv has
  // stopped to look at it.)
  if (status < 0) {
    events = UV_READABLE | UV_WRITABLE;
    uv_poll_start(poll, watch->events, on_ready);
  }
  act(watch->client, watch->socket,
      (events & UV_READABLE ? CURL_CSELECT_IN : 0) |
          (events & UV_WRITABLE ? CURL_CSELECT_OUT : 0));
}

static struct watch *make_watch(struct fetch_client *client,
                                curl_socket_t socket) {
  struct watch *watch = malloc(sizeof *watch);
  if (!watch)
    return NULL;
  watch->client = client;
  watch->socket = socket;
  if (uv_poll_init_socket(&task_loop->uv, &watch->poll, socket)) {
    free(watch);
    return NULL;
  }
  curl_multi_assign(client->multi, socket, watch);
  return watch;
}

static void free_watch(uv_handle_t *poll) {
  free(TASK_CONTAINER(struct watch, poll, poll));
}

static int on_socket(CURL *easy, curl_socket_t socket, int what, void *of,
                     void *known) {
  struct watch *watch = known;
  if (what == CURL_POLL_REMOVE) {
    if (watch) // (which takes the socket from the loop at once)
      uv_close((uv_handle_t *)&watch->poll, free_watch);
    return 0;
  }
  if (!watch && !(watch = make_watch(of, socket))) {
    struct fetch_body *body = NULL;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &body);
    fetch_body_fail(body, -ENOMEM);
    return 0;
  }
  watch->events = (what & CURL_POLL_IN ? UV_READABLE : 0) |
                  (what & CURL_POLL_OUT ? UV_WRITABLE : 0);
  uv_poll_start(&watch->poll, watch->events, on_ready);
  return 0;
}

// ---- Time -------------------------------------------------------------------

static void on_time(uv_timer_t *timer) {
  act(TASK_CONTAINER(struct fetch_client, timer, timer), CURL_SOCKET_TIMEOUT,
      0);
}

static int on_timer(CURLM *multi, long milliseconds, void *of) {
  struct fetch_client *client = of;
  (void)multi;
  if (milliseconds < 0)
    uv_timer_stop(&client->timer);
  else
    uv_timer_start(&client->timer, on_time, (uint64_t)milliseconds, 0);
  return 0;
}

// ---- Opening and closing ----------------------------------------------------

static CURLcode is_ready;
static void make_ready(void) { is_ready = curl_global_init(CURL_GLOBAL_ALL); }

/// Copies a string of the options.
static void keep(const char **string, int *code) {
  if (*string && !(*string = strdup(*string)))
    *code = -ENOMEM;
}

static int set_up(struct fetch_client *client) {
  struct fetch_options *options = &client->options;
  unsigned connections = options->connections ? options->connections : 100;
  int code = 0;
  keep(&options->user_agent, &code);
  keep(&options->proxy, &code);
  keep(&options->ca_file, &code);
  client->multi = curl_multi_init();
  client->share = curl_share_init();
  if (code || !client->multi || !client->share)
    return -ENOMEM;
  CURLM *multi = client->multi;
  curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_socket);
  curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, client);
  curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, on_timer);
  curl_multi_setopt(multi, CURLMOPT_TIMERDATA, client);
  curl_multi_setopt(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, (long)connections);
  curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)connections);
  curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS,
                    (long)options->connections_per_host);
  curl_share_setopt(client->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
  if (options->cookies)
    curl_share_setopt(client->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_COOKIE);
  return 0;
}

static void free_client(uv_handle_t *timer) {
  struct fetch_client *client =
      TASK_CONTAINER(struct fetch_client, timer, timer);
  free((void *)client->options.user_agent);
  free((void *)client->options.proxy);
  free((void *)client->options.ca_file);
  free(client);
}

int fetch_client_open(struct fetch_client **made,
                      const struct fetch_options *options) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  if (!made || !task_loop)
    return -EINVAL;
  pthread_once(&once, make_ready);
  struct fetch_client *client = is_ready ? NULL : calloc(1, sizeof *client);
  if (!client)
    return -ENOMEM;
  client->thread = &task_loop;
  uv_timer_init(&task_loop->uv, &client->timer);
  if (options)
    client->options = *options;
  int code = set_up(client);
  if (code)
    fetch_client_close(client);
  else
    *made = client;
  return code;
}

void fetch_client_close(struct fetch_client *client) {
  if (!client || client->thread != &task_loop)
    return;
  while (client->bodies.first)
    fetch_body_end(
        TASK_CONTAINER(struct fetch_body, link, client->bodies.first),
        -ECONNABORTED);
  curl_multi_cleanup(client->multi);
  curl_share_cleanup(client->share);
  uv_close((uv_handle_t *)&client->timer, free_client);
}
