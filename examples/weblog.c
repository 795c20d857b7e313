// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a web server's log says: the pages that were asked for the most, the
// errors per minute, and how long requests took. Lines are in the "combined"
// format, with the milliseconds that the request took at the end:
//
//   10.0.0.7 - - [28/Nov/2026:05:41:55 +0000] "GET /a?b=c HTTP/1.1" 200 512 "-"
//   "agent" 37
//
// However long the log is, what is kept is one number for each page, for each
// minute with errors and for each millisecond up to a minute.
//
//   yieldcc -O2 weblog.c -o weblog && ./weblog access.log

#define _GNU_SOURCE // memrchr, fileno
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <yieldc/keyed.h>

#include "progress.h"

enum { MOST_MS = 60000, PAGES = 10, BLOCK = 1 << 18 };

static int status = 0;

static void complain(const char *name, int code) {
  fprintf(stderr, "weblog: %s: %s\n", name, strerror(code));
  status = 1;
}

/// A part of a line, good until the next line.
struct text {
  const char *begin, *end;
};

struct request {
  struct text page;   ///< without its query
  struct text minute; ///< as in the log, "28/Nov/2026:05:41"
  int status;
  int ms;
};

// ---- Lines ------------------------------------------------------------------

static void free_block(char **block) { free(*block); }

/// The lines of a file, without their '\n', each at least until the next one is
/// asked for: blocks are read one after another, and a line that a block ends
/// in is moved to the front of the next one. Fails with the code of a read.
static generator(struct text) lines(int file) {
  size_t room = BLOCK, size = 0;
  __attribute__((cleanup(free_block))) char *block = malloc(room);
  if (!block)
    gen_fail(ENOMEM);
  for (;;) {
    ssize_t n = read(file, block + size, room - size);
    if (n < 0)
      gen_fail(errno);
    char *line = block, *end = block + size + n, *stop;
    // What is left of the block before has no line end.
    for (char *from = block + size; (stop = memchr(from, '\n', end - from));
         line = from = stop + 1)
      yield((struct text){line, stop});
    size = end - line;
    if (n == 0) {
      if (size)
        yield((struct text){line, end});
      return;
    }
    memmove(block, line, size);
    if (size == room) { // a very long line
      char *larger = realloc(block, 2 * room);
      if (!larger)
        gen_fail(ENOMEM);
      block = larger;
      room *= 2;
    }
  }
}

/// The same lines; says how far they are. `all` is the size of the file.
static generator(struct text) with_progress(generator(struct text) g,
                                            double all) {
  __attribute__((cleanup(progress_end))) struct progress progress =
      progress_begin(all, false);
  foreach (line, g) {
    progress_step(&progress, line.end - line.begin + 1);
    yield line;
  }
}

// ---- Requests ---------------------------------------------------------------

/// Goes to behind the next c; false if there is none.
static bool skip_to(struct text *t, char c) {
  const char *found = memchr(t->begin, c, t->end - t->begin);
  if (found)
    t->begin = found + 1;
  return found;
}

/// A number of at most six digits at the beginning; -1 if there is none.
static int number(const struct text *t) {
  const char *p = t->begin;
  int n = 0;
  for (; p < t->end && *p >= '0' && *p <= '9' && p - t->begin < 6; ++p)
    n = 10 * n + *p - '0';
  return p == t->begin || (p < t->end && *p >= '0' && *p <= '9') ? -1 : n;
}

/// False if the line is none.
static bool parse(struct text line, struct request *r) {
  struct text rest = line, last = line;
  if (!skip_to(&rest, '['))
    return false;
  r->minute = (struct text){rest.begin, rest.begin + 17};
  if (rest.end - rest.begin < 26 || rest.begin[17] != ':' ||
      !skip_to(&rest, '"') || !skip_to(&rest, ' '))
    return false;
  r->page.begin = rest.begin;
  if (!skip_to(&rest, '"') || rest.begin == rest.end || *rest.begin != ' ')
    return false;
  const char *end = memchr(r->page.begin, ' ', rest.begin - r->page.begin);
  const char *query = memchr(r->page.begin, '?', end - r->page.begin);
  r->page.end = query ? query : end;
  if (r->page.end >= rest.begin - 1)
    r->page.end = rest.begin - 1; // "GET /page", without a version
  ++rest.begin;
  r->status = number(&rest);
  const char *space = memrchr(line.begin, ' ', line.end - line.begin);
  last.begin = space + 1;
  r->ms = number(&last);
  return r->status >= 100 && r->status < 600 && r->ms >= 0 &&
         space > rest.begin;
}

/// The requests of lines; *wrong counts the lines that are none.
static generator(struct request) requests(generator(struct text) g,
                                          size_t *wrong) {
  struct request r;
  foreach (line, g)
    if (parse(line, &r))
      yield r;
    else if (line.begin < line.end)
      ++*wrong;
}

// ---- The report -------------------------------------------------------------

struct counter {
  UT_hash_handle hh;
  size_t count;
  char key[];
};

/// One more of a key; false without memory.
static bool count(struct counter **all, struct text key) {
  struct counter *c;
  size_t size = key.end - key.begin;
  HASH_FIND(hh, *all, key.begin, size, c);
  if (!c) {
    c = malloc(sizeof *c + size + 1);
    if (!c)
      return false;
    c->count = 0;
    memcpy(c->key, key.begin, size);
    c->key[size] = '\0';
    HASH_ADD_KEYPTR(hh, *all, c->key, size, c);
    if (!c->hh.tbl) {
      free(c);
      return false;
    }
  }
  ++c->count;
  return true;
}

static void free_counters(struct counter **all) {
  struct counter *c = *all, *next;
  HASH_CLEAR(hh, *all);
  for (; c; c = next) {
    next = c->hh.next;
    free(c);
  }
}

static int most_first(struct counter *a, struct counter *b) {
  return a->count != b->count ? (a->count < b->count ? 1 : -1)
                              : strcmp(a->key, b->key);
}

static void report(struct counter **pages, const struct counter *minutes,
                   const size_t *took, size_t total, size_t wrong) {
  printf("%zu requests, %zu lines that are none\n", total, wrong);
  printf("\npages\n");
  HASH_SORT(*pages, most_first);
  int left = PAGES;
  for (const struct counter *c = *pages; c && left--; c = c->hh.next)
    printf("%9zu %s\n", c->count, c->key);
  printf("\nerrors per minute\n");
  for (const struct counter *c = minutes; c; c = c->hh.next)
    printf("%9zu %s\n", c->count, c->key);
  printf("\nmilliseconds\n");
  static const double shares[] = {0.5, 0.9, 0.99, 0.999};
  size_t sum = 0, next = 0;
  for (int ms = 0; ms <= MOST_MS && total; ++ms) {
    sum += took[ms];
    while (next < sizeof shares / sizeof *shares &&
           (double)sum >= shares[next] * (double)total)
      printf("%8.1f%% %s%d\n", 100 * shares[next++],
             ms == MOST_MS ? "over " : "", ms);
  }
}

int main(int argc, char **argv) {
  FILE *file = argc == 2 ? fopen(argv[1], "r") : argc == 1 ? stdin : NULL;
  const char *name = argc == 2 ? argv[1] : "stdin";
  if (argc > 2) {
    fprintf(stderr, "usage: weblog [FILE]\n");
    return 2;
  }
  if (!file) {
    complain(name, errno);
    return status;
  }
  __attribute__((cleanup(free_counters))) struct counter *pages = NULL;
  __attribute__((cleanup(free_counters))) struct counter *minutes = NULL;
  static size_t took[MOST_MS + 1];
  size_t total = 0, wrong = 0;
  int error;
  foreach (r,
           requests(with_progress(lines(fileno(file)), size_of(fileno(file))),
                    &wrong),
           error) {
    ++total;
    ++took[r.ms < MOST_MS ? r.ms : MOST_MS];
    if (!count(&pages, r.page) ||
        (r.status >= 500 && !count(&minutes, r.minute))) {
      complain("pages", ENOMEM);
      break;
    }
  }
  if (error)
    complain(name, error);
  report(&pages, minutes, took, total, wrong);
  fclose(file);
  if (fflush(stdout) || ferror(stdout))
    complain("stdout", errno);
  return status;
}
