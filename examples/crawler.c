// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Fetches pages and what they link to, on the hosts that are given, many at a
// time. Prints a line for each page: status, bytes, URL.
//
//   --limit N        requests at a time (8)
//   --depth N        links to follow from a given page on (10)
//   --timeout SECS   for each request (30)
//   --tries N        if there is no answer, or it is 429 or 5xx (4)
//   --wait SECS      before the second try, twice as long before each further
//                    one, or as long as the server asks for (0.5)
//   --cache FOLDER   keeps pages; what has not changed is not sent again
//   --progress       tells how far it is, as on a terminal
//
// Exits with 1 if some page could not be had (no answer, or 4xx or 5xx), and
// with 128 and the number of the signal if it was told to end. It reads no
// robots.txt: it is for sites of your own.
//
//   yieldcc -O2 crawler.c $(pkg-config --libs yieldc-fetch) -o crawler
//   ./crawler --cache pages https://example.org/

#define _GNU_SOURCE
#include <getopt.h>
#include <stdarg.h>
#include <time.h>
#include <unistd.h>
#include <yieldc/io.h>
#include <yieldc/io/fetch.h>
#include <yieldc/task.h>

#define HASH_NONFATAL_OOM 1
#include <uthash.h>

#include "html-links.h"
#include "web-cache.h"
#include "web-url.h"

enum {
  MOST_HOPS = 10,         ///< redirects one after another
  MOST_WAIT = 120 * 1000, ///< milliseconds that a server can ask for
};

/// One that was found; it lives as long as the crawl.
struct page {
  UT_hash_handle hh;
  struct page *next; ///< in the line of those that wait
  unsigned depth, hops, tries;
  char url[];
};

struct crawl {
  // Options.
  unsigned limit, depth, tries;
  double timeout, wait; ///< seconds
  const char *cache;
  bool shows_progress;

  struct fetch_client *client;
  struct task_group *group;
  char **sites; ///< to stay on
  int site_count;
  struct page *pages;          ///< all, by their URLs
  struct page *first, *last;   ///< that wait for a worker
  struct task_semaphore ready; ///< as many as these
  size_t left;                 ///< pages that are not done
  size_t done, under_way;
  uint64_t bytes;
  bool failed, progress_is_shown;
  int signal;
};

// ---- What is said -----------------------------------------------------------

static void clear_progress(struct crawl *c) {
  if (c->progress_is_shown && isatty(STDERR_FILENO))
    fprintf(stderr, "\r\x1b[K");
  c->progress_is_shown = false;
}

__attribute__((format(printf, 3, 4))) static void
complain(struct crawl *c, const char *about, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  clear_progress(c);
  fprintf(stderr, "crawler: %s: ", about);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
  c->failed = true;
}

static void report(struct crawl *c, int status, size_t bytes, const char *url) {
  clear_progress(c);
  printf("%d %zu %s\n", status, bytes, url);
  c->bytes += bytes;
}

static void show_progress(struct crawl *c) {
  bool terminal = isatty(STDERR_FILENO);
  fprintf(stderr, "%s%zu done, %zu under way, %zu to do, %.1f MB%s",
          terminal ? "\r" : "", c->done, c->under_way, c->left - c->under_way,
          (double)c->bytes / 1e6, terminal ? "\x1b[K" : "\n");
  c->progress_is_shown = true;
}

/// Nothing for those who are soon done, unless it is asked for.
static task(int) keep_showing_progress(struct crawl *c) {
  await task_sleep(c->shows_progress ? 0 : 2000);
  for (;;) {
    show_progress(c);
    await task_sleep(1000);
  }
}

// ---- Which pages ------------------------------------------------------------

/// It waits for a worker.
static void line_up(struct crawl *c, struct page *page) {
  page->next = NULL;
  *(c->first ? &c->last->next : &c->first) = page;
  c->last = page;
  task_release(&c->ready);
}

static struct page *next_page(struct crawl *c) {
  struct page *page = c->first;
  if (page)
    c->first = page->next;
  return page;
}

/// One page less. After the last one the workers find nothing, and end.
static void finish_page(struct crawl *c) {
  ++c->done;
  if (!--c->left)
    for (unsigned i = 0; i < c->limit; ++i)
      task_release(&c->ready);
}

static bool is_on_sites(const struct crawl *c, const char *url) {
  auto_free_text char *site = url_site(url);
  for (int i = 0; site && i < c->site_count; ++i)
    if (!strcmp(c->sites[i], site))
      return true;
  return false;
}

/// False without memory.
static bool add_page(struct crawl *c, const char *url, unsigned depth,
                     unsigned hops) {
  struct page *page;
  size_t length = strlen(url);
  HASH_FIND(hh, c->pages, url, length, page);
  if (page)
    return true;
  page = calloc(1, sizeof *page + length + 1);
  if (!page)
    return false;
  page->depth = depth;
  page->hops = hops;
  memcpy(page->url, url, length + 1);
  HASH_ADD_KEYPTR(hh, c->pages, page->url, length, page);
  if (!page->hh.tbl) {
    free(page);
    return false;
  }
  ++c->left;
  line_up(c, page);
  return true;
}

static void free_pages(struct page *page) {
  struct page *next, *all = page;
  HASH_CLEAR(hh, all);
  for (; page; page = next) {
    next = page->hh.next;
    free(page);
  }
}

static void follow_links(struct crawl *c, const struct page *page,
                         const char *text, size_t length) {
  auto_free_text char *base = strdup(page->url);
  bool has_base = false;
  if (page->depth == c->depth)
    return;
  foreach (link, links_of(text, text + length)) {
    auto_free_text char *written = url_text(link.begin, link.end);
    auto_free_text char *url =
        base && written ? url_of_link(base, written) : NULL;
    if (!base || !written)
      complain(c, page->url, "%s", strerror(ENOMEM));
    if (!url)
      continue;
    if (link.is_base && !has_base) { // the first one counts
      free(base);
      base = url;
      url = NULL;
      has_base = true;
    } else if (!link.is_base && is_on_sites(c, url) &&
               !add_page(c, url, page->depth + 1, 0)) {
      complain(c, url, "%s", strerror(ENOMEM));
    }
  }
}

static void follow_redirect(struct crawl *c, const struct page *page,
                            const struct fetch_answer *answer) {
  const char *location = fetch_header(answer, "Location");
  auto_free_text char *written =
      location ? url_text(location, strchr(location, '\0')) : NULL;
  auto_free_text char *url = written ? url_of_link(page->url, written) : NULL;
  if (!url)
    complain(c, page->url, "redirects to nowhere");
  else if (page->hops == MOST_HOPS)
    complain(c, page->url, "more than %d redirects one after another",
             MOST_HOPS);
  else if (is_on_sites(c, url) &&
           !add_page(c, url, page->depth, page->hops + 1))
    complain(c, url, "%s", strerror(ENOMEM));
}

// ---- One page ---------------------------------------------------------------

static bool is_html(const char *type) {
  return type && (!strncasecmp(type, "text/html", 9) ||
                  !strncasecmp(type, "application/xhtml+xml", 21));
}

/// What may be otherwise next time.
static bool may_work_later(int code, int status) {
  switch (code) {
  case 0:
    return status == 429 || status >= 500;
  case -EINVAL:
  case -EKEYREJECTED:
  case -EMSGSIZE:
  case -ENOMEM:
  case -EPROTONOSUPPORT:
  case UV_EAI_NONAME:
    return false;
  default:
    return true;
  }
}

/// How long the server asks to wait, in milliseconds; 0 if it does not.
static double retry_after(const struct fetch_answer *answer) {
  const char *value = fetch_header(answer, "Retry-After");
  char *end;
  if (!value || !*value)
    return 0;
  double seconds = strtod(value, &end);
  if (*end) { // a date
    time_t date = curl_getdate(value, NULL);
    seconds = date < 0 ? 0 : difftime(date, time(NULL));
  }
  return seconds > 0 ? 1000 * seconds : 0;
}

/// How long to wait, in milliseconds, before the next try. Not all at the same
/// time: between half of it and all of it.
static double time_to_wait(const struct crawl *c, unsigned tries,
                           const struct fetch_answer *answer) {
  double back_off = 1000 * c->wait, asked = retry_after(answer);
  while (--tries && back_off < MOST_WAIT)
    back_off *= 2;
  if (back_off > MOST_WAIT)
    back_off = MOST_WAIT;
  back_off *= (1 + drand48()) / 2;
  return back_off > asked ? back_off : asked;
}

/// Takes what a page is, and what it links to, from its answer.
static task(int) take(struct crawl *c, struct page *page,
                      struct fetch_answer *answer, struct cached *cached) {
  int status = answer->status;
  report(c, status, answer->length, page->url);
  if (status == 304 && cached->data && is_html(cached->type))
    follow_links(c, page, cached->body, cached->length);
  else if (status > 300 && status < 400 && status != 304)
    follow_redirect(c, page, answer);
  else if (status == 200 && is_html(fetch_header(answer, "Content-Type")))
    follow_links(c, page, answer->body, answer->length);
  if (status >= 400)
    c->failed = true;
  if (!c->cache || !can_be_cached(answer))
    return 0;
  int code = await cache_store(c->cache, page->url, answer);
  if (code)
    complain(c, c->cache, "%s", uv_strerror(code));
  return 0;
}

/// Asks for a page. 0, or in how many milliseconds to ask again.
static task(long) try_page(struct crawl *c, struct page *page) {
  fetch_auto_free struct fetch_answer answer = {0};
  auto_free_cached struct cached cached = {0};
  char etag[1024], modified[256];
  const char *const headers[] = {etag, modified};
  struct fetch_request request = {
      .url = page->url,
      .headers = headers,
      .redirects = -1,
      .timeout = (unsigned)(1000 * c->timeout),
  };
  if (c->cache) {
    int code = await cache_load(c->cache, page->url, &cached);
    if (code)
      complain(c, c->cache, "%s", uv_strerror(code));
  }
  if (cached.data) {
    snprintf(etag, sizeof etag, "If-None-Match: %s", cached.etag);
    snprintf(modified, sizeof modified, "If-Modified-Since: %s",
             cached.modified);
    request.headers = *cached.etag ? headers : headers + 1;
    request.header_count = *cached.etag && *cached.modified ? 2 : 1;
  }
  int code = await fetch(c->client, &request, &answer);
  if (may_work_later(code, answer.status) && ++page->tries < c->tries) {
    double wait = time_to_wait(c, page->tries, &answer);
    if (wait <= MOST_WAIT)
      return (long)wait + 1;
  }
  if (code)
    complain(c, page->url, "%s",
             *answer.reason ? answer.reason : uv_strerror(code));
  else
    await take(c, page, &answer, &cached);
  return 0;
}

static task(int) line_up_later(struct crawl *c, struct page *page, long wait) {
  await task_sleep((uint64_t)wait);
  line_up(c, page);
  return 0;
}

static task(int) work(struct crawl *c) {
  struct page *page;
  int code;
  while (!(code = await task_acquire(&c->ready)) && (page = next_page(c))) {
    ++c->under_way;
    long wait = await try_page(c, page);
    --c->under_way;
    if (wait <= 0)
      finish_page(c);
    else if ((code = task_spawn(c->group, line_up_later(c, page, wait))))
      break;
  }
  return code;
}

// ---- All of them ------------------------------------------------------------

static task(int) end_on_signal(struct crawl *c, struct signal_watch *watch) {
  c->signal = await signal_wait(watch);
  return task_group_cancel(c->group);
}

static task(int) crawl(struct crawl *c) {
  fetch_auto_close_client struct fetch_client *client = NULL;
  signal_auto_close struct signal_watch *watch = NULL;
  struct fetch_options options = {.user_agent = "yieldc-crawler",
                                  .connections = c->limit,
                                  .compressed = true};
  int code = fetch_client_open(&client, &options);
  if (!code)
    code = signal_open(&watch, SIGINT, SIGTERM);
  if (code)
    return code;
  c->client = client;
  task_group(beside);
  code = task_spawn(beside, end_on_signal(c, watch));
  if (!code && (c->shows_progress || isatty(STDERR_FILENO)))
    code = task_spawn(beside, keep_showing_progress(c));
  task_group(workers);
  c->group = workers;
  for (unsigned i = 0; i < c->limit && !code; ++i)
    code = task_spawn(workers, work(c));
  return code ? code : await task_group_wait(workers);
}

// ---- The program ------------------------------------------------------------

static int usage(void) {
  fprintf(stderr,
          "usage: crawler [--limit N] [--depth N] [--timeout SECONDS] "
          "[--tries N]\n"
          "               [--wait SECONDS] [--cache FOLDER] [--progress] "
          "URL...\n");
  return 2;
}

/// A number from `least` to `most`.
static bool read_number(const char *text, double least, double most,
                        double *number) {
  char *end;
  *number = strtod(text, &end);
  return *text && !*end && *number >= least && *number <= most;
}

static bool read_options(struct crawl *c, int argc, char **argv) {
  static const struct option options[] = {
      {"limit", required_argument, NULL, 'l'},
      {"depth", required_argument, NULL, 'd'},
      {"timeout", required_argument, NULL, 't'},
      {"tries", required_argument, NULL, 'n'},
      {"wait", required_argument, NULL, 'w'},
      {"cache", required_argument, NULL, 'c'},
      {"progress", no_argument, NULL, 'p'},
      {0},
  };
  bool is_right = true;
  double number = 0;
  for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;)
    switch (option) {
    case 'l':
      is_right &= read_number(optarg, 1, 10000, &number);
      c->limit = (unsigned)number;
      break;
    case 'd':
      is_right &= read_number(optarg, 0, 1e6, &number);
      c->depth = (unsigned)number;
      break;
    case 't':
      is_right &= read_number(optarg, 0.001, 1e6, &c->timeout);
      break;
    case 'n':
      is_right &= read_number(optarg, 1, 1000, &number);
      c->tries = (unsigned)number;
      break;
    case 'w':
      is_right &= read_number(optarg, 0, 1e6, &c->wait);
      break;
    case 'c':
      c->cache = optarg;
      break;
    case 'p':
      c->shows_progress = true;
      break;
    default:
      return false;
    }
  return is_right && optind < argc;
}

/// The pages to begin with. False if one is none.
static bool add_arguments(struct crawl *c, char **urls) {
  for (; *urls; ++urls) {
    auto_free_text char *url = url_of_link(NULL, *urls);
    if (!url) {
      complain(c, *urls, "no URL; it must begin with http:// or https://");
      return false;
    }
    c->sites[c->site_count] = url_site(url);
    if (!c->sites[c->site_count++] || !add_page(c, url, 0, 0)) {
      complain(c, *urls, "%s", strerror(ENOMEM));
      return false;
    }
  }
  return true;
}

int main(int argc, char **argv) {
  struct crawl c = {
      .limit = 8, .depth = 10, .timeout = 30, .tries = 4, .wait = 0.5};
  if (!read_options(&c, argc, argv))
    return usage();
  if (c.cache && mkdir(c.cache, 0777) && errno != EEXIST) {
    complain(&c, c.cache, "%s", strerror(errno));
    return 1;
  }
  srand48(time(NULL) ^ getpid());
  c.sites = calloc((size_t)(argc - optind), sizeof *c.sites);
  if (c.sites && add_arguments(&c, argv + optind)) {
    int code = task_run(crawl(&c));
    if (code && !c.signal)
      complain(&c, "can't go on", "%s", uv_strerror(code));
    else if (c.shows_progress)
      show_progress(&c);
    clear_progress(&c);
  }
  if (fflush(stdout) || ferror(stdout))
    complain(&c, "stdout", "%s", strerror(errno));
  for (int i = 0; i < c.site_count; ++i)
    free(c.sites[i]);
  free(c.sites);
  free_pages(c.pages);
  return c.signal ? 128 + c.signal : c.failed;
}
