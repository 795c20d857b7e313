// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Datagrams arrive one by one with who sent them, cut ones are told; tasks that
// wait to receive or to send are given up, closed and served in order; a fixed
// peer, its absence, broadcasts and groups.
// REQUIRES: libuv
// RUN: %levels %s %task
// RUN: %if sanitizers %{ %yieldcc -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all %s %checked_task -o %t.asan && %t.asan %}

#include "../expect.h"
#include <errno.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include <yieldc/io.h>

// The system's, with a gate: nothing can be sent while it is shut. (The loopback
// interface is never full.)
static bool is_shut;
static int tries;
ssize_t sendto(int fd, const void *data, size_t size, int flags,
               const struct sockaddr *to, socklen_t length) {
  struct iovec piece = {(void *)data, size};
  struct msghdr message = {.msg_name = (void *)to,
                           .msg_namelen = length,
                           .msg_iov = &piece,
                           .msg_iovlen = 1};
  ++tries;
  errno = EAGAIN;
  return is_shut ? -1 : sendmsg(fd, &message, flags);
}

// The system's, which keeps what was set: what is sent out of the loopback
// interface comes back in any case.
static int last_name, last_value;
int setsockopt(int fd, int level, int name, const void *value, socklen_t size) {
  last_name = name;
  if (size == sizeof(int))
    memcpy(&last_value, value, sizeof(int));
  return (int)syscall(SYS_setsockopt, fd, level, name, value, size);
}

static struct io_address at(const char *host, int port) {
  struct io_address address;
  EXPECT(io_address_parse(&address, host, port) == 0);
  return address;
}

static bool is_same(const struct io_address *a, const struct io_address *b) {
  return !memcmp(a, b, sizeof *a);
}

static int port_of(struct udp_socket *socket) {
  struct io_address address;
  EXPECT(udp_local(socket, &address) == 0);
  return io_address_port(&address);
}

static struct udp_socket *opened(const char *host, int port) {
  struct udp_socket *socket = NULL;
  EXPECT(udp_open(&socket, host, port, NULL) == 0);
  return socket;
}

static task(int) receives(struct udp_socket *socket, const char *expected) {
  char data[100];
  ssize_t n = await udp_receive(socket, data, sizeof data, NULL);
  if (n < 0)
    return (int)n;
  return (size_t)n == strlen(expected) && !memcmp(data, expected, (size_t)n)
             ? 0
             : -EILSEQ;
}

static task(int) sends(struct udp_socket *socket, const char *data,
                       const struct io_address *to) {
  ssize_t n = await udp_send(socket, data, strlen(data), to);
  return n == (ssize_t)strlen(data) ? 0 : (int)n;
}

// ---- Datagrams --------------------------------------------------------------

static task(int) datagrams(void) {
  udp_auto_close struct udp_socket *a = opened("127.0.0.1", 0);
  udp_auto_close struct udp_socket *b = opened("127.0.0.1", 0);
  struct io_address to_b = at("127.0.0.1", port_of(b)), from,
                    of_a = at("127.0.0.1", port_of(a));
  char data[8];
  EXPECT(await sends(a, "one", &to_b) == 0);
  EXPECT(await udp_receive(b, data, sizeof data, &from) == 3);
  EXPECT(!memcmp(data, "one", 3) && is_same(&from, &of_a));
  // An answer, to who waits.
  task_group(g);
  struct task_job *job = task_start(g, receives(a, "answer"));
  await task_sleep(1);
  EXPECT(await sends(b, "answer", &from) == 0);
  EXPECT(await task_join(job) == 0);
  // One by one: an empty one, one that fits, one that does not.
  EXPECT(await udp_send(a, NULL, 0, &to_b) == 0);
  EXPECT(await sends(a, "12345678", &to_b) == 0);
  EXPECT(await sends(a, "abcdefghi", &to_b) == 0);
  EXPECT(await sends(a, "next", &to_b) == 0);
  EXPECT(await udp_receive(b, data, sizeof data, &from) == 0);
  EXPECT(is_same(&from, &of_a));
  EXPECT(await udp_receive(b, data, sizeof data, NULL) == 8);
  EXPECT(!memcmp(data, "12345678", 8));
  EXPECT(await udp_receive(b, data, sizeof data, &from) == -EMSGSIZE);
  EXPECT(!memcmp(data, "abcdefgh", 8) && is_same(&from, &of_a));
  EXPECT(await receives(b, "next") == 0);
  // As long as can be.
  static char large[65508], back[65508];
  memset(large, 'x', sizeof large);
  EXPECT(await udp_send(a, large, 65508, &to_b) == -EMSGSIZE);
  EXPECT(await udp_send(a, large, 65507, &to_b) == 65507);
  EXPECT(await udp_receive(b, back, sizeof back, NULL) == 65507);
  EXPECT(!memcmp(large, back, 65507));
  return 0;
}

/// Whether this machine has IPv6.
static bool has_ipv6(void) {
  int fd = socket(AF_INET6, SOCK_DGRAM, 0);
  const struct sockaddr_in6 local = {.sin6_family = AF_INET6,
                                     .sin6_addr = IN6ADDR_LOOPBACK_INIT};
  bool has = fd >= 0 && !bind(fd, (const void *)&local, sizeof local);
  close(fd);
  return has;
}

static task(int) families(void) {
  udp_auto_close struct udp_socket *any = opened(NULL, 0), *six = NULL;
  udp_auto_close struct udp_socket *four = opened("127.0.0.1", 0);
  struct io_address to = at("127.0.0.1", port_of(any)), from;
  char text[IO_ADDRESS_TEXT], expected[64], data[8];
  EXPECT(await sends(four, "4", &to) == 0);
  EXPECT(await udp_receive(any, data, sizeof data, &from) == 1);
  EXPECT(io_address_text(&from, text, sizeof text) > 0);
  if (!has_ipv6())
    return 0;
  sprintf(expected, "[::ffff:127.0.0.1]:%d", port_of(four));
  EXPECT(!strcmp(text, expected));
  EXPECT(await sends(any, "back", &from) == 0);
  EXPECT(await receives(four, "back") == 0);
  const struct udp_options only = {.only_ipv6 = true};
  EXPECT(udp_open(&six, "::1", 0, &only) == 0);
  to = at("::1", port_of(any));
  EXPECT(await sends(six, "6", &to) == 0);
  EXPECT(await udp_receive(any, data, sizeof data, &from) == 1);
  to = at("::1", port_of(six));
  EXPECT(is_same(&from, &to));
  EXPECT(await sends(four, "x", &to) == -EAFNOSUPPORT);
  // The same port, for the other family.
  struct udp_socket *all, *other;
  EXPECT(udp_open(&all, "::", 0, &only) == 0);
  EXPECT(udp_open(&other, "0.0.0.0", port_of(all), NULL) == 0);
  udp_close(other);
  udp_close(all);
  return 0;
}

// ---- Waiting to receive -----------------------------------------------------

static task(int) waiting(void) {
  struct udp_socket *b = opened("127.0.0.1", 0);
  udp_auto_close struct udp_socket *a = opened("127.0.0.1", 0);
  struct io_address to_b = at("127.0.0.1", port_of(b));
  task_group(g);
  struct task_job *job = task_start(g, receives(b, "first"));
  await task_sleep(0);
  EXPECT(await receives(b, "") == -EBUSY);
  task_cancel(job);
  EXPECT(await task_join(job) == -ECANCELED);
  EXPECT(await task_timeout(1, receives(b, "first")) == -ETIMEDOUT);
  EXPECT(await sends(a, "first", &to_b) == 0);
  EXPECT(await receives(b, "first") == 0);
  // Between two receives nobody waits: nothing is lost, and nothing spins.
  job = task_start(g, receives(b, "1"));
  await task_sleep(1);
  for (char name[] = "1"; name[0] <= '5'; ++name[0])
    EXPECT(await sends(a, name, &to_b) == 0);
  EXPECT(await task_join(job) == 0);
  clock_t before = clock();
  await task_sleep(60);
  EXPECT(clock() - before < CLOCKS_PER_SEC * 30 / 1000);
  for (char name[] = "2"; name[0] <= '5'; ++name[0])
    EXPECT(await receives(b, name) == 0);
  EXPECT(await task_timeout(1, receives(b, "6")) == -ETIMEDOUT);
  // As it is closed.
  job = task_start(g, receives(b, ""));
  await task_sleep(0);
  udp_close(b);
  EXPECT(await task_join(job) == -ECONNABORTED);
  return 0;
}

// The first one is received as its task is cancelled: no other gets lost.
static task(int) cancelled_late(void) {
  udp_auto_close struct udp_socket *a = opened("127.0.0.1", 0);
  udp_auto_close struct udp_socket *b = opened("127.0.0.1", 0);
  struct io_address to_b = at("127.0.0.1", port_of(b));
  for (int i = 0; i < 200; ++i) {
    char name[12];
    sprintf(name, "%d", i);
    task_group(g);
    struct task_job *job = task_start(g, receives(b, name));
    await task_sleep(0);
    EXPECT(await sends(a, name, &to_b) == 0);
    if (i % 2)
      await task_sleep(0);
    task_cancel(job);
    int code = await task_join(job);
    EXPECT(code == 0 || code == -ECANCELED);
    if (code)
      EXPECT(await receives(b, name) == 0);
  }
  return 0;
}

// Nobody waits for a socket that libuv still looks at: this is a deadlock.
static task(int) deadlock(void) {
  udp_auto_close struct udp_socket *a = opened("127.0.0.1", 0);
  struct io_address to = at("127.0.0.1", port_of(a));
  struct task_event event = {0};
  task_group(g);
  task_spawn(g, receives(a, "x"));
  await task_sleep(1);
  EXPECT(await sends(a, "x", &to) == 0);
  EXPECT(await task_group_wait(g) == 0);
  return await task_event_wait(&event);
}

// ---- Waiting to send --------------------------------------------------------

static task(int) sending(void) {
  struct udp_socket *a = opened("127.0.0.1", 0);
  udp_auto_close struct udp_socket *b = opened("127.0.0.1", 0);
  struct io_address to_b = at("127.0.0.1", port_of(b));
  task_group(g);
  is_shut = true;
  struct task_job *jobs[4];
  const char *names[] = {"0", "1", "2", "3"};
  for (int i = 0; i < 4; ++i)
    jobs[i] = task_start(g, sends(a, names[i], &to_b));
  await task_sleep(1);
  EXPECT(tries > 1); // and not only once
  EXPECT(await task_timeout(1, sends(a, "late", &to_b)) == -ETIMEDOUT);
  task_cancel(jobs[0]);
  EXPECT(await task_join(jobs[0]) == -ECANCELED);
  task_cancel(jobs[2]);
  EXPECT(await task_join(jobs[2]) == -ECANCELED);
  EXPECT(await task_timeout(1, receives(b, "")) == -ETIMEDOUT);
  is_shut = false;
  EXPECT(await task_join(jobs[1]) == 0 && await task_join(jobs[3]) == 0);
  EXPECT(await receives(b, "1") == 0 && await receives(b, "3") == 0);
  // Given up, it is never sent; and libuv looks for room no more.
  is_shut = true;
  EXPECT(await task_timeout(1, sends(a, "never", &to_b)) == -ETIMEDOUT);
  tries = 0;
  is_shut = false;
  await task_sleep(5);
  EXPECT(tries == 0);
  EXPECT(await sends(a, "next", &to_b) == 0);
  EXPECT(await receives(b, "next") == 0);
  // Who comes when there is room, but others wait, is behind them.
  is_shut = true;
  jobs[0] = task_start(g, sends(a, "0", &to_b));
  await task_sleep(1);
  is_shut = false;
  EXPECT(await sends(a, "1", &to_b) == 0 && await task_join(jobs[0]) == 0);
  EXPECT(await receives(b, "0") == 0 && await receives(b, "1") == 0);
  // While one waits to receive from the same socket.
  struct io_address to_a = at("127.0.0.1", port_of(a));
  is_shut = true;
  jobs[0] = task_start(g, sends(a, "0", &to_b));
  jobs[1] = task_start(g, receives(a, "1"));
  await task_sleep(1);
  is_shut = false;
  EXPECT(await task_join(jobs[0]) == 0 && await receives(b, "0") == 0);
  EXPECT(await sends(b, "1", &to_a) == 0 && await task_join(jobs[1]) == 0);
  // As it is closed.
  is_shut = true;
  jobs[0] = task_start(g, sends(a, "0", &to_b));
  jobs[1] = task_start(g, sends(a, "1", &to_b));
  await task_sleep(0);
  udp_close(a);
  EXPECT(await task_join(jobs[0]) == -ECONNABORTED);
  EXPECT(await task_join(jobs[1]) == -ECONNABORTED);
  is_shut = false;
  EXPECT(await task_timeout(1, receives(b, "")) == -ETIMEDOUT);
  return 0;
}

/// Sends, or fails to receive, without a pause. Others go on meanwhile.
static task(int) floods(struct udp_socket *a, const struct io_address *to,
                        const bool *ends) {
  while (!*ends)
    if (to)
      EXPECT(await sends(a, "x", to) == 0);
    else
      EXPECT(await udp_receive(a, NULL, 0, NULL) == -EINVAL);
  return 0;
}
static task(int) fairness(void) {
  udp_auto_close struct udp_socket *a = opened("127.0.0.1", 0);
  struct io_address to = at("127.0.0.1", port_of(a));
  for (int i = 0; i < 2; ++i) {
    bool ends = false;
    task_group(g);
    task_spawn(g, floods(a, i ? &to : NULL, &ends));
    await task_sleep(1);
    ends = true;
    EXPECT(await task_group_wait(g) == 0);
  }
  return 0;
}

// ---- A fixed peer -----------------------------------------------------------

static task(int) peers(void) {
  udp_auto_close struct udp_socket *a = opened("127.0.0.1", 0);
  udp_auto_close struct udp_socket *b = opened("127.0.0.1", 0);
  udp_auto_close struct udp_socket *c = opened("127.0.0.1", 0);
  struct udp_socket *gone = opened("127.0.0.1", 0);
  struct io_address of_a = at("127.0.0.1", port_of(a)),
                    of_b = at("127.0.0.1", port_of(b)),
                    nobody = at("127.0.0.1", port_of(gone));
  udp_close(gone);
  EXPECT(await sends(a, "x", NULL) == -EDESTADDRREQ);
  EXPECT(udp_connect(a, &of_b) == 0);
  EXPECT(await sends(a, "x", NULL) == 0 && await receives(b, "x") == 0);
  EXPECT(await sends(c, "from c", &of_a) == 0);
  EXPECT(await sends(b, "from b", &of_a) == 0);
  EXPECT(await receives(a, "from b") == 0);
  EXPECT(await task_timeout(1, receives(a, "")) == -ETIMEDOUT);
  // Nobody there: told by a receive,
  EXPECT(udp_connect(a, &nobody) == 0);
  EXPECT(await sends(a, "x", NULL) == 0);
  EXPECT(await receives(a, "") == -ECONNREFUSED);
  // to one that waits already,
  task_group(g);
  int code = 1;
  task_spawn(g, receives(a, ""), &code);
  await task_sleep(1);
  EXPECT(await sends(a, "x", NULL) == 0);
  EXPECT(await task_group_wait(g) == -ECONNREFUSED && code == -ECONNREFUSED);
  // or by the next send.
  EXPECT(await sends(a, "x", NULL) == 0);
  EXPECT(await sends(a, "x", NULL) == -ECONNREFUSED);
  // Told while nobody waits: that does not spin, and it can be used again.
  EXPECT(await sends(a, "x", NULL) == 0);
  clock_t before = clock();
  await task_sleep(30);
  EXPECT(clock() - before < CLOCKS_PER_SEC * 15 / 1000);
  EXPECT(udp_connect(a, &of_b) == 0);
  EXPECT(await receives(a, "") == -ECONNREFUSED);
  task_spawn(g, receives(a, "again"));
  await task_sleep(0);
  EXPECT(await sends(b, "again", &of_a) == 0);
  EXPECT(await task_group_wait(g) == 0);
  return 0;
}

// ---- Options ----------------------------------------------------------------

static task(int) ports(void) {
  const struct udp_options reuse = {.reuse_address = true},
                           share = {.share_port = true};
  struct udp_socket *a = opened("127.0.0.1", 0), *b;
  int port = port_of(a);
  EXPECT(udp_open(&b, "127.0.0.1", port, NULL) == -EADDRINUSE);
  EXPECT(udp_open(&b, "127.0.0.1", port, &reuse) == -EADDRINUSE);
  udp_close(a);
  a = opened("127.0.0.1", port); // it is free at once
  udp_close(a);
  EXPECT(udp_open(&a, "127.0.0.1", 0, &reuse) == 0);
  EXPECT(udp_open(&b, "127.0.0.1", port_of(a), &reuse) == 0);
  udp_close(b);
  EXPECT(udp_open(&b, "127.0.0.1", port_of(a), &share) == -EADDRINUSE);
  udp_close(a);
  EXPECT(udp_open(&a, "127.0.0.1", 0, &share) == 0);
  EXPECT(udp_open(&b, "127.0.0.1", port_of(a), &share) == 0);
  udp_close(b);
  udp_close(a);
  EXPECT(udp_open(&a, "192.0.2.1", 0, NULL) == -EADDRNOTAVAIL);
  EXPECT(udp_open(&a, "localhost", 0, NULL) == -EINVAL);
  EXPECT(udp_open(&a, "127.0.0.1", 65536, NULL) == -EINVAL);
  EXPECT(udp_open(NULL, "127.0.0.1", 0, NULL) == -EINVAL);
  return 0;
}

static task(int) broadcasts(void) {
  const struct udp_options broadcast = {.broadcast = true};
  udp_auto_close struct udp_socket *a = opened("127.0.0.1", 0), *b = NULL;
  udp_auto_close struct udp_socket *all = opened("0.0.0.0", 0);
  struct io_address to = at("127.255.255.255", port_of(all));
  EXPECT(await sends(a, "x", &to) == -EACCES);
  EXPECT(udp_open(&b, "127.0.0.1", 0, &broadcast) == 0);
  EXPECT(await sends(b, "to all", &to) == 0);
  EXPECT(await receives(all, "to all") == 0);
  return 0;
}

/// What is sent by `a` to a group that `b` and `c` have joined, but `d` not.
static task(int) to_group(struct udp_socket *a, struct udp_socket *b,
                          struct udp_socket *c, struct udp_socket *d,
                          struct io_address group) {
  EXPECT(await sends(a, "to both", &group) == 0);
  EXPECT(await receives(b, "to both") == 0);
  EXPECT(await receives(c, "to both") == 0);
  EXPECT(await task_timeout(1, receives(d, "")) == -ETIMEDOUT); // not joined
  EXPECT(udp_leave(b, "239.255.77.1", "lo") == 0);
  EXPECT(await sends(a, "to one", &group) == 0);
  EXPECT(await receives(c, "to one") == 0);
  EXPECT(await task_timeout(1, receives(b, "")) == -ETIMEDOUT);
  return udp_join(b, "239.255.77.1", "lo");
}

static task(int) groups(const char *host, const char *group) {
  const struct udp_options reuse = {.reuse_address = true};
  bool is_ipv6 = strchr(host, ':');
  udp_auto_close struct udp_socket *a = NULL, *b = NULL, *c = NULL, *d = NULL;
  EXPECT(udp_open(&a, host, 0, NULL) == 0);
  EXPECT(udp_open(&b, host, 0, &reuse) == 0);
  int port = port_of(b);
  EXPECT(udp_open(&c, host, port, &reuse) == 0); // all with the same port
  EXPECT(udp_open(&d, host, port, &reuse) == 0);
  EXPECT(udp_join(b, group, "lo") == 0);
  EXPECT(udp_join(b, group, "lo") == -EADDRINUSE);
  EXPECT(udp_join(c, group, "lo") == 0);
  EXPECT(udp_multicast_interface(a, "lo") == 0);
  EXPECT(udp_multicast_ttl(a, 0) == 0); // not beyond this machine
  EXPECT(last_name == (is_ipv6 ? IPV6_MULTICAST_HOPS : IP_MULTICAST_TTL));
  // (In IPv6 no group is to be reached by "lo".)
  if (!is_ipv6)
    EXPECT(await to_group(a, b, c, d, at(group, port)) == 0);
  EXPECT(udp_leave(b, group, "lo") == 0);
  EXPECT(udp_leave(b, group, "lo") == -EADDRNOTAVAIL);
  for (int on = 0; on < 2; ++on) {
    EXPECT(udp_multicast_loop(a, on) == 0 && last_value == on);
    EXPECT(last_name == (is_ipv6 ? IPV6_MULTICAST_LOOP : IP_MULTICAST_LOOP));
  }
  EXPECT(udp_multicast_interface(a, NULL) == 0);
  EXPECT(udp_join(b, group, "no-such-one") == -ENODEV);
  EXPECT(udp_multicast_interface(a, "no-such-one") == -ENODEV);
  EXPECT(udp_join(b, "a group", "lo") == -EINVAL);
  EXPECT(udp_join(b, NULL, "lo") == -EINVAL);
  EXPECT(udp_join(b, is_ipv6 ? "::1" : "127.0.0.1", "lo") == -EINVAL);
  EXPECT(udp_multicast_ttl(a, 256) == -EINVAL);
  return 0;
}

// ---- Mistakes ---------------------------------------------------------------

static void *asks_elsewhere(void *argument) {
  struct udp_socket *socket = argument;
  struct io_address address;
  EXPECT(udp_local(socket, &address) == -EPERM);
  EXPECT(udp_multicast_ttl(socket, 1) == -EPERM);
  EXPECT(udp_join(socket, "239.1.2.3", NULL) == -EPERM);
  udp_close(socket); // is ignored
  return NULL;
}

static task(int) mistakes(void) {
  udp_auto_close struct udp_socket *a = opened("127.0.0.1", 0);
  struct io_address address = at("127.0.0.1", port_of(a)), none = {0};
  char data[4];
  pthread_t thread;
  EXPECT(pthread_create(&thread, NULL, asks_elsewhere, a) == 0);
  pthread_join(thread, NULL);
  EXPECT(udp_local(a, &address) == 0);
  EXPECT(await udp_receive(a, data, 0, NULL) == -EINVAL);
  EXPECT(await udp_receive(a, NULL, 4, NULL) == -EINVAL);
  EXPECT(await udp_receive(NULL, data, 4, NULL) == -EINVAL);
  EXPECT(await udp_send(NULL, data, 4, &address) == -EINVAL);
  EXPECT(await udp_send(a, NULL, 4, &address) == -EINVAL);
  EXPECT(await udp_send(a, "x", 1, &none) == -EINVAL);
  EXPECT(udp_connect(a, NULL) == -EINVAL && udp_connect(a, &none) == -EINVAL);
  EXPECT(udp_connect(NULL, &address) == -EINVAL);
  EXPECT(udp_local(a, NULL) == -EINVAL && udp_local(NULL, &address) == -EINVAL);
  EXPECT(udp_join(NULL, "239.1.2.3", NULL) == -EINVAL);
  EXPECT(udp_multicast_loop(NULL, true) == -EINVAL);
  EXPECT(udp_multicast_interface(NULL, NULL) == -EINVAL);
  udp_close(NULL);
  return 0;
}

int main(void) {
  struct udp_socket *socket;
  EXPECT(udp_open(&socket, NULL, 0, NULL) == -EINVAL); // no loop
  EXPECT(task_run(datagrams()) == 0);
  EXPECT(task_run(families()) == 0);
  EXPECT(task_run(waiting()) == 0);
  EXPECT(task_run(cancelled_late()) == 0);
  EXPECT(task_run(deadlock()) == -EDEADLK);
  EXPECT(task_run(sending()) == 0);
  EXPECT(task_run(fairness()) == 0);
  EXPECT(task_run(peers()) == 0);
  EXPECT(task_run(ports()) == 0);
  EXPECT(task_run(broadcasts()) == 0);
  EXPECT(task_run(groups("0.0.0.0", "239.255.77.1")) == 0);
  if (has_ipv6())
    EXPECT(task_run(groups("::", "ff01::7701")) == 0);
  EXPECT(task_run(mistakes()) == 0);
}
