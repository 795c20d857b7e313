// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What weblog.c and mpi-weblog.c have in common: the requests that lines of a
// log are, counters, and the report.

#ifndef WEBLOG_H
#define WEBLOG_H

#include <stdio.h>

#include "counters.h"

enum { MOST_MS = 60000, PAGES = 10 };

struct request {
  struct text page;   ///< without its query
  struct text minute; ///< as in the log, "28/Nov/2026:05:41"
  int status;
  int ms;
};

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

static bool count(struct counter **all, struct text key) {
  return count_more(all, key, 1);
}

static int most_first(struct counter *a, struct counter *b) {
  return a->count != b->count ? (a->count < b->count ? 1 : -1)
                              : strcmp(a->key, b->key);
}

/// The months of a year in order, for what is as in a log, "28/Nov/2026:05:41".
static int month_of(const char *minute) {
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  char name[4] = {minute[3], minute[4], minute[5], '\0'};
  const char *found = strstr(months, name);
  return found ? (int)(found - months) : -1;
}

static int earliest_first(struct counter *a, struct counter *b) {
  const char *x = a->key, *y = b->key;
  int order = strncmp(x + 7, y + 7, 4);
  if (!order)
    order = month_of(x) - month_of(y);
  if (!order)
    order = strncmp(x, y, 2);
  return order ? order : strcmp(x, y);
}

static void report(struct counter **pages, struct counter **minutes,
                   const size_t *took, size_t total, size_t wrong) {
  printf("%zu requests, %zu lines that are none\n", total, wrong);
  printf("\npages\n");
  HASH_SORT(*pages, most_first);
  int left = PAGES;
  for (const struct counter *c = *pages; c && left--; c = c->hh.next)
    printf("%9zu %s\n", c->count, c->key);
  printf("\nerrors per minute\n");
  HASH_SORT(*minutes, earliest_first);
  for (const struct counter *c = *minutes; c; c = c->hh.next)
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

#endif
