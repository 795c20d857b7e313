// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Addresses of names and names of addresses, failures as they are, and resolvers
// that hang: the task goes on when its time is up or it is cancelled, and nothing
// is written or lost when they come back.
// REQUIRES: libuv
// RUN: %levels %s %task
// RUN: %if sanitizers %{ %yieldcc -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all %s %checked_task -o %t.asan && %t.asan %}

#define _GNU_SOURCE // EAI_NODATA
#include "../expect.h"
#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <semaphore.h>
#include <unistd.h>
#include <yieldc/io.h>

// ---- A resolver -------------------------------------------------------------

static sem_t gate;      // open if 1; those that hang wait for it
static sem_t hanging;   // those that do
static int asked;       // how often
static int last_family; // asked for

static void hang(void) {
  sem_post(&hanging);
  sem_wait(&gate);
  sem_post(&gate);
}
static void shut_gate(void) {
  sem_wait(&gate);
  while (sem_trywait(&hanging) == 0)
    ;
}
static void open_gate(void) { sem_post(&gate); }

/// Puts an address in front of a list.
static struct addrinfo *with(const char *text, struct addrinfo *rest) {
  struct addrinfo *info = calloc(1, sizeof *info);
  struct io_address *address = malloc(sizeof *address);
  EXPECT(io_address_parse(address, text, 0) == 0);
  info->ai_addr = &address->of.any;
  info->ai_family = address->of.any.sa_family;
  info->ai_addrlen = info->ai_family == AF_INET6 ? sizeof address->of.ipv6
                                                 : sizeof address->of.ipv4;
  info->ai_next = rest;
  return info;
}

int getaddrinfo(const char *host, const char *service,
                const struct addrinfo *hints, struct addrinfo **found) {
  __atomic_add_fetch(&asked, 1, __ATOMIC_SEQ_CST);
  last_family = hints->ai_family;
  (void)service;
  if (!strcmp(host, "none.test"))
    return EAI_NONAME;
  if (!strcmp(host, "again.test"))
    return EAI_AGAIN;
  if (!strcmp(host, "empty.test"))
    return EAI_NODATA;
  if (!strcmp(host, "system.test") || !strcmp(host, "silent.test")) {
    errno = host[1] == 'y' ? EMFILE : 0;
    return EAI_SYSTEM;
  }
  if (!strcmp(host, "hangs.test"))
    hang();
  *found = with("192.0.2.1", NULL);
  if (!strcmp(host, "many.test"))
    *found = with("2001:db8::1", with("192.0.2.2", *found));
  return 0;
}

void freeaddrinfo(struct addrinfo *list) {
  while (list) {
    struct addrinfo *next = list->ai_next;
    free(list->ai_addr);
    free(list);
    list = next;
  }
}

int getnameinfo(const struct sockaddr *address, socklen_t length, char *host,
                socklen_t size, char *service, socklen_t service_size,
                int flags) {
  char text[IO_ADDRESS_TEXT];
  (void)length, (void)service, (void)service_size;
  EXPECT(flags & NI_NAMEREQD);
  EXPECT(io_address_text((const void *)address, text, sizeof text) > 0);
  if (!strcmp(text, "192.0.2.9:0"))
    hang();
  else if (strcmp(text, "192.0.2.1:80") && strcmp(text, "[2001:db8::1]:443"))
    return EAI_NONAME;
  snprintf(host, size, "%s.test", text[0] == '[' ? "six" : "four");
  return 0;
}

// ---- What it finds ----------------------------------------------------------

static bool is(const struct io_address *address, const char *expected) {
  char text[IO_ADDRESS_TEXT];
  EXPECT(io_address_text(address, text, sizeof text) > 0);
  return !strcmp(text, expected);
}

/// The first address.
static task(int) looks_up(const char *host) {
  struct io_address address;
  return await dns_lookup(host, 80, 0, &address, 1);
}

static task(int) addresses(void) {
  struct io_address found[4];
  EXPECT(await dns_lookup("one.test", 80, 0, found, 4) == 1);
  EXPECT(is(&found[0], "192.0.2.1:80") && last_family == AF_UNSPEC);
  EXPECT(await dns_lookup("many.test", 443, AF_INET6, found, 4) == 3);
  EXPECT(is(&found[0], "[2001:db8::1]:443") && is(&found[1], "192.0.2.2:443"));
  EXPECT(is(&found[2], "192.0.2.1:443") && last_family == AF_INET6);
  // No more than there is room for.
  memset(found, 0, sizeof found);
  EXPECT(await dns_lookup("many.test", 0, AF_INET, found, 2) == 2);
  EXPECT(is(&found[1], "192.0.2.2:0") && !found[2].of.any.sa_family);
  EXPECT(last_family == AF_INET);
  // In numbers: nobody is asked.
  int before = asked;
  EXPECT(await dns_lookup("127.0.0.1", 1, 0, found, 4) == 1);
  EXPECT(is(&found[0], "127.0.0.1:1"));
  EXPECT(await dns_lookup("::1", 2, AF_INET6, found, 4) == 1);
  EXPECT(is(&found[0], "[::1]:2") && asked == before);
  EXPECT(await dns_lookup("::1", 2, AF_INET, found, 4) == 1);
  EXPECT(asked == before + 1); // it knows whether that can be
  return 0;
}

static task(int) failures(void) {
  struct io_address address;
  EXPECT(await looks_up("none.test") == UV_EAI_NONAME);
  EXPECT(await looks_up("again.test") == UV_EAI_AGAIN);
  EXPECT(await looks_up("empty.test") == UV_EAI_NODATA);
  EXPECT(await looks_up("system.test") == -EMFILE);
  EXPECT(await looks_up("silent.test") == UV_EAI_NODATA); // never 0
  EXPECT(!strcmp(uv_strerror(UV_EAI_NONAME), "unknown node or service"));
  EXPECT(!strcmp(uv_strerror(UV_EAI_AGAIN), "temporary failure"));
  EXPECT(UV_EAI_NONAME < -3000 && UV_EAI_ADDRFAMILY <= -3000);
  EXPECT(await dns_lookup(NULL, 80, 0, &address, 1) == -EINVAL);
  EXPECT(await dns_lookup("one.test", -1, 0, &address, 1) == -EINVAL);
  EXPECT(await dns_lookup("one.test", 65536, 0, &address, 1) == -EINVAL);
  EXPECT(await dns_lookup("one.test", 80, AF_UNIX, &address, 1) == -EINVAL);
  EXPECT(await dns_lookup("one.test", 80, 0, NULL, 1) == -EINVAL);
  EXPECT(await dns_lookup("one.test", 80, 0, &address, 0) == -EINVAL);
  // And what connects by name.
  int err;
  task_catch(err, await tcp_connect("none.test", 80));
  EXPECT(err == UV_EAI_NONAME);
  return 0;
}

static struct io_address at(const char *host, int port) {
  struct io_address address;
  EXPECT(io_address_parse(&address, host, port) == 0);
  return address;
}

static task(int) names(void) {
  struct io_address four = at("192.0.2.1", 80), six = at("2001:db8::1", 443),
                    other = at("192.0.2.2", 80), none = {0};
  char name[DNS_NAME];
  EXPECT(await dns_name(&four, name, sizeof name) == 9);
  EXPECT(!strcmp(name, "four.test"));
  EXPECT(await dns_name(&six, name, sizeof name) == 8);
  EXPECT(!strcmp(name, "six.test"));
  EXPECT(await dns_name(&six, name, 9) == 8);
  EXPECT(await dns_name(&six, name, 8) == -ENOSPC);
  EXPECT(await dns_name(&other, name, sizeof name) == UV_EAI_NONAME);
  EXPECT(await dns_name(&none, name, sizeof name) == -EINVAL);
  EXPECT(await dns_name(NULL, name, sizeof name) == -EINVAL);
  EXPECT(await dns_name(&six, NULL, 8) == -EINVAL);
  return 0;
}

// ---- When it hangs ----------------------------------------------------------

static task(int) hangs(struct io_address *address) {
  return await dns_lookup("hangs.test", 80, 0, address, 1);
}

static task(int) hangs_with_name(char *name) {
  struct io_address address = at("192.0.2.9", 0);
  return await dns_name(&address, name, DNS_NAME);
}

static task(int) connects(const char *host) {
  int err;
  io_close(task_catch(err, await tcp_connect(host, 80)));
  return err;
}

static task(int) deadlines(void) {
  struct io_address address = {0};
  char name[DNS_NAME] = "";
  shut_gate();
  EXPECT(await task_timeout(10, hangs(&address)) == -ETIMEDOUT);
  EXPECT(await task_timeout(10, connects("hangs.test")) == -ETIMEDOUT);
  EXPECT(await task_timeout(10, hangs_with_name(name)) == -ETIMEDOUT);
  open_gate(); // they come back, but nobody cares
  EXPECT(await looks_up("one.test") == 1);
  EXPECT(!address.of.any.sa_family && !name[0]);
  return 0;
}

static task(int) cancelled(void) {
  struct io_address address = {0};
  char name[DNS_NAME] = "";
  shut_gate();
  task_group(g);
  struct task_job *jobs[] = {task_start(g, hangs(&address)),
                             task_start(g, hangs_with_name(name))};
  await task_sleep(0); // they begin
  for (int i = 0; i < 2; ++i)
    sem_wait(&hanging);
  // Behind those two, which is all that libuv lets ask: never asked for.
  struct task_job *next = task_start(g, looks_up("one.test"));
  await task_sleep(1);
  int before = asked;
  task_cancel(next);
  EXPECT(await task_join(next) == -ECANCELED);
  for (int i = 0; i < 2; ++i) {
    task_cancel(jobs[i]);
    EXPECT(await task_join(jobs[i]) == -ECANCELED);
  }
  open_gate();
  EXPECT(await looks_up("many.test") == 1 && asked == before + 1);
  EXPECT(!address.of.any.sa_family && !name[0]);
  // As the answer comes: it is had, or not.
  for (int i = 0; i < 50; ++i) {
    jobs[0] = task_start(g, looks_up("one.test"));
    for (int pause = 0; pause < i % 4; ++pause)
      await task_sleep(0);
    task_cancel(jobs[0]);
    int code = await task_join(jobs[0]);
    EXPECT(code == 1 || code == -ECANCELED);
  }
  return 0;
}

/// It hangs when all tasks have ended: the end waits for it.
static void *opens_later(void *unused) {
  usleep(5000);
  open_gate();
  return unused;
}
static task(int) left(pthread_t *thread) {
  struct io_address address;
  shut_gate();
  EXPECT(await task_timeout(5, hangs(&address)) == -ETIMEDOUT);
  return pthread_create(thread, NULL, opens_later, NULL);
}

// A virtual clock stands still while somebody is asked, and goes on when not.
static task(int) sleeps(int *milliseconds) {
  uint64_t before = task_now();
  EXPECT(await looks_up("one.test") == 1);
  *milliseconds = (int)(task_now() - before);
  await task_sleep(1000 * 1000);
  return 0;
}
static task(int) virtually(void) {
  int milliseconds;
  EXPECT(await task_timeout(2000 * 1000, sleeps(&milliseconds)) == 0);
  EXPECT(milliseconds == 0);
  struct io_address address;
  shut_gate();
  task_group(g);
  struct task_job *job = task_start(g, hangs(&address));
  await task_sleep(0);
  sem_wait(&hanging);
  task_cancel(job);
  await task_sleep(1000 * 1000);
  open_gate();
  EXPECT(await task_join(job) == -ECANCELED);
  return 0;
}

int main(void) {
  pthread_t thread;
  setenv("UV_THREADPOOL_SIZE", "4", 1); // of which two ask
  sem_init(&gate, 0, 1);
  sem_init(&hanging, 0, 0);
  EXPECT(task_run(addresses()) == 0);
  EXPECT(task_run(failures()) == 0);
  EXPECT(task_run(names()) == 0);
  EXPECT(task_run(deadlines()) == 0);
  EXPECT(task_run(left(&thread)) == 0);
  pthread_join(thread, NULL);
  EXPECT(task_run(cancelled()) == 0);
  EXPECT(task_run_virtual(virtually()) == 0);
}
