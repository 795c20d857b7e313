// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Answers in a folder, a file for each URL: five lines (the URL, ETag,
// Last-Modified, Content-Type, the length of the body), and the body.

#ifndef WEB_CACHE_H
#define WEB_CACHE_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <yieldc/io/fetch.h>
#include <yieldc/io/file.h>
#include <yieldc/task.h>

enum { CACHE_MOST = 64 << 20 }; ///< bytes of a file

struct cached {
  char *data; ///< null: nothing is there
  const char *etag, *modified, *type;
  const char *body;
  size_t length;
};

static inline void free_cached(struct cached *cached) { free(cached->data); }
#define auto_free_cached __attribute__((cleanup(free_cached)))

/// The file's name is a hash of the URL. (Two of the same hash only take each
/// other's place: the file has the URL.)
static inline void cache_path(char *path, size_t size, const char *folder,
                              const char *url) {
  uint64_t hash = 0xcbf29ce484222325; // FNV-1a
  for (const char *c = url; *c; ++c)
    hash = (hash ^ (unsigned char)*c) * 0x100000001b3;
  snprintf(path, size, "%s/%016llx", folder, (unsigned long long)hash);
}

/// Takes a line off: null if there is none.
static inline char *cache_line(char **at) {
  char *line = *at, *end = strchr(line, '\n');
  if (!end)
    return NULL;
  *end = '\0';
  *at = end + 1;
  return line;
}

/// Whether it is the whole answer of this URL.
static inline bool cache_parse(struct cached *cached, size_t size,
                               const char *url) {
  char *at = cached->data, *of = cache_line(&at);
  if (!of || strcmp(of, url) || !(cached->etag = cache_line(&at)) ||
      !(cached->modified = cache_line(&at)) ||
      !(cached->type = cache_line(&at)))
    return false;
  char *length = cache_line(&at);
  cached->body = at;
  cached->length = (size_t)(cached->data + size - at);
  return length && strtoull(length, NULL, 10) == cached->length;
}

/// What is there of a URL. 0, also if that is nothing, or a code.
static task(int) cache_load(const char *folder, const char *url,
                            struct cached *cached) {
  char path[4096];
  cache_path(path, sizeof path, folder, url);
  ssize_t size = await file_load(path, &cached->data, CACHE_MOST);
  if (size < 0)
    return size == -ENOENT ? 0 : (int)size;
  if (!cache_parse(cached, (size_t)size, url)) {
    free(cached->data);
    *cached = (struct cached){0};
  }
  return 0;
}

struct cache_file {
  int fd; ///< negative if it is not open
  char path[4096];
  bool is_complete;
};

/// One that is not complete leaves nothing.
static inline void close_cache_file(struct cache_file *file) {
  if (file->fd < 0)
    return;
  close(file->fd);
  if (!file->is_complete)
    unlink(file->path);
}
#define auto_close_cache_file __attribute__((cleanup(close_cache_file)))

/// What can be asked for again: the server says how, and does not forbid it.
static inline bool can_be_cached(const struct fetch_answer *answer) {
  const char *control = fetch_header(answer, "Cache-Control");
  return answer->status == 200 && !(control && strstr(control, "no-store")) &&
         (fetch_header(answer, "ETag") ||
          fetch_header(answer, "Last-Modified"));
}

static inline const char *cache_header(const struct fetch_answer *answer,
                                       const char *name) {
  const char *value = fetch_header(answer, name);
  return value ? value : "";
}

/// Keeps an answer, in the place of the one before. 0 or a code.
static task(int) cache_store(const char *folder, const char *url,
                             const struct fetch_answer *answer) {
  char path[4096], head[8192];
  int size = snprintf(head, sizeof head, "%s\n%s\n%s\n%s\n%zu\n", url,
                      cache_header(answer, "ETag"),
                      cache_header(answer, "Last-Modified"),
                      cache_header(answer, "Content-Type"), answer->length);
  if (size >= (int)sizeof head)
    return -ENAMETOOLONG;
  auto_close_cache_file struct cache_file file;
  snprintf(file.path, sizeof file.path, "%s/new-XXXXXX", folder);
  file.is_complete = false;
  file.fd = -1;
  file.fd = await file_open_temporary(file.path);
  if (file.fd < 0)
    return file.fd;
  ssize_t written = await file_write(file.fd, head, (size_t)size, -1);
  if (written < size)
    return written < 0 ? (int)written : -ENOSPC;
  written = await file_write(file.fd, answer->body, answer->length, -1);
  if (written < (ssize_t)answer->length)
    return written < 0 ? (int)written : -ENOSPC;
  cache_path(path, sizeof path, folder, url);
  int code = await file_rename(file.path, path);
  file.is_complete = code == 0;
  return code;
}

#endif
