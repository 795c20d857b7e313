// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Operations on files and folders do what the system's functions do. Cancelled
// before a thread has begun, none does anything; after that each gives its
// result, and nothing is lost.
// REQUIRES: libuv
// RUN: rm -rf %t.dir && mkdir -p %t.dir
// RUN: %levels %s %task -- %t.dir
// RUN: %if sanitizers %{ %yieldcc -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all %s %checked_task -o %t.asan && %t.asan %t.dir %}

#include "../expect.h"
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <yieldc/io.h>
#include <yieldc/task/work.h>

static char folder[PATH_MAX];

/// The path of a file in it, until 64 others were asked for.
static const char *in(const char *name) {
  static char paths[64][PATH_MAX];
  static int next;
  char *path = paths[next++ % 64];
  EXPECT(snprintf(path, PATH_MAX, "%s/%s", folder, name) < PATH_MAX);
  return path;
}

static bool is_there(const char *name) { return !access(in(name), F_OK); }
static bool is_open(int fd) { return fcntl(fd, F_GETFD) >= 0; }

static int descriptors(void) {
  int count = 0;
  for (int fd = 0; fd < 200; ++fd)
    count += is_open(fd);
  return count;
}

static void make(const char *name, const char *text) {
  FILE *file = fopen(in(name), "w");
  EXPECT(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

static bool contains(const char *name, const char *text) {
  char found[100];
  FILE *file = fopen(in(name), "r");
  EXPECT(file);
  found[fread(found, 1, sizeof found - 1, file)] = 0;
  fclose(file);
  return !strcmp(found, text);
}

// ---- Each does what it should -----------------------------------------------

static task(int) reads_and_writes(void) {
  char text[100];
  file_auto_close int fd =
      await file_open(in("a"), O_CREAT | O_EXCL | O_RDWR, 0640);
  struct stat status;
  EXPECT(fd >= 0 && fcntl(fd, F_GETFD) == FD_CLOEXEC);
  EXPECT(fstat(fd, &status) == 0 && (status.st_mode & 0777) == 0640);
  EXPECT(await file_open(in("a"), O_CREAT | O_EXCL | O_RDWR, 0640) == -EEXIST);
  EXPECT(await file_open(in("none"), O_RDONLY, 0) == -ENOENT);
  EXPECT(await file_write(fd, "hello world", 11, -1) == 11);
  EXPECT(await file_write(fd, "W", 1, 6) == 1);
  EXPECT(await file_write(fd, "!", 1, -1) == 1); // where it stood
  EXPECT(contains("a", "hello World!"));
  EXPECT(await file_read(fd, text, sizeof text, 6) == 6);
  EXPECT(!memcmp(text, "World!", 6));
  EXPECT(await file_read(fd, text, sizeof text, 12) == 0);
  EXPECT(await file_read(fd, text, sizeof text, -1) == 0);
  EXPECT(lseek(fd, 0, SEEK_SET) == 0);
  EXPECT(await file_read(fd, text, 2, -1) == 2);
  EXPECT(await file_read(fd, text + 2, 2, -1) == 2 && !memcmp(text, "hell", 4));
  EXPECT(await file_truncate(fd, 5) == 0 && contains("a", "hello"));
  EXPECT(await file_sync(fd) == 0 && await file_datasync(fd) == 0);
  EXPECT(await file_read(-1, text, 1, -1) == -EBADF);
  EXPECT(await file_write(-1, text, 1, -1) == -EBADF);
  EXPECT(await file_sync(-1) == -EBADF && await file_datasync(-1) == -EBADF);
  EXPECT(await file_truncate(-1, 0) == -EBADF);
  EXPECT(await file_close(-1) == -EBADF);
  int other = await file_open(in("a"), O_RDONLY, 0);
  EXPECT(await file_write(other, text, 1, -1) == -EBADF);
  EXPECT(await file_close(other) == 0 && !is_open(other));
  EXPECT(await file_read(fd, NULL, 1, 0) == -EINVAL);
  EXPECT(await file_write(fd, NULL, 1, 0) == -EINVAL);
  EXPECT(await file_open(NULL, O_RDONLY, 0) == -EINVAL);
  return fd;
}

static bool same_time(struct timespec a, struct timespec b) {
  return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}
static bool same_status(const struct stat *a, const struct stat *b) {
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino &&
         a->st_mode == b->st_mode && a->st_nlink == b->st_nlink &&
         a->st_uid == b->st_uid && a->st_gid == b->st_gid &&
         a->st_rdev == b->st_rdev && a->st_size == b->st_size &&
         a->st_blksize == b->st_blksize && a->st_blocks == b->st_blocks &&
         same_time(a->st_atim, b->st_atim) &&
         same_time(a->st_mtim, b->st_mtim) && same_time(a->st_ctim, b->st_ctim);
}

static task(int) tells(void) {
  struct stat found, expected;
  EXPECT(await file_chmod(in("a"), 0604) == 0);
  EXPECT(await file_symlink("a", in("link")) == 0);
  EXPECT(await file_stat(in("link"), &found) == 0);
  EXPECT(!stat(in("a"), &expected) && same_status(&found, &expected));
  EXPECT(S_ISREG(found.st_mode) && (found.st_mode & 0777) == 0604);
  EXPECT(await file_lstat(in("link"), &found) == 0);
  EXPECT(!lstat(in("link"), &expected) && same_status(&found, &expected));
  EXPECT(S_ISLNK(found.st_mode));
  file_auto_close int fd = await file_open("/dev/null", O_RDONLY, 0);
  EXPECT(await file_fstat(fd, &found) == 0);
  EXPECT(!fstat(fd, &expected) && same_status(&found, &expected));
  EXPECT(S_ISCHR(found.st_mode) && found.st_rdev);
  EXPECT(await file_access(in("a"), F_OK) == 0);
  EXPECT(await file_access(in("a"), X_OK) == -EACCES);
  EXPECT(await file_access(in("none"), F_OK) == -ENOENT);
  EXPECT(await file_stat(in("none"), &found) == -ENOENT);
  EXPECT(await file_lstat(in("none"), &found) == -ENOENT);
  EXPECT(await file_fstat(-1, &found) == -EBADF);
  EXPECT(await file_chmod(in("none"), 0) == -ENOENT);
  EXPECT(await file_stat(NULL, &found) == -EINVAL);
  EXPECT(await file_stat(folder, NULL) == -EINVAL);
  EXPECT(await file_lstat(folder, NULL) == -EINVAL);
  EXPECT(await file_fstat(fd, NULL) == -EINVAL);
  EXPECT(await file_access(NULL, 0) == -EINVAL);
  EXPECT(await file_chmod(NULL, 0) == -EINVAL);
  return 0;
}

static task(int) names(void) {
  char text[PATH_MAX];
  EXPECT(await file_link(in("a"), in("b")) == 0 && contains("b", "hello"));
  EXPECT(await file_link(in("a"), in("b")) == -EEXIST);
  EXPECT(await file_rename(in("b"), in("c")) == 0);
  EXPECT(!is_there("b") && contains("c", "hello"));
  EXPECT(await file_copy(in("c"), in("b"), 0) == 0 && contains("b", "hello"));
  EXPECT(await file_copy(in("a"), in("b"), UV_FS_COPYFILE_EXCL) == -EEXIST);
  EXPECT(await file_copy(in("none"), in("b"), 0) == -ENOENT);
  EXPECT(await file_remove(in("c")) == 0 && !is_there("c") && is_there("a"));
  EXPECT(await file_readlink(in("link"), text, 2) == 1 && !strcmp(text, "a"));
  EXPECT(await file_readlink(in("link"), text, 1) == -ENOSPC);
  EXPECT(await file_readlink(in("a"), text, sizeof text) == -EINVAL);
  ssize_t length = await file_realpath(in("./link"), text, sizeof text);
  EXPECT(length == (ssize_t)strlen(text) && !strcmp(text, in("a")));
  EXPECT(await file_realpath(in("none"), text, sizeof text) == -ENOENT);
  EXPECT(await file_symlink("a", in("link")) == -EEXIST);
  EXPECT(await file_remove(folder) == -EISDIR);
  EXPECT(await file_remove(in("none")) == -ENOENT);
  EXPECT(await file_rename(in("none"), in("b")) == -ENOENT);
  EXPECT(await file_rename(in("b"), NULL) == -EINVAL);
  EXPECT(await file_link(NULL, in("b")) == -EINVAL);
  EXPECT(await file_symlink(NULL, in("b")) == -EINVAL);
  EXPECT(await file_copy(in("b"), NULL, 0) == -EINVAL);
  EXPECT(await file_remove(NULL) == -EINVAL);
  EXPECT(await file_readlink(in("link"), NULL, 1) == -EINVAL);
  EXPECT(await file_realpath(NULL, text, 1) == -EINVAL);
  // Made with a name of its own.
  snprintf(text, sizeof text, "%s/tXXXXXX", folder);
  int fd = await file_open_temporary(text);
  EXPECT(fd >= 0 && strlen(text) == strlen(in("tXXXXXX")));
  EXPECT(strcmp(text, in("tXXXXXX")) && !access(text, F_OK));
  EXPECT(await file_write(fd, "x", 1, -1) == 1 && await file_close(fd) == 0);
  EXPECT(await file_remove(text) == 0);
  EXPECT(await file_open_temporary(NULL) == -EINVAL);
  snprintf(text, sizeof text, "%s/t", folder);
  EXPECT(await file_open_temporary(text) == -EINVAL); // no XXXXXX
  return 0;
}

static task(int) sends(void) {
  char text[100];
  int sockets[2];
  file_auto_close int from = await file_open(in("a"), O_RDONLY, 0);
  file_auto_close int to = await file_open(in("sent"), O_CREAT | O_RDWR, 0600);
  EXPECT(await file_sendfile(to, from, 1, 3) == 3 && contains("sent", "ell"));
  EXPECT(await file_sendfile(to, from, 3, 100) == 2);
  EXPECT(contains("sent", "elllo"));
  EXPECT(await file_sendfile(to, from, 5, 100) == 0);
  EXPECT(await file_sendfile(-1, from, 0, 100) == -EBADF);
  EXPECT(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) == 0);
  EXPECT(await file_sendfile(sockets[0], from, 0, 100) == 5);
  EXPECT(read(sockets[1], text, sizeof text) == 5 && !memcmp(text, "hello", 5));
  close(sockets[0]);
  close(sockets[1]);
  return 0;
}

/// A path by which what is written here can be read once.
static const char *piped(int fds[2], const char *data, size_t size) {
  static char path[40];
  EXPECT(pipe(fds) == 0 && write(fds[1], data, size) == (ssize_t)size);
  close(fds[1]);
  snprintf(path, sizeof path, "/proc/self/fd/%d", fds[0]);
  return path;
}

static task(int) loads(void) {
  enum { LARGE = 1 << 20 };
  char *data;
  int fds[2];
  EXPECT(await file_load(in("a"), &data, 5) == 5 && !strcmp(data, "hello"));
  free(data);
  EXPECT(await file_load(in("a"), &data, 4) == -EFBIG && !data);
  make("empty", "");
  EXPECT(await file_load(in("empty"), &data, 0) == 0 && data && !*data);
  free(data);
  EXPECT(await file_load(in("none"), &data, 9) == -ENOENT && !data);
  EXPECT(await file_load(folder, &data, SIZE_MAX) == -EISDIR && !data);
  EXPECT(await file_load(NULL, &data, 9) == -EINVAL && !data);
  EXPECT(await file_load(in("a"), NULL, 9) == -EINVAL);
  // Large.
  char *large = malloc(LARGE + 1);
  for (int i = 0; i < LARGE; ++i)
    large[i] = (char)('a' + i % 26);
  large[LARGE] = 0;
  int fd = await file_open(in("large"), O_CREAT | O_WRONLY, 0600);
  EXPECT(await file_write(fd, large, LARGE, -1) == LARGE);
  EXPECT(await file_close(fd) == 0);
  EXPECT(await file_load(in("large"), &data, LARGE) == LARGE);
  EXPECT(!strcmp(data, large));
  free(data);
  // Without a size.
  const char *path = piped(fds, large, 5000);
  EXPECT(await file_load(path, &data, 5000) == 5000);
  EXPECT(!memcmp(data, large, 5000) && !data[5000]);
  free(data);
  close(fds[0]);
  path = piped(fds, large, 5000);
  EXPECT(await file_load(path, &data, 4999) == -EFBIG && !data);
  close(fds[0]);
  free(large);
  return 0;
}

static task(int) folders(void) {
  char pattern[PATH_MAX], name[20];
  struct stat status;
  struct dir_list list = {0};
  EXPECT(await dir_make(in("d"), 0750) == 0);
  EXPECT(await dir_make(in("d"), 0750) == -EEXIST);
  EXPECT(await file_stat(in("d"), &status) == 0 && S_ISDIR(status.st_mode));
  EXPECT((status.st_mode & 0777) == 0750);
  EXPECT(await dir_list(in("d"), &list) == 0 && list.count == 0);
  dir_list_free(&list);
  make("d/b", "");
  make("d/.a", "");
  EXPECT(symlink("b", in("d/c")) == 0 && mkdir(in("d/a"), 0700) == 0);
  EXPECT(await dir_list(in("d"), &list) == 4 && list.count == 4);
  const char *names[] = {".a", "a", "b", "c"};
  const unsigned char types[] = {DT_REG, DT_DIR, DT_REG, DT_LNK};
  for (int i = 0; i < 4; ++i) {
    EXPECT(!strcmp(list.entries[i]->d_name, names[i]));
    EXPECT(list.entries[i]->d_type == types[i] ||
           list.entries[i]->d_type == DT_UNKNOWN);
  }
  dir_list_free(&list);
  EXPECT(!list.count && !list.entries);
  EXPECT(await dir_remove(in("d")) == -ENOTEMPTY);
  for (int i = 0; i < 4; ++i) {
    snprintf(name, sizeof name, "d/%s", names[i]);
    remove(in(name));
  }
  for (int i = 0; i < 500; ++i) {
    snprintf(name, sizeof name, "d/%03d", i);
    close(open(in(name), O_CREAT, 0600));
  }
  {
    dir_auto_free struct dir_list many = {0};
    EXPECT(await dir_list(in("d"), &many) == 500);
    for (int i = 0; i < 500; ++i) {
      EXPECT(atoi(many.entries[i]->d_name) == i);
      snprintf(name, sizeof name, "d/%03d", i);
      EXPECT(await file_remove(in(name)) == 0);
    }
  }
  EXPECT(await dir_remove(in("d")) == 0 && !is_there("d"));
  EXPECT(await dir_remove(in("d")) == -ENOENT);
  EXPECT(await dir_list(in("d"), &list) == -ENOENT && !list.entries);
  snprintf(pattern, sizeof pattern, "%s/dXXXXXX", folder);
  EXPECT(await dir_make_temporary(pattern) == 0);
  EXPECT(strcmp(pattern, in("dXXXXXX")) && !rmdir(pattern));
  EXPECT(await dir_make(NULL, 0) == -EINVAL && await dir_remove(NULL) == -EINVAL);
  EXPECT(await dir_make_temporary(NULL) == -EINVAL);
  EXPECT(await dir_list(NULL, &list) == -EINVAL);
  EXPECT(await dir_list(folder, NULL) == -EINVAL);
  dir_list_free(NULL);
  return 0;
}

static task(int) one_of_many(int number) {
  char name[20], text[20] = "";
  snprintf(name, sizeof name, "many%d", number);
  file_auto_close int fd = await file_open(in(name), O_CREAT | O_RDWR, 0600);
  EXPECT(await file_write(fd, name, strlen(name), 0) == (ssize_t)strlen(name));
  EXPECT(await file_read(fd, text, sizeof text, 0) == (ssize_t)strlen(name));
  EXPECT(!strcmp(text, name));
  return await file_remove(in(name));
}
static task(int) many(void) {
  task_group(g);
  for (int i = 0; i < 50; ++i)
    task_spawn(g, one_of_many(i));
  return await task_group_wait(g);
}

static task(int) too_many(void) {
  struct rlimit limit, low;
  int fds[100], count = 0, code = 0;
  getrlimit(RLIMIT_NOFILE, &limit);
  low = limit;
  low.rlim_cur = 60;
  EXPECT(setrlimit(RLIMIT_NOFILE, &low) == 0);
  while (count < 100 && (code = await file_open(in("a"), O_RDONLY, 0)) >= 0)
    fds[count++] = code;
  EXPECT(code == -EMFILE && count > 10);
  EXPECT(await file_load(in("a"), &(char *){NULL}, 10) == -EMFILE);
  EXPECT(await file_copy(in("a"), in("b"), 0) == -EMFILE);
  EXPECT(await dir_list(folder, &(struct dir_list){0}) == -EMFILE);
  while (count)
    EXPECT(await file_close(fds[--count]) == 0);
  setrlimit(RLIMIT_NOFILE, &limit);
  return 0;
}

// ---- Cancellation -----------------------------------------------------------

static int fd_of_a;
static int delivered;

// Tasks that give a result only if they are not cancelled at their first await.
#define CANCELLED_AT(name, ...)                                                \
  static task(int) name(void) {                                                \
    if (await __VA_ARGS__ >= 0)                                                \
      ++delivered;                                                             \
    else                                                                       \
      note(#name);                                                             \
    await task_sleep(1000000);                                                 \
    note("never");                                                             \
    return 0;                                                                  \
  }
static char c_text[PATH_MAX], c_pattern[PATH_MAX];
static struct stat c_status;
CANCELLED_AT(c_read, file_read(fd_of_a, c_text, 2, -1))
CANCELLED_AT(c_write, file_write(fd_of_a, "xx", 2, 0))
CANCELLED_AT(c_sync, file_sync(fd_of_a))
CANCELLED_AT(c_datasync, file_datasync(fd_of_a))
CANCELLED_AT(c_truncate, file_truncate(fd_of_a, 3))
CANCELLED_AT(c_stat, file_stat(folder, &c_status))
CANCELLED_AT(c_lstat, file_lstat(folder, &c_status))
CANCELLED_AT(c_fstat, file_fstat(fd_of_a, &c_status))
CANCELLED_AT(c_access, file_access(folder, F_OK))
CANCELLED_AT(c_chmod, file_chmod(in("a"), 0644))
CANCELLED_AT(c_link, file_link(in("a"), in("made1")))
CANCELLED_AT(c_symlink, file_symlink("a", in("made2")))
CANCELLED_AT(c_copy, file_copy(in("a"), in("made3"), 0))
CANCELLED_AT(c_readlink, file_readlink(in("link"), c_text, sizeof c_text))
CANCELLED_AT(c_realpath, file_realpath(folder, c_text, sizeof c_text))
CANCELLED_AT(c_rename, file_rename(in("old"), in("made4")))
CANCELLED_AT(c_remove, file_remove(in("goes")))
CANCELLED_AT(c_make, dir_make(in("made5"), 0700))
CANCELLED_AT(c_rmdir, dir_remove(in("folder")))
CANCELLED_AT(c_mkdtemp, dir_make_temporary(c_pattern))
CANCELLED_AT(c_sendfile, file_sendfile(fd_of_a, fd_of_a, 0, 0))

static task(int) c_open(void) {
  file_auto_close int fd = await file_open(in("made6"), O_CREAT, 0600);
  delivered += fd >= 0;
  await task_sleep(1000000);
  note("never");
  return 0;
}
static task(int) c_mkstemp(void) {
  char pattern[PATH_MAX];
  snprintf(pattern, sizeof pattern, "%s", in("zXXXXXX"));
  file_auto_close int fd = await file_open_temporary(pattern);
  delivered += fd >= 0;
  EXPECT(!remove(pattern));
  await task_sleep(1000000);
  note("never");
  return 0;
}
static task(int) c_list(void) {
  dir_auto_free struct dir_list list = {0};
  delivered += await dir_list(folder, &list) > 0;
  await task_sleep(1000000);
  note("never");
  return 0;
}
static void free_text(char **text) { free(*text); }
static task(int) c_load(void) {
  __attribute__((cleanup(free_text))) char *data = NULL;
  delivered += await file_load(in("a"), &data, 10) > 0;
  await task_sleep(1000000);
  note("never");
  return 0;
}

enum { KINDS = 25 };
static void start_all(struct task_group *g, struct task_job *jobs[KINDS]) {
  task(int) all[] = {c_read(),     c_write(),    c_sync(),    c_datasync(),
                     c_truncate(), c_stat(),     c_lstat(),   c_fstat(),
                     c_access(),   c_chmod(),    c_link(),    c_symlink(),
                     c_copy(),     c_readlink(), c_realpath(), c_rename(),
                     c_remove(),   c_make(),     c_rmdir(),   c_mkdtemp(),
                     c_open(),     c_mkstemp(),  c_list(),    c_load(),
                     c_sendfile()};
  _Static_assert(sizeof all / sizeof *all == KINDS, "each");
  for (int i = 0; i < KINDS; ++i)
    EXPECT((jobs[i] = task_start(g, task_move(all[i]))));
}

/// There is only one thread; this holds it.
static sem_t begun, go_on;
static int hold(void *unused) {
  (void)unused;
  sem_post(&begun);
  sem_wait(&go_on);
  return 0;
}
static task(int) holds(void) { return await task_work(hold, NULL); }

static task(int) cancelled_before_it_begins(void) {
  struct task_job *jobs[KINDS];
  delivered = 0;
  task_group(g);
  task_spawn(g, holds());
  await task_sleep(0);
  sem_wait(&begun);
  start_all(g, jobs);
  await task_sleep(1);
  for (int i = 0; i < KINDS; ++i)
    EXPECT(task_cancel(jobs[i]) == 0);
  for (int i = 0; i < KINDS; ++i)
    EXPECT(await task_join(jobs[i]) == -ECANCELED);
  sem_post(&go_on);
  EXPECT(await task_group_wait(g) == 0);
  EXPECT_NOTES("");
  EXPECT(delivered == 0 && contains("a", "hello"));
  EXPECT(is_there("old") && is_there("goes") && is_there("folder"));
  for (int i = 1; i <= 6; ++i) {
    char name[] = {'m', 'a', 'd', 'e', (char)('0' + i), 0};
    EXPECT(!is_there(name));
  }
  EXPECT(!strcmp(c_pattern, in("pXXXXXX")));
  return 0;
}

static void after(uv_work_t *request, int status) {
  (void)request, (void)status;
}
static void tell(uv_work_t *request) {
  (void)request;
  sem_post(&begun);
}

/// Waits, without letting anything else go on, until the thread has done what
/// was begun before; cancels them before they are told.
static task(int) cancels_all(struct task_job *jobs[KINDS]) {
  static uv_work_t request;
  EXPECT(uv_queue_work(task_uv_loop(), &request, tell, after) == 0);
  sem_wait(&begun);
  for (int i = 0; i < KINDS; ++i)
    EXPECT(task_cancel(jobs[i]) == 0);
  EXPECT(delivered == 0);
  return 0;
}

static task(int) cancelled_when_it_is_done(void) {
  struct task_job *jobs[KINDS];
  delivered = 0;
  task_group(g);
  start_all(g, jobs);
  task_spawn(g, cancels_all(jobs)); // in the turn of the loop they begin in
  for (int i = 0; i < KINDS; ++i)
    EXPECT(await task_join(jobs[i]) == -ECANCELED);
  EXPECT(await task_group_wait(g) == 0);
  EXPECT_NOTES("");
  EXPECT(delivered == KINDS && contains("a", "xxl"));
  EXPECT(!is_there("old") && !is_there("goes") && !is_there("folder"));
  for (int i = 1; i <= 6; ++i) {
    char name[] = {'m', 'a', 'd', 'e', (char)('0' + i), 0};
    EXPECT(is_there(name) && !remove(in(name)));
  }
  EXPECT(strcmp(c_pattern, in("pXXXXXX")) && !remove(c_pattern));
  return 0;
}

/// What a thread works on is waited for.
static ssize_t written;
static task(int) writes_to_pipe(int fd, const char *data, size_t size) {
  written = await file_write(fd, data, size, -1);
  note("written");
  await task_sleep(1000000);
  note("never");
  return 0;
}
static task(int) cancelled_while_it_is_done(void) {
  enum { SIZE = 1 << 18 }; // more than a pipe holds
  static char data[SIZE], back[SIZE];
  int fds[2], there = 0;
  EXPECT(pipe(fds) == 0);
  memset(data, 'd', SIZE);
  task_group(g);
  struct task_job *job = task_start(g, writes_to_pipe(fds[1], data, SIZE));
  await task_sleep(0);
  while (!there)
    EXPECT(ioctl(fds[0], FIONREAD, &there) == 0);
  task_cancel(job);
  await task_sleep(5);
  EXPECT_NOTES("");
  for (ssize_t total = 0, count; total < SIZE; total += count)
    EXPECT((count = read(fds[0], back + total, SIZE - (size_t)total)) > 0);
  EXPECT(await task_join(job) == -ECANCELED);
  EXPECT_NOTES("written");
  EXPECT(written == SIZE && !memcmp(data, back, SIZE));
  close(fds[0]);
  close(fds[1]);
  return 0;
}

static task(int) closes(int fd, bool before) {
  if (before)
    task_cancel(task_current());
  EXPECT(await file_close(fd) == 0);
  note("closed");
  await task_sleep(1000000);
  note("never");
  return 0;
}
static task(int) closing_is_not_cancelled(void) {
  int one = dup(0), other = dup(0);
  task_group(g);
  task_spawn(g, holds());
  await task_sleep(0);
  sem_wait(&begun);
  struct task_job *first = task_start(g, closes(one, false));
  struct task_job *second = task_start(g, closes(other, true));
  await task_sleep(1);
  task_cancel(first);
  await task_sleep(1);
  EXPECT_NOTES("");
  EXPECT(is_open(one) && is_open(other));
  sem_post(&go_on);
  EXPECT(await task_join(first) == -ECANCELED);
  EXPECT(await task_join(second) == -ECANCELED);
  EXPECT_NOTES("closed closed");
  EXPECT(!is_open(one) && !is_open(other));
  return 0;
}

static task(int) cancellation(void) {
  fd_of_a = await file_open(in("a"), O_RDWR, 0);
  make("old", "");
  make("goes", "");
  EXPECT(mkdir(in("folder"), 0700) == 0);
  snprintf(c_pattern, sizeof c_pattern, "%s", in("pXXXXXX"));
  EXPECT(await cancelled_before_it_begins() == 0);
  EXPECT(await cancelled_when_it_is_done() == 0);
  EXPECT(await cancelled_while_it_is_done() == 0);
  EXPECT(await closing_is_not_cancelled() == 0);
  return await file_close(fd_of_a);
}

// ---- Virtual time -----------------------------------------------------------

static task(int) opens(const char *path) {
  int fd = await file_open(path, O_RDONLY, 0);
  return fd < 0 ? fd : await file_close(fd);
}
static task(int) loads_from(const char *path) {
  char *data;
  ssize_t size = await file_load(path, &data, 10);
  free(data);
  return (int)size;
}
static char fifos[2][PATH_MAX];
static void *writes(void *unused) {
  (void)unused;
  for (int i = 0; i < 2; ++i) {
    usleep(30000);
    int fd = open(fifos[i], O_WRONLY); // waits for who reads
    EXPECT(fd >= 0);
    if (i) // the first is only opened
      EXPECT(write(fd, "x", 1) == 1);
    close(fd);
  }
  return NULL;
}

/// Threads are waited for as long as it really takes.
static task(int) in_virtual_time(void) {
  EXPECT(await task_timeout(10, opens(fifos[0])) == 0);
  EXPECT(await task_timeout(10, loads_from(fifos[1])) == 1);
  EXPECT(task_now() < 10);
  await task_sleep(1000000);
  return 0;
}

static task(int) all(const char *where) {
  char pattern[PATH_MAX];
  snprintf(pattern, sizeof pattern, "%s/XXXXXX", where);
  EXPECT(await dir_make_temporary(pattern) == 0);
  EXPECT(realpath(pattern, folder));
  int open_before = descriptors();
  int fd = await reads_and_writes();
  EXPECT(!is_open(fd)); // at the end of its scope
  EXPECT(await tells() == 0);
  EXPECT(await names() == 0);
  EXPECT(await sends() == 0);
  EXPECT(await loads() == 0);
  EXPECT(await folders() == 0);
  EXPECT(await many() == 0);
  EXPECT(await too_many() == 0);
  EXPECT(await cancellation() == 0);
  EXPECT(descriptors() == open_before);
  const char *left[] = {"a", "b", "link", "sent", "empty", "large"};
  for (size_t i = 0; i < sizeof left / sizeof *left; ++i)
    EXPECT(await file_remove(in(left[i])) == 0);
  return await dir_remove(folder); // else something is left in it
}

int main(int argc, char **argv) {
  EXPECT(argc == 2);
  umask(0);
  setenv("UV_THREADPOOL_SIZE", "1", 1);
  sem_init(&begun, 0, 0);
  sem_init(&go_on, 0, 0);
  EXPECT(task_run(all(argv[1])) == 0);
  for (int i = 0; i < 2; ++i) {
    snprintf(fifos[i], PATH_MAX, "%s/fifo%d", argv[1], i);
    EXPECT(mkfifo(fifos[i], 0600) == 0);
  }
  pthread_t thread;
  pthread_create(&thread, NULL, writes, NULL);
  EXPECT(task_run_virtual(in_virtual_time()) == 0);
  pthread_join(thread, NULL);
  return remove(fifos[0]) || remove(fifos[1]);
}
