// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Iterator tools: what lies in files. A file is the caller's: it is read from
// where it stands, not closed, and must outlive the generator.

#ifndef YIELDC_ITER_FILES_H
#define YIELDC_ITER_FILES_H
#pragma GCC system_header

#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <yieldc/iter/stage.h>

/// A line, of any length. It is the tool's, and good until that is resumed or
/// closed; its characters may be changed.
struct iter_line {
  char *text;  ///< ends with a '\0' in place of the '\n'
  size_t size; ///< without that; there may be other '\0' in it
};

/// A file or directory below where iter_walk begins. Path and name are good
/// until the next one is asked for.
struct iter_entry {
  const char *path;
  const char *name; ///< behind the last '/' of the path
  int depth;        ///< 0 where the walk begins
  enum iter_kind {
    ITER_FILE,
    ITER_DIRECTORY, ///< comes before what is in it
    ITER_LINK,      ///< symbolic; not followed
    ITER_OTHER      ///< or could not be looked at
  } kind;
  long long size; ///< in bytes
  int error;      ///< why it could not be looked at, or not be read; else 0
};

#if !YIELDC_HAS_PLUGIN
extern gen_generator(struct iter_line) iter_lines(FILE *file);
extern gen_generator(struct iter_entry) iter_walk(const char *path);
#else
extern ssize_t getline(char **, size_t *, FILE *);

YIELDC_FN void yieldc_free_line(char **line) { free(*line); }

/// The lines of a file, without their '\n'; the last may have none. Fails with
/// the code of a read that has failed, EINVAL for a null file, or ENOMEM.
static __inline__ gen_generator(struct iter_line) iter_lines(FILE *file) {
  __attribute__((cleanup(yieldc_free_line))) char *line = (char *)0;
  size_t room = 0;
  if (!file)
    gen_fail(EINVAL);
  for (;;) {
    errno = 0;
    ssize_t n = getline(&line, &room, file);
    if (n < 0)
      break;
    if (n && line[n - 1] == '\n')
      line[--n] = '\0';
    yield((struct iter_line){line, (size_t)n});
  }
  if (!feof(file))
    gen_fail(errno ? errno : EIO);
}
#endif

// iter_records(T, file): values of type T, as fwrite has written them. Fails
// with EBADMSG if the last one is cut off, or with the code of a read that has
// failed.
#define iter_records(T, file)                                                  \
  (__extension__({                                                             \
    FILE *const yieldc_file YIELDC_UNUSED = (file);                            \
    typedef T yieldc_v;                                                        \
    YIELDC_STAGE0(yieldc_v, {                                                  \
      if (!yieldc_file)                                                        \
        YIELDC_FAIL(EINVAL);                                                   \
      for (;;) {                                                               \
        yieldc_v yieldc_x;                                                     \
        errno = 0;                                                             \
        size_t yieldc_got = fread(&yieldc_x, 1, sizeof yieldc_x, yieldc_file); \
        if (yieldc_got == sizeof yieldc_x) {                                   \
          YIELDC_EMIT(yieldc_v, yieldc_x);                                     \
          continue;                                                            \
        }                                                                      \
        if (ferror(yieldc_file))                                               \
          YIELDC_FAIL(errno ? errno : EIO);                                    \
        if (yieldc_got)                                                        \
          YIELDC_FAIL(EBADMSG);                                                \
        return 0;                                                              \
      }                                                                        \
    });                                                                        \
  }))

// (WASI has no fts.h; but where its own headers are followed by the host's,
// there seems to be one.)
#if YIELDC_HAS_PLUGIN && !defined __wasi__ && __has_include(<fts.h>)
#include <fts.h>
#include <sys/stat.h>

YIELDC_FN void yieldc_fts_close(FTS **walk) {
  if (*walk)
    fts_close(*walk);
}

YIELDC_SLOW_FN struct iter_entry yieldc_entry(const FTSENT *at) {
  struct iter_entry entry = {
      at->fts_path, at->fts_name, at->fts_level, ITER_OTHER, 0, 0};
  switch (at->fts_info) {
  case FTS_D:
  case FTS_DC:
    entry.kind = ITER_DIRECTORY;
    entry.error = at->fts_info == FTS_DC ? ELOOP : 0;
    break;
  case FTS_F:
    entry.kind = ITER_FILE;
    break;
  case FTS_SL:
  case FTS_SLNONE:
    entry.kind = ITER_LINK;
    break;
  case FTS_DNR:
    entry.kind = ITER_DIRECTORY;
    entry.error = at->fts_errno;
    break;
  case FTS_ERR:
  case FTS_NS:
    entry.error = at->fts_errno;
    break;
  default:
    break;
  }
  if (at->fts_statp && at->fts_info != FTS_NS && at->fts_info != FTS_ERR)
    entry.size = (long long)at->fts_statp->st_size;
  return entry;
}

/// A path, and all that lies below it, in the order of the directories. One
/// that cannot be read comes with its error (a directory a second time), and
/// the walk goes on. By the C library's fts; symbolic links are not followed.
/// Fails with the code of a walk that cannot go on at all.
static __inline__ gen_generator(struct iter_entry) iter_walk(const char *path) {
  char *paths[] = {(char *)(__UINTPTR_TYPE__)path, (char *)0};
  if (!path || !*path)
    gen_fail(path ? ENOENT : EINVAL);
  __attribute__((cleanup(yieldc_fts_close))) FTS *walk =
      fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, 0);
  if (!walk)
    gen_fail(errno);
  for (;;) {
    errno = 0;
    const FTSENT *at = fts_read(walk);
    if (!at)
      break;
    if (at->fts_info != FTS_DP)
      yield yieldc_entry(at);
  }
  if (errno)
    gen_fail(errno);
}
#endif

#endif // YIELDC_ITER_FILES_H
