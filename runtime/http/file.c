// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "exchange.h"
#include <stdio.h>
#include <strings.h>
#include <time.h>
#include <yieldc/io/file.h>
#include <yieldc/task/work.h>

// ---- Opening ----------------------------------------------------------------

struct opening {
  const char *root, *path;
  int fd;
  bool is_folder; ///< that was asked for without a '/' at the end
  struct stat status;
};

static int open_at(int folder, const char *name, int flags) {
  int fd = openat(folder, name,
                  flags | O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd >= 0)
    return fd;
  return errno == ELOOP || errno == ENXIO || errno == EACCES ? -EACCES
         : errno == ENOTDIR || errno == ENAMETOOLONG         ? -ENOENT
                                                             : -errno;
}

/// By a thread: opens what lies below the root, one name after the other, so
/// that no symbolic link leads out of it.
static int open_below(void *argument) {
  struct opening *opening = argument;
  char name[NAME_MAX + 1];
  const char *at = opening->path;
  int fd = open(opening->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    return -errno;
  while (*at++ == '/') {
    size_t length = strcspn(at, "/");
    bool is_last = !at[length];
    if (length > NAME_MAX) {
      close(fd);
      return -ENOENT;
    }
    memcpy(name, length ? at : "index.html", length ? length : 11);
    name[length ? length : 10] = 0;
    int next = open_at(fd, name, is_last ? 0 : O_DIRECTORY);
    close(fd);
    if (next < 0)
      return next;
    fd = next;
    at += length;
  }
  int code = fstat(fd, &opening->status) ? -errno : 0;
  opening->is_folder = !code && S_ISDIR(opening->status.st_mode);
  if (!code && !opening->is_folder && !S_ISREG(opening->status.st_mode))
    code = -EACCES;
  if (code || opening->is_folder)
    close(fd);
  else
    opening->fd = fd;
  return code;
}

// ---- What is told of it -----------------------------------------------------

static const char *type_of(const char *path) {
  static const char *const types[][2] = {
      {"html", "text/html; charset=utf-8"},
      {"htm", "text/html; charset=utf-8"},
      {"css", "text/css; charset=utf-8"},
      {"js", "text/javascript; charset=utf-8"},
      {"mjs", "text/javascript; charset=utf-8"},
      {"txt", "text/plain; charset=utf-8"},
      {"md", "text/markdown; charset=utf-8"},
      {"csv", "text/csv; charset=utf-8"},
      {"json", "application/json"},
      {"xml", "application/xml"},
      {"pdf", "application/pdf"},
      {"wasm", "application/wasm"},
      {"gz", "application/gzip"},
      {"zip", "application/zip"},
      {"svg", "image/svg+xml"},
      {"png", "image/png"},
      {"jpg", "image/jpeg"},
      {"jpeg", "image/jpeg"},
      {"gif", "image/gif"},
      {"webp", "image/webp"},
      {"ico", "image/vnd.microsoft.icon"},
      {"mp3", "audio/mpeg"},
      {"mp4", "video/mp4"},
      {"webm", "video/webm"},
      {"woff2", "font/woff2"},
  };
  const char *name = strrchr(path, '/'), *dot = name ? strrchr(name, '.') : 0;
  if (name && !name[1])
    return types[0][1]; // index.html
  for (size_t i = 0; dot && i < sizeof types / sizeof *types; ++i)
    if (!strcasecmp(dot + 1, types[i][0]))
      return types[i][1];
  return "application/octet-stream";
}

struct version {
  char tag[48], date[40];
};

static void version_of(const struct stat *status, struct version *version) {
  struct tm utc;
  snprintf(version->tag, sizeof version->tag, "\"%llx-%llx-%llx\"",
           (unsigned long long)status->st_mtim.tv_sec,
           (unsigned long long)status->st_mtim.tv_nsec,
           (unsigned long long)status->st_size);
  gmtime_r(&status->st_mtime, &utc);
  strftime(version->date, sizeof version->date, "%a, %d %b %Y %H:%M:%S GMT",
           &utc);
}

/// Whether what the client has is still the same.
static bool is_known(const struct http_exchange *exchange,
                     const struct version *version) {
  const char *tags = http_header(exchange, "If-None-Match");
  if (tags)
    return !strcmp(tags, "*") || strstr(tags, version->tag);
  const char *since = http_header(exchange, "If-Modified-Since");
  return since && !strcmp(since, version->date);
}

/// Digits: a number that is at most `most`. What is more becomes that.
static const char *number(const char *text, int64_t most, int64_t *value) {
  *value = 0;
  for (; *text >= '0' && *text <= '9'; ++text)
    *value = *value > most / 10 ? most : *value * 10 + (*text - '0');
  if (*value > most)
    *value = most;
  return text;
}

/// Of "bytes=1-5", "bytes=7-" or "bytes=-3": 206, and the range; 416; or 200
/// for all, also if it is not understood or has several ranges.
static int range_of(const struct http_exchange *exchange,
                    const struct version *version, int64_t size, int64_t *first,
                    int64_t *length) {
  const char *text = http_header(exchange, "Range");
  const char *condition = http_header(exchange, "If-Range");
  int64_t last = size - 1, begin;
  *first = 0;
  *length = size;
  if (!text || strncmp(text, "bytes=", 6) ||
      (condition && strcmp(condition, version->tag) &&
       strcmp(condition, version->date)))
    return 200;
  text += 6;
  if (*text == '-') {
    const char *end = number(text + 1, size, &last);
    if (end == text + 1 || *end)
      return 200;
    if (!last)
      return 416;
    begin = size - last;
    last = size - 1;
  } else {
    const char *end = number(text, INT64_MAX / 2, &begin);
    if (end == text || *end != '-')
      return 200;
    text = end + 1;
    end = *text ? number(text, INT64_MAX / 2, &last) : text;
    if (*end || (*text && last < begin))
      return 200;
    if (begin >= size)
      return 416;
    if (last > size - 1)
      last = size - 1;
  }
  if (begin >= size)
    return 416;
  *first = begin;
  *length = last - begin + 1;
  return 206;
}

// ---- Answering --------------------------------------------------------------

static task(int) answer_text(struct http_exchange *exchange, int status) {
  const char *text = http_reason(status);
  ssize_t sent =
      await http_answer(exchange, status, "text/plain", text, strlen(text));
  return sent < 0 ? (int)sent : 0;
}

static void free_text(char **text) { free(*text); }

/// A folder that was asked for as if it were a file. The place is made of the
/// path that we understood, so that it is never another server ("//there").
static task(int) redirect(struct http_exchange *exchange) {
  const char *path = exchange->path;
  __attribute__((cleanup(free_text))) char *place =
      malloc(3 * strlen(path) + strlen(exchange->query) + 3);
  char *to = place;
  if (!place)
    return -ENOMEM;
  for (; *path; ++path)
    if ((*path >= '0' && *path <= '9') || (*path >= 'A' && *path <= 'Z') ||
        (*path >= 'a' && *path <= 'z') || strchr("/-._~", *path))
      *to++ = *path;
    else
      to += sprintf(to, "%%%02X", (unsigned char)*path);
  sprintf(to, *exchange->query ? "/?%s" : "/", exchange->query);
  int code = http_set(exchange, "Location", place);
  return code ? code : await answer_text(exchange, 301);
}

static task(int) send_part(struct http_exchange *exchange, int fd,
                           int64_t first, int64_t length) {
  char buffer[32 * 1024];
  while (length) {
    size_t size =
        length < (int64_t)sizeof buffer ? (size_t)length : sizeof buffer;
    ssize_t count = await file_read(fd, buffer, size, first);
    if (count <= 0)
      return count ? (int)count : -EIO; // it became shorter
    ssize_t sent = await http_send(exchange, buffer, (size_t)count);
    if (sent < 0)
      return (int)sent;
    first += count;
    length -= count;
  }
  return 0;
}

task(int) http_send_file(struct http_exchange *exchange, const char *root) {
  if (!exchange || !root)
    return -EINVAL;
  bool is_head = !strcmp(exchange->method, "HEAD");
  if (!is_head && strcmp(exchange->method, "GET")) {
    http_set(exchange, "Allow", "GET, HEAD");
    return await answer_text(exchange, 405);
  }
  file_auto_close int fd = -1;
  struct opening opening = {.root = root, .path = exchange->path, .fd = -1};
  int code =
      *exchange->path == '/' ? await task_work(open_below, &opening) : -ENOENT;
  fd = opening.fd;
  if (code)
    return await answer_text(exchange, code == -ENOENT   ? 404
                                       : code == -EACCES ? 403
                                       : code == -EMFILE || code == -ENFILE
                                           ? 503
                                           : 500);
  if (opening.is_folder)
    return await redirect(exchange);
  struct version version;
  version_of(&opening.status, &version);
  http_set(exchange, "ETag", version.tag);
  http_set(exchange, "Last-Modified", version.date);
  http_set(exchange, "Accept-Ranges", "bytes");
  if (is_known(exchange, &version)) {
    ssize_t sent = await http_answer(exchange, 304, NULL, NULL, 0);
    return sent < 0 ? (int)sent : 0;
  }
  int64_t size = opening.status.st_size, first = 0, length = size;
  int status =
      is_head ? 200 : range_of(exchange, &version, size, &first, &length);
  if (status != 200) {
    char range[64];
    if (status == 206)
      snprintf(range, sizeof range, "bytes %lld-%lld/%lld", (long long)first,
               (long long)(first + length - 1), (long long)size);
    else
      snprintf(range, sizeof range, "bytes */%lld", (long long)size);
    http_set(exchange, "Content-Range", range);
  }
  if (status == 416)
    return await answer_text(exchange, 416);
  code = http_begin(exchange, status, type_of(exchange->path), length);
  if (code || is_head)
    return code;
  return await send_part(exchange, fd, first, length);
}
