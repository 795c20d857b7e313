// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A chat: a web page, and a server that sends each message to all who are in
// the same room, by server-sent events.
//
//   GET /                        the page, chat.html
//   GET /events?room=R&name=N    who is there, and what happens from now on
//   POST /say?room=R&name=N      says what is in the body
//
// Who does not read what is sent is cut off: others wait for a twentieth of a
// second, and not again. All is limited: names, messages, rooms, people.
// Anybody can take any name: put what knows better in front of it before it
// meets the world.
//
//   yieldcc -O2 chat.c $(pkg-config --libs yieldc-http) -o chat
//   ./chat [--heartbeat SECONDS] [PORT [ADDRESS]]    (8080, 127.0.0.1)

#define _GNU_SOURCE
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <yieldc/io.h>
#include <yieldc/io/http.h>
#include <yieldc/task.h>

#include "chat-text.h"

#ifdef __clang__
#pragma clang diagnostic ignored "-Wc23-extensions"
#endif
static const char page[] = {
#embed "chat.html"
};

enum {
  NAME = 32, ///< bytes, of a person or a room
  MESSAGE = 1000,
  ROOMS = 100,
  PEOPLE = 1000, ///< in a room
  BEHIND = 64,   ///< events that somebody may be behind; others wait then, for
  LOOKS = 50,    ///< so many milliseconds
  EVENT = 2 * (NAME + MESSAGE) + 100,
};

/// As it is sent: "event: …\ndata: …\n\n".
struct event {
  size_t size;
  char text[EVENT];
};

struct room {
  struct room *next, **link;
  struct chat *chat;
  struct task_broadcast events;
  struct member *members;
  unsigned count; ///< of members
  unsigned users; ///< tasks that use it
  char name[NAME + 1];
};

/// Somebody who listens: a variable of the task that does. One browser that
/// comes twice is two.
struct member {
  struct member *next, **link; ///< in the room
  struct room *room;
  struct task_subscription subscription;
  struct task_job *job;
  unsigned behind; ///< events that it has not received yet
  unsigned looks;  ///< how often it was the last since it had received all,
  uint64_t looked; ///< and when for the last time
  bool is_cut_off;
  struct event event; ///< that it sends
  char name[NAME + 1];
};

struct chat {
  struct http_server server;
  struct room *rooms;
  unsigned count; ///< of rooms
  uint64_t heartbeat;
};

// ---- Events -----------------------------------------------------------------

/// An event about somebody; `key` and `text` say more, or are null.
static void make_event(struct event *event, const char *kind, const char *name,
                       const char *key, const char *text, size_t length) {
  char *at = event->text;
  at += sprintf(at, "event: %s\ndata: {\"time\":%lld,\"from\":", kind,
                1000 * (long long)time(NULL));
  at = write_json(at, name, strchr(name, '\0'));
  if (key) {
    at += sprintf(at, ",\"%s\":", key);
    at = write_json(at, text, text + length);
  }
  at += sprintf(at, "}\n\n");
  event->size = (size_t)(at - event->text);
}

/// Who else is there, in memory of malloc; null without.
static char *list_others(const struct member *member) {
  const struct room *room = member->room;
  size_t most = 2 * NAME + 3; // quotes and a comma
  char *text = malloc(room->count * most + 100), *at = text;
  if (!text)
    return NULL;
  at += sprintf(at, "event: who\ndata: [");
  for (const struct member *each = room->members; each; each = each->next)
    if (each != member) {
      at = write_json(at, each->name, strchr(each->name, '\0'));
      *at++ = ',';
    }
  strcpy(at[-1] == ',' ? at - 1 : at, "]\n\n");
  return text;
}

static void free_text(char **text) { free(*text); }
#define auto_free_text __attribute__((cleanup(free_text)))

// ---- Rooms ------------------------------------------------------------------

/// The room of that name; null if nobody is there.
static struct room *find_room(struct chat *chat, const char *name) {
  struct room *room = chat->rooms;
  while (room && strcmp(room->name, name))
    room = room->next;
  if (room)
    ++room->users;
  return room;
}

/// One that is left by all is gone.
static void leave_room(struct room **variable) {
  struct room *room = *variable;
  if (!room || --room->users)
    return;
  if ((*room->link = room->next))
    room->next->link = room->link;
  --room->chat->count;
  task_broadcast_close(&room->events);
  task_broadcast_free(&room->events);
  free(room);
}
#define auto_leave_room __attribute__((cleanup(leave_room)))

/// The room of that name, made if there is none; null if there are too many, or
/// there is no memory.
static struct room *find_or_make_room(struct chat *chat, const char *name) {
  struct room *room = find_room(chat, name);
  if (room || chat->count == ROOMS || !(room = calloc(1, sizeof *room)))
    return room;
  if (task_broadcast_open(&room->events, sizeof(struct event), BEHIND)) {
    free(room);
    return NULL;
  }
  room->chat = chat;
  room->users = 1;
  strcpy(room->name, name);
  room->link = &chat->rooms;
  if ((room->next = chat->rooms))
    room->next->link = &room->next;
  chat->rooms = room;
  ++chat->count;
  return room;
}

static int add_member(struct room *room, struct member *member) {
  int code = room->count < PEOPLE
                 ? task_subscribe(&room->events, &member->subscription)
                 : -ENOSPC;
  if (code)
    return code;
  member->room = room;
  member->link = &room->members;
  if ((member->next = room->members))
    member->next->link = &member->next;
  room->members = member;
  ++room->count;
  return 0;
}

static void remove_member(struct member *member) {
  if (!member->room)
    return;
  task_unsubscribe(&member->subscription);
  if ((*member->link = member->next))
    member->next->link = member->link;
  --member->room->count;
  member->room = NULL;
}
#define auto_remove_member __attribute__((cleanup(remove_member)))

/// Nobody waits for one who does not read: what is written to it is given up.
static void cut_off(struct member *member) {
  member->is_cut_off = true;
  task_unsubscribe(&member->subscription);
  task_cancel(member->job);
}

/// Whether all have received enough for one more event. Who has held up the
/// others for too long is cut off. (What counts is in how many of the
/// milliseconds it was found so: a server that got no time itself blames
/// nobody.)
static bool have_room(struct room *room) {
  bool has_room = true;
  uint64_t now = task_now();
  for (struct member *each = room->members; each; each = each->next)
    if (each->behind == BEHIND && !each->is_cut_off) {
      each->looks += each->looked != now;
      each->looked = now;
      if (each->looks > LOOKS)
        cut_off(each);
      else
        has_room = false;
    }
  return has_room;
}

/// Sends an event to all in a room.
static task(int) tell(struct room *room, const struct event *event) {
  while (!have_room(room))
    await task_sleep(1);
  int code = await task_send(&room->events, event); // there is room: at once
  for (struct member *each = room->members; each && !code; each = each->next)
    ++each->behind;
  return code;
}

// ---- Answers ----------------------------------------------------------------

static task(int) refuse(struct http_exchange *x, int status, const char *why) {
  return (int)await http_answer(x, status, "text/plain", why, strlen(why));
}

static task(int) send_page(struct http_exchange *x) {
  http_set(x, "Content-Security-Policy",
           "default-src 'none'; script-src 'unsafe-inline'; "
           "style-src 'unsafe-inline'; connect-src 'self'");
  return (int)await http_answer(x, 200, "text/html; charset=utf-8", page,
                                sizeof page);
}

/// Who is there, and then all events.
static task(int) send_events(struct http_exchange *x, struct member *member,
                             const char *who) {
  struct event *event = &member->event;
  int code = http_begin(x, 200, "text/event-stream", -1);
  if (code)
    return code;
  ssize_t sent = await http_send(x, who, strlen(who));
  while (sent >= 0 && (member->behind || (sent = await http_flush(x)) >= 0)) {
    if (await task_receive(&member->subscription, event))
      return 0; // it is gone, or the server ends
    if (!--member->behind)
      member->looks = 0;
    sent = await http_send(x, event->text, event->size);
  }
  return (int)sent;
}

/// Else it would be noticed only when something is sent.
static task(int) end_if_gone(struct http_exchange *x, struct member *member) {
  await http_gone(x);
  task_unsubscribe(&member->subscription);
  return 0;
}

static task(int) take_part(struct http_exchange *x, struct member *member) {
  auto_free_text char *who = list_others(member);
  if (!who)
    return -ENOMEM;
  task_group(g);
  int code = task_spawn(g, end_if_gone(x, member));
  make_event(&member->event, "join", member->name, NULL, NULL, 0);
  if (!code)
    code = await tell(member->room, &member->event);
  if (!code)
    code = await send_events(x, member, who);
  remove_member(member); // at once, before it falls behind
  return code;
}

/// The room and the name that a query has.
static bool read_query(struct http_exchange *x, char *room, char *name) {
  return query_value(x->query, "room", room, NAME + 1) &&
         query_value(x->query, "name", name, NAME + 1);
}

static const char how_to_ask[] =
    "?room=...&name=... are needed, of 1 to 32 bytes each, in UTF-8\n";

static task(int) events(struct chat *chat, struct http_exchange *x) {
  char room_name[NAME + 1], name[NAME + 1];
  if (!read_query(x, room_name, name))
    return await refuse(x, 400, how_to_ask);
  auto_leave_room struct room *room = find_or_make_room(chat, room_name);
  if (!room)
    return await refuse(x, 503, "There are too many rooms.\n");
  auto_remove_member struct member member = {.job = task_current()};
  strcpy(member.name, name);
  if (add_member(room, &member))
    return await refuse(x, 503, "The room is full.\n");
  http_set(x, "Cache-Control", "no-store");
  int code, result = task_catch(code, await take_part(x, &member));
  const char *why = member.is_cut_off ? "was too slow" : "has left";
  remove_member(&member);
  make_event(&member.event, "leave", name, "why", why, strlen(why));
  await tell(room, &member.event);
  if (code)
    task_fail(code);
  return result;
}

static task(int) say(struct chat *chat, struct http_exchange *x) {
  char room_name[NAME + 1], name[NAME + 1], text[MESSAGE + 1];
  size_t size = 0;
  ssize_t more;
  const char *from = http_header(x, "Sec-Fetch-Site");
  if (from && !strcmp(from, "cross-site"))
    return await refuse(x, 403, "Only the chat's own page may say that.\n");
  if (!read_query(x, room_name, name))
    return await refuse(x, 400, how_to_ask);
  do {
    more = await http_receive(x, text + size, sizeof text - size);
    size += more > 0 ? (size_t)more : 0;
  } while (more > 0 && size <= MESSAGE);
  if (size > MESSAGE)
    return await refuse(x, 413, "A message has at most 1000 bytes.\n");
  if (more < 0)
    return (int)more;
  if (!size || !is_utf8(text, text + size))
    return await refuse(x, 400, "A message is some text in UTF-8.\n");
  auto_leave_room struct room *room = find_room(chat, room_name);
  if (!room)
    return await refuse(x, 404, "Nobody is in that room.\n");
  struct event event;
  make_event(&event, "say", name, "text", text, size);
  int code = await tell(room, &event);
  return code ? code : (int)await http_answer(x, 204, NULL, NULL, 0);
}

static task(int) handle(struct http_exchange *x) {
  struct chat *chat = x->server->context;
  bool says = !strcmp(x->path, "/say"), listens = !strcmp(x->path, "/events");
  if (!says && !listens && strcmp(x->path, "/"))
    return await refuse(x, 404, "There is nothing here: see /\n");
  if (strcmp(x->method, says ? "POST" : "GET")) {
    http_set(x, "Allow", says ? "POST" : "GET");
    return await refuse(x, 405, "This is asked for otherwise.\n");
  }
  return says      ? await say(chat, x)
         : listens ? await events(chat, x)
                   : await send_page(x);
}

// ---- The server -------------------------------------------------------------

/// So that what is between here and there knows that the connection is alive.
static task(int) send_heartbeats(struct chat *chat) {
  static const struct event beat = {.size = 3, .text = ":\n\n"};
  for (;;) {
    await task_sleep(chat->heartbeat);
    for (struct room *each = chat->rooms, *next; each; each = next) {
      ++each->users;
      auto_leave_room struct room *room = each;
      await tell(room, &beat);
      next = room->next;
    }
  }
}

static task(int) stop_on_signal(struct chat *chat, struct signal_watch *watch) {
  await signal_wait(watch);
  for (struct room *room = chat->rooms; room; room = room->next)
    task_broadcast_close(&room->events);
  http_stop(&chat->server);
  return 0;
}

static task(int) serve(struct chat *chat, const char *address, int port) {
  io_auto_close_listener struct io_listener *listener = NULL;
  signal_auto_close struct signal_watch *watch = NULL;
  int code = tcp_listen(&listener, address, port, NULL);
  if (!code)
    code = signal_open(&watch, SIGINT, SIGTERM);
  if (code)
    return code;
  bool is_ipv6 = strchr(address, ':');
  printf("http://%s%s%s:%d/\n", is_ipv6 ? "[" : "", address, is_ipv6 ? "]" : "",
         io_listener_port(listener));
  fflush(stdout);
  task_group(beside);
  code = task_spawn(beside, stop_on_signal(chat, watch));
  if (!code)
    code = task_spawn(beside, send_heartbeats(chat));
  return code ? code : await http_serve(&chat->server, listener);
}

static int usage(void) {
  fprintf(stderr, "usage: chat [--heartbeat SECONDS] [PORT [ADDRESS]]\n");
  return 2;
}

int main(int argc, char **argv) {
  static const struct option options[] = {
      {"heartbeat", required_argument, NULL, 'h'}, {0}};
  double heartbeat = 15;
  for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;)
    if (option != 'h' || (heartbeat = atof(optarg)) < 0.001 || heartbeat > 1e6)
      return usage();
  int count = argc - optind;
  int port = count > 0 ? atoi(argv[optind]) : 8080;
  if (count > 2 || port < 0 || port > 65535 ||
      (count > 0 && strspn(argv[optind], "0123456789") < strlen(argv[optind])))
    return usage();
  const char *address = count > 1 ? argv[optind + 1] : "127.0.0.1";
  struct chat chat = {.heartbeat = (uint64_t)(1000 * heartbeat)};
  chat.server = (struct http_server){.handler = handle,
                                     .context = &chat,
                                     .body_size = 10 * MESSAGE,
                                     .grace_time = 2000};
  int code = task_run(serve(&chat, address, port));
  if (code)
    fprintf(stderr, "chat: %s, port %d: %s\n", address, port,
            uv_strerror(code));
  return code != 0;
}
