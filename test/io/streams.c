// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Streams, and readers and writers with buffers: what they give when bytes come
// in whatever pieces, when nobody reads, and when the other side, or another
// task, ends it; over TCP and over a pair of sockets. (sanitizers.test runs it too.)
// REQUIRES: libuv
// RUN: %if !sanitizers || all %{ %yieldcc -O2 %s %task -o %t && timeout 120 %t %}

#include "Inputs/faults.h"
#include <pthread.h>

static enum kind kind;

/// Two ends, and a reader of the one.
struct ends {
  struct io_stream *one, *other;
  struct io_reader reader;
};

static void close_ends(struct ends *ends) {
  io_reader_free(&ends->reader);
  io_close(ends->one);
  io_close(ends->other);
}

static task(int) open_ends(struct ends *ends) {
  int code = await make_ends(kind, &ends->one, &ends->other);
  ends->reader.stream = ends->one;
  return code;
}

#define ENDS(name)                                                             \
  __attribute__((cleanup(close_ends))) struct ends name = {0};                 \
  EXPECT(await open_ends(&name) == 0)

static void close_one(struct io_stream **stream) {
  io_close(*stream);
  *stream = NULL;
}

static task(int) writes(struct io_stream *stream, const char *text) {
  return (int)await io_write(stream, text, strlen(text));
}
#define SEND(stream, text)                                                     \
  EXPECT(await writes(stream, text) == (int)strlen(text))

// ---- Tasks that wait --------------------------------------------------------

static task(int) reads(struct io_stream *stream, ssize_t *result) {
  char byte;
  *result = 1000;
  *result = await io_read(stream, &byte, 1);
  return 0;
}

static task(int) gets_all(struct io_reader *reader, void *data, size_t size,
                          ssize_t *result) {
  *result = await io_get_all(reader, data, size);
  return 0;
}

static task(int) waits(struct io_stream *stream, int *result) {
  *result = 1000;
  *result = await io_wait(stream);
  return 0;
}

static task(int) read_once(struct io_stream *stream) {
  char byte;
  return (int)await io_read(stream, &byte, 1);
}

/// Whether there is something to read now.
static task(bool) is_readable(struct io_stream *stream) {
  int result = 1000, code;
  code = await task_timeout(1, waits(stream, &result));
  EXPECT(code == (result == 0 ? 0 : -ETIMEDOUT));
  return result == 0;
}

/// Until the buffer holds so much. (A task reads into it.)
static task(int) wait_for_held(struct io_reader *reader, size_t size) {
  size_t held;
  while (io_reader_data(reader, &held), held != size)
    await task_sleep(1);
  return 0;
}

// ---- Reading ----------------------------------------------------------------

static task(int) partial_reads(void) {
  ENDS(ends);
  char data[100];
  SEND(ends.other, "hello");
  EXPECT(await io_read(ends.one, data, 2) == 2 && !memcmp(data, "he", 2));
  EXPECT(await io_read(ends.one, data, 100) == 3 && !memcmp(data, "llo", 3));
  SEND(ends.other, "hello");
  EXPECT(await io_get(&ends.reader, data, 2) == 2 && !memcmp(data, "he", 2));
  EXPECT(await io_get(&ends.reader, data, 100) == 3 && !memcmp(data, "llo", 3));
  // What a reader holds is given before more is read.
  SEND(ends.other, "ab");
  EXPECT(await io_fill(&ends.reader, 1) == 2);
  SEND(ends.other, "cd");
  EXPECT(await io_get(&ends.reader, data, 4) == 2 && !memcmp(data, "ab", 2));
  EXPECT(await io_get(&ends.reader, data, 4) == 2 && !memcmp(data, "cd", 2));
  EXPECT(ends.reader.start == ends.reader.end);
  // Both directions at once.
  SEND(ends.one, "there");
  SEND(ends.other, "here");
  EXPECT(await io_read(ends.one, data, 100) == 4 && !memcmp(data, "here", 4));
  EXPECT(await io_read(ends.other, data, 100) == 5 &&
         !memcmp(data, "there", 5));
  return 0;
}

static task(int) sends_pieces(struct io_stream *stream, size_t size,
                              size_t most) {
  char data[5000];
  for (size_t at = 0, piece; at < size; at += piece) {
    piece = 1 + dice((unsigned)(most < size - at ? most : size - at));
    fill(data, piece, at);
    EXPECT(await io_write(stream, data, piece) == (ssize_t)piece);
    await task_sleep(0);
  }
  return 0;
}

/// Small ones, that are copied out of the buffer, and large ones, that are not.
static task(int) exact_sizes(void) {
  ENDS(ends);
  static char data[20000];
  for (unsigned most = 1; most <= 5000; most = most * 5 + 3) {
    task_group(g);
    size_t size = most == 1 ? 3000 : 100000, at = 0;
    task_spawn(g, sends_pieces(ends.other, size, most));
    while (at < size) {
      size_t piece = 1 + dice(dice(2) ? 20 : sizeof data);
      if (piece > size - at)
        piece = size - at;
      if (!dice(4))
        EXPECT(await io_fill(&ends.reader, 1) >= 1);
      EXPECT(await io_get_all(&ends.reader, data, piece) == (ssize_t)piece);
      EXPECT(is_filled(data, piece, at));
      at += piece;
    }
    EXPECT(await task_group_wait(g) == 0);
  }
  // Less, if that is all.
  SEND(ends.other, "abc");
  close_one(&ends.other);
  EXPECT(await io_get_all(&ends.reader, data, 5000) == 3);
  EXPECT(await io_get_all(&ends.reader, data, 5000) == 0);
  return 0;
}

static task(int) gets_until(struct io_reader *reader, const char *delimiter,
                            char **piece, ssize_t *size) {
  *size = await io_get_until(reader, delimiter, strlen(delimiter), piece);
  return 0;
}

/// Cut at each place.
static task(int) split_delimiters(void) {
  static const char text[] = "ab--a--\r\n--rest", delimiter[] = "--\r\n--";
  const size_t length = 11;
  ENDS(ends);
  for (size_t cut = 1; cut < length; ++cut) {
    char *piece = NULL, rest[5];
    ssize_t size = 0;
    task_group(g);
    task_spawn(g, gets_until(&ends.reader, delimiter, &piece, &size));
    EXPECT(await io_write(ends.other, text, cut) == (ssize_t)cut);
    await wait_for_held(&ends.reader, cut);
    EXPECT(!piece);
    SEND(ends.other, text + cut);
    EXPECT(await task_group_wait(g) == 0);
    EXPECT(size == (ssize_t)length && !memcmp(piece, text, length));
    EXPECT(await io_get_all(&ends.reader, rest, 4) == 4);
    EXPECT(!memcmp(rest, "rest", 4));
  }
  // Byte by byte; and what the stream ends with.
  char *piece;
  for (const char *c = "x--\r\n--y--\r\n-"; *c; ++c)
    EXPECT(await io_write(ends.other, c, 1) == 1);
  close_one(&ends.other);
  EXPECT(await io_get_until(&ends.reader, delimiter, 6, &piece) == 7);
  EXPECT(!memcmp(piece, "x--\r\n--", 7));
  EXPECT(await io_get_until(&ends.reader, delimiter, 6, &piece) == 6);
  EXPECT(!memcmp(piece, "y--\r\n-", 6));
  EXPECT(await io_get_until(&ends.reader, delimiter, 6, &piece) == 0);
  return 0;
}

static task(int) sends_slowly(struct io_stream *stream, const char *text,
                              bool ends) {
  for (; *text; ++text) {
    EXPECT(await io_write(stream, text, 1) == 1);
    await task_sleep(0);
  }
  return ends ? (int)await io_shutdown(stream) : 0;
}

static task(int) lines(void) {
  static const struct {
    int size;
    const char *line;
  } expected[] = {{3, "a"}, {1, ""},        {2, "b"}, {2, ""},
                  {4, "c\rd"}, {3, "e\r"}, {6, "last\r\r"}};
  for (int slowly = 0; slowly < 2; ++slowly) {
    ENDS(ends);
    char *line;
    task_group(g);
    static const char text[] = "a\r\n\nb\n\r\nc\rd\ne\r\r\nlast\r\r";
    if (slowly) {
      task_spawn(g, sends_slowly(ends.other, text, true));
    } else {
      SEND(ends.other, text);
      EXPECT(await io_shutdown(ends.other) == 0);
    }
    for (size_t i = 0; i < sizeof expected / sizeof *expected; ++i) {
      ssize_t size = await io_get_line(&ends.reader, &line);
      EXPECT(size == expected[i].size || i == 5);
      EXPECT(size == 4 || i != 5);
      EXPECT(!strcmp(line, expected[i].line));
    }
    for (int again = 0; again < 3; ++again)
      EXPECT(await io_get_line(&ends.reader, &line) == 0);
    EXPECT(await task_group_wait(g) == 0);
  }
  return 0;
}

static task(int) limits(void) {
  ENDS(ends);
  char *line, data[40];
  ends.reader.limit = 16;
  // As long as it may be.
  SEND(ends.other, "0123456789abcde\n");
  EXPECT(await io_get_line(&ends.reader, &line) == 16);
  EXPECT(!strcmp(line, "0123456789abcde"));
  // One byte more, again and again, and nothing is lost.
  SEND(ends.other, "0123456789abcdef\nxyz");
  for (int again = 0; again < 3; ++again) {
    EXPECT(await io_get_line(&ends.reader, &line) == -EMSGSIZE);
    EXPECT(await io_get_until(&ends.reader, "\n", 1, &line) == -EMSGSIZE);
    EXPECT(await io_fill(&ends.reader, 17) == -EMSGSIZE);
  }
  EXPECT(await io_fill(&ends.reader, 16) == 16);
  EXPECT(await io_get_all(&ends.reader, data, 20) == 20);
  EXPECT(!memcmp(data, "0123456789abcdef\nxyz", 20));
  // Room is made by taking some.
  SEND(ends.other, "0123456789abcdef\n");
  EXPECT(await io_get_line(&ends.reader, &line) == -EMSGSIZE);
  io_reader_take(&ends.reader, 1);
  EXPECT(await io_get_line(&ends.reader, &line) == 16);
  EXPECT(!strcmp(line, "123456789abcdef"));
  // More is taken than is there; and a reader is dropped.
  SEND(ends.other, "abc");
  EXPECT(await io_fill(&ends.reader, 3) == 3);
  io_reader_take(&ends.reader, 100);
  SEND(ends.other, "abc");
  EXPECT(await io_fill(&ends.reader, 3) == 3);
  io_reader_free(&ends.reader);
  SEND(ends.other, "d");
  EXPECT(await io_get(&ends.reader, data, 9) == 1 && *data == 'd');
  // The largest that is usual.
  ends.reader.limit = 0;
  EXPECT(await io_fill(&ends.reader, 64 * 1024 + 1) == -EMSGSIZE);
  EXPECT(await io_get_all(&ends.reader, data, 0) == -EINVAL);
  return 0;
}

// ---- Ends -------------------------------------------------------------------

static task(int) ends_again_and_again(void) {
  ENDS(ends);
  char byte, *line;
  SEND(ends.other, "x");
  close_one(&ends.other);
  EXPECT(await io_wait(ends.one) == 0);
  EXPECT(await io_read(ends.one, &byte, 1) == 1 && byte == 'x');
  for (int again = 0; again < 3; ++again) {
    EXPECT(await io_read(ends.one, &byte, 1) == 0);
    EXPECT(await io_wait(ends.one) == 0);
    EXPECT(await io_get(&ends.reader, &byte, 1) == 0);
    EXPECT(await io_get_all(&ends.reader, &byte, 1) == 0);
    EXPECT(await io_fill(&ends.reader, 1) == 0);
    EXPECT(await io_get_line(&ends.reader, &line) == 0);
    EXPECT(await io_get_until(&ends.reader, "x", 1, &line) == 0);
  }
  // Nobody reads: that is told at the first or the second write.
  ssize_t code = await io_write(ends.one, "x", 1);
  for (int i = 0; i < 1000 && code == 1; ++i) {
    await task_sleep(1);
    code = await io_write(ends.one, "x", 1);
  }
  EXPECT(code == -EPIPE || code == -ECONNRESET);
  return 0;
}

/// Of a pair, closing it with something unread is what a reset is.
static task(int) reset(void) {
  for (int when = 0; when < 2; ++when) {
    ENDS(ends);
    ssize_t result = 0;
    task_group(g);
    if (when == 0) {
      task_spawn(g, reads(ends.one, &result));
      await task_sleep(0);
    }
    if (kind == PAIR)
      SEND(ends.one, "unread");
    tcp_reset(ends.other);
    ends.other = NULL;
    EXPECT(await task_group_wait(g) == 0);
    EXPECT(when == 1 || result == -ECONNRESET);
    // And so again.
    char byte, *line;
    for (int again = 0; again < 2; ++again) {
      EXPECT(await io_read(ends.one, &byte, 1) == -ECONNRESET);
      EXPECT(await io_get_line(&ends.reader, &line) == -ECONNRESET);
      EXPECT(await io_fill(&ends.reader, 1) == -ECONNRESET);
    }
    EXPECT(await io_wait(ends.one) == 0);
    EXPECT(await io_write(ends.one, "x", 1) == -EPIPE);
  }
  return 0;
}

/// What a reader held before a reset is not lost.
static task(int) reset_behind_data(void) {
  ENDS(ends);
  char data[10], *line;
  SEND(ends.other, "abc");
  EXPECT(await io_fill(&ends.reader, 3) == 3);
  SEND(ends.one, "unread");
  tcp_reset(ends.other);
  ends.other = NULL;
  EXPECT(await io_get_line(&ends.reader, &line) == -ECONNRESET);
  EXPECT(await io_get(&ends.reader, data, 10) == 3 && !memcmp(data, "abc", 3));
  EXPECT(await io_get(&ends.reader, data, 10) == -ECONNRESET);
  return 0;
}

static task(int) half_close(void) {
  ENDS(ends);
  char data[10];
  ssize_t result = 0;
  task_group(g);
  task_spawn(g, reads(ends.other, &result));
  await task_sleep(0);
  EXPECT(await io_shutdown(ends.one) == 0);
  EXPECT(await task_group_wait(g) == 0 && result == 0);
  EXPECT(await io_shutdown(ends.one) == 0);
  EXPECT(await io_write(ends.one, "x", 1) == -EPIPE);
  for (int again = 0; again < 3; ++again) {
    EXPECT(await io_read(ends.other, data, 10) == 0);
    SEND(ends.other, "back");
    EXPECT(await io_get_all(&ends.reader, data, 4) == 4);
    EXPECT(!memcmp(data, "back", 4));
  }
  EXPECT(await io_shutdown(ends.other) == 0);
  EXPECT(await io_read(ends.one, data, 10) == 0);
  EXPECT(await io_shutdown(ends.one) == 0 && await io_shutdown(ends.other) == 0);
  return 0;
}

static task(int) dribble(void) {
  ENDS(ends);
  char text[400] = "", *line;
  for (int i = 0; i < 40; ++i)
    sprintf(text + strlen(text), "line %d\r\n", i);
  task_group(g);
  task_spawn(g, sends_slowly(ends.other, text, true));
  for (int i = 0; i < 40; ++i) {
    char expected[20];
    int size = sprintf(expected, "line %d", i) + 2;
    EXPECT(await io_get_line(&ends.reader, &line) == size);
    EXPECT(!strcmp(line, expected));
  }
  EXPECT(await io_get_line(&ends.reader, &line) == 0);
  return await task_group_wait(g);
}

// ---- Back-pressure ----------------------------------------------------------

/// Writes until it is told that it is enough; how much that is.
struct flood {
  struct io_stream *stream;
  size_t taken;
  bool is_enough;
};

static task(int) floods(struct flood *flood) {
  static char data[100000];
  while (!flood->is_enough) {
    fill(data, sizeof data, flood->taken);
    ssize_t n = await io_write(flood->stream, data, sizeof data);
    if (n != sizeof data)
      return n < 0 ? (int)n : -EIO;
    flood->taken += sizeof data;
  }
  return (int)await io_shutdown(flood->stream);
}

/// Until a flood is taken no more.
static task(int) wait_for_full(const struct flood *flood) {
  size_t before = 0;
  for (int same = 0; same < 20; ++same, before = flood->taken) {
    await task_sleep(1);
    if (flood->taken != before)
      same = 0;
    EXPECT(flood->taken < 64 << 20);
  }
  return 0;
}

static task(int) back_pressure(void) {
  ENDS(ends);
  static char data[70000];
  struct flood flood = {.stream = ends.other};
  task_group(g);
  task_spawn(g, floods(&flood));
  await wait_for_full(&flood);
  flood.is_enough = true;
  size_t count = 0;
  ssize_t n;
  while ((n = await io_read(ends.one, data, sizeof data)) > 0) {
    EXPECT(is_filled(data, (size_t)n, count));
    count += (size_t)n;
  }
  EXPECT(n == 0 && await task_group_wait(g) == 0);
  EXPECT(count == flood.taken);
  return 0;
}

static task(int) writes_pieces(struct io_stream *stream,
                               const struct iovec *pieces, size_t count,
                               ssize_t *result) {
  *result = await io_writev(stream, pieces, count);
  return 0;
}

/// Of all sizes, none among them, more than the socket takes at once.
static task(int) pieces(void) {
  enum { COUNT = 3000 };
  static struct iovec pieces[COUNT];
  static char all[24 << 20], data[70000];
  ENDS(ends);
  size_t size = 0, at = 0;
  for (int i = 0; i < COUNT; ++i) {
    size_t piece = dice(3) ? dice(20) : dice(20000);
    pieces[i] = (struct iovec){all + size, piece};
    size += piece;
  }
  EXPECT(size < sizeof all);
  fill(all, size, 0);
  ssize_t result = 0, n;
  task_group(g);
  task_spawn(g, writes_pieces(ends.other, pieces, COUNT, &result));
  while (at < size && (n = await io_read(ends.one, data, sizeof data)) > 0) {
    EXPECT(is_filled(data, (size_t)n, at));
    at += (size_t)n;
  }
  EXPECT(await task_group_wait(g) == 0);
  EXPECT(at == size && result == (ssize_t)size);
  EXPECT(await io_writev(ends.one, pieces, 0) == 0);
  EXPECT(await io_writev(ends.one, NULL, 0) == -EINVAL);
  EXPECT(await io_write(ends.one, NULL, 0) == 0);
  EXPECT(await io_write(ends.one, NULL, 1) == -EINVAL);
  return 0;
}

static void free_data(char **data) { free(*data); }

/// A block of one letter.
static task(int) writes_letter(struct io_stream *stream, char letter,
                               size_t size, ssize_t *result) {
  char *data __attribute__((cleanup(free_data))) = malloc(size);
  memset(data, letter, size);
  *result = await io_write(stream, data, size);
  return 0;
}

/// Those who wait write in the order in which they began; but for one that is
/// cancelled, and one whose time is up, of which nothing is written.
static task(int) many_writers(void) {
  enum { SIZE = 300000 };
  ENDS(ends);
  static char data[SIZE];
  struct flood flood = {.stream = ends.other};
  ssize_t results[6] = {0};
  task_group(flooding);
  task_group(g);
  task_spawn(flooding, floods(&flood));
  await wait_for_full(&flood);
  struct task_job *jobs[6];
  for (int i = 0; i < 6; ++i) {
    io_write_deadline(ends.other, i == 3 ? task_now() + 100 : 0);
    jobs[i] = task_start(
        g, writes_letter(ends.other, (char)('A' + i), SIZE, &results[i]));
    await task_sleep(0);
  }
  await task_sleep(50);
  task_cancel(jobs[1]);
  EXPECT(await task_join(jobs[1]) == -ECANCELED && results[1] == 0);
  await task_sleep(100);
  EXPECT(await task_join(jobs[3]) == 0 && results[3] == -ETIMEDOUT);
  flood.is_enough = true; // its block under way comes first, and then its end
  size_t count = flood.taken + 100000;
  for (size_t at = 0; at < count;) {
    size_t most = count - at < SIZE ? count - at : SIZE;
    ssize_t n = await io_read(ends.one, data, most);
    EXPECT(n > 0 && is_filled(data, (size_t)n, at));
    at += (size_t)n;
  }
  static const char expected[] = {'A', 'C', 'E', 'F'};
  for (int i = 0; i < 4; ++i) {
    EXPECT(await io_get_all(&ends.reader, data, SIZE) == SIZE);
    for (int j = 0; j < SIZE; ++j)
      EXPECT(data[j] == expected[i]);
    EXPECT(await task_join(jobs[expected[i] - 'A']) == 0);
    EXPECT(results[expected[i] - 'A'] == SIZE);
  }
  EXPECT(await io_get(&ends.reader, data, 1) == 0);
  EXPECT(await task_group_wait(flooding) == 0);
  return 0;
}

// ---- One reader -------------------------------------------------------------

static task(int) busy(void) {
  ENDS(ends);
  char byte, *line;
  ssize_t result = 0;
  int waited = 0;
  task_group(g);
  for (int waiting = 0; waiting < 2; ++waiting) {
    if (waiting)
      task_spawn(g, waits(ends.one, &waited));
    else
      task_spawn(g, reads(ends.one, &result));
    await task_sleep(0);
    EXPECT(await io_read(ends.one, &byte, 1) == -EBUSY);
    EXPECT(await io_wait(ends.one) == -EBUSY);
    EXPECT(await io_get(&ends.reader, &byte, 1) == -EBUSY);
    EXPECT(await io_get_line(&ends.reader, &line) == -EBUSY);
    SEND(ends.one, "y"); // writing is another matter
    SEND(ends.other, "x");
    EXPECT(await task_group_wait(g) == 0);
    EXPECT(waiting ? waited == 0 : result == 1);
  }
  EXPECT(await io_read(ends.one, &byte, 1) == 1 && byte == 'x');
  // Also if there is something that it could have.
  char data[10];
  SEND(ends.other, "abc");
  EXPECT(await io_fill(&ends.reader, 3) == 3);
  task_spawn(g, gets_until(&ends.reader, "d", &line, &result));
  await task_sleep(0);
  EXPECT(await io_get(&ends.reader, data, 1) == -EBUSY);
  EXPECT(await io_get_all(&ends.reader, data, 3) == -EBUSY);
  SEND(ends.other, "d");
  EXPECT(await task_group_wait(g) == 0);
  EXPECT(result == 4 && !memcmp(line, "abcd", 4));
  return 0;
}

static task(int) waiting(void) {
  ENDS(ends);
  char data[10];
  int result = 0;
  EXPECT(!await is_readable(ends.one));
  // (A deadline is none of its business.)
  EXPECT(io_read_deadline(ends.one, task_now()) == 0);
  task_group(g);
  task_spawn(g, waits(ends.one, &result));
  await task_sleep(10);
  EXPECT(result == 1000);
  SEND(ends.other, "abc");
  EXPECT(await task_group_wait(g) == 0 && result == 0);
  EXPECT(io_read_deadline(ends.one, 0) == 0);
  for (int again = 0; again < 3; ++again)
    EXPECT(await io_wait(ends.one) == 0);
  EXPECT(await io_read(ends.one, data, 2) == 2 && !memcmp(data, "ab", 2));
  EXPECT(await io_wait(ends.one) == 0);
  EXPECT(await io_read(ends.one, data, 2) == 1 && *data == 'c');
  EXPECT(!await is_readable(ends.one));
  return 0;
}

/// More than any socket takes, of the bytes behind the first two.
enum { LARGE = 20 << 20 };
static const char *large(void) {
  static char *data;
  if (!data)
    fill(data = malloc(LARGE), LARGE, 2);
  return data;
}

// ---- Deadlines --------------------------------------------------------------

static task(int) read_deadlines(void) {
  ENDS(ends);
  char data[10], *line;
  uint64_t begun = task_now();
  EXPECT(io_read_deadline(ends.one, begun + 1000) == 0);
  EXPECT(await io_read(ends.one, data, 10) == -ETIMEDOUT);
  EXPECT(task_now() - begun >= 1000 && task_now() - begun < 1100);
  // It is past.
  SEND(ends.other, "abc\n");
  EXPECT(await io_read(ends.one, data, 10) == -ETIMEDOUT);
  EXPECT(await io_get_line(&ends.reader, &line) == -ETIMEDOUT);
  EXPECT(io_read_deadline(ends.one, 0) == 0);
  EXPECT(await io_read(ends.one, data, 1) == 1 && *data == 'a');
  // What a reader holds stays there.
  EXPECT(await io_fill(&ends.reader, 3) == 3);
  EXPECT(io_read_deadline(ends.one, task_now() + 1000) == 0);
  EXPECT(await io_fill(&ends.reader, 4) == -ETIMEDOUT);
  EXPECT(await io_get_until(&ends.reader, "x", 1, &line) == -ETIMEDOUT);
  EXPECT(await io_get_line(&ends.reader, &line) == 3 && !strcmp(line, "bc"));
  // Writing has one of its own.
  SEND(ends.one, "x");
  // It is that of operations that begin then.
  ssize_t result;
  EXPECT(io_read_deadline(ends.one, task_now() + 1000) == 0);
  task_group(g);
  task_spawn(g, reads(ends.one, &result));
  await task_sleep(0);
  EXPECT(io_read_deadline(ends.one, 0) == 0);
  EXPECT(await task_group_wait(g) == 0 && result == -ETIMEDOUT);
  return 0;
}

static task(int) write_deadlines(void) {
  ENDS(ends);
  // One that is past breaks nothing. (0 would be none.)
  await task_sleep(1);
  EXPECT(io_write_deadline(ends.other, task_now()) == 0);
  EXPECT(await io_write(ends.other, "x", 1) == -ETIMEDOUT);
  EXPECT(io_write_deadline(ends.other, 0) == 0);
  SEND(ends.other, "y");
  EXPECT(await read_once(ends.one) == 1);
  // One in the middle does.
  struct flood flood = {.stream = ends.other};
  ssize_t read = 0, written = 0, unwritten = 0;
  task_group(g);
  task_group(flooding);
  task_spawn(g, reads(ends.other, &read));
  uint64_t begun = task_now();
  io_write_deadline(ends.other, begun + 100000);
  struct task_job *job = task_start(flooding, floods(&flood));
  await wait_for_full(&flood);
  task_spawn(g, writes_letter(ends.other, 'x', 1, &written));
  await task_sleep(0);
  io_write_deadline(ends.other, 0);
  task_spawn(g, writes_letter(ends.other, 'x', 1, &unwritten));
  EXPECT(await task_join(job) == -ETIMEDOUT);
  EXPECT(task_now() - begun >= 100000 && task_now() - begun < 100100);
  EXPECT(await task_group_wait(g) == 0);
  EXPECT(read == -ECONNABORTED && unwritten == -ECONNABORTED);
  EXPECT(written == -ETIMEDOUT || written == -ECONNABORTED);
  EXPECT(await io_write(ends.other, "x", 1) == -ECONNABORTED);
  EXPECT(await io_shutdown(ends.other) == -ECONNABORTED);
  EXPECT(await read_once(ends.other) == -ECONNABORTED);
  EXPECT(await io_wait(ends.other) == -ECONNABORTED);
  // The other side sees the end, or an error, behind what came before.
  char data[1000];
  ssize_t n;
  while ((n = await io_read(ends.one, data, sizeof data)) > 0)
    ;
  EXPECT(n == 0 || n == -ECONNRESET);
  return 0;
}

static task(int) puts_much(struct io_writer *writer, const char *data,
                           size_t size, ssize_t *result) {
  *result = await io_put(writer, data, size);
  return 0;
}

/// One that is under way when its task is cancelled, be it with a buffer.
static task(int) cancelled_writes(void) {
  for (int buffered = 0; buffered < 2; ++buffered) {
    ENDS(ends);
    struct io_writer writer io_auto_free_writer = {.stream = ends.other};
    struct flood flood = {.stream = ends.other};
    ssize_t read = 0, written = 0, put = 1000;
    task_group(g);
    task_group(writing);
    task_spawn(g, reads(ends.other, &read));
    struct task_job *job =
        buffered ? task_start(writing, puts_much(&writer, large(), LARGE, &put))
                 : task_start(writing, floods(&flood));
    await wait_for_full(&flood);
    task_spawn(g, writes_letter(ends.other, 'x', 1, &written));
    await task_sleep(0);
    task_cancel(job);
    EXPECT(await task_join(job) == -ECANCELED && put == 1000);
    EXPECT(await task_group_wait(g) == 0);
    EXPECT(read == -ECONNABORTED && written == -ECONNABORTED);
    EXPECT(await io_write(ends.other, "x", 1) == -ECONNABORTED);
    EXPECT(await io_flush(&writer) == 0); // nothing is in there
    EXPECT(await io_put(&writer, large(), LARGE) == -ECONNABORTED);
  }
  return 0;
}

static task(int) closed_by_another(void) {
  ENDS(ends);
  struct flood flood = {.stream = ends.other};
  ssize_t read = 0, written = 0;
  task_group(g);
  task_group(flooding);
  task_spawn(g, reads(ends.other, &read));
  struct task_job *job = task_start(flooding, floods(&flood));
  await wait_for_full(&flood);
  task_spawn(g, writes_letter(ends.other, 'x', 1, &written));
  await task_sleep(0);
  close_one(&ends.other);
  EXPECT(await task_join(job) == -ECONNABORTED);
  EXPECT(await task_group_wait(g) == 0);
  EXPECT(read == -ECONNABORTED && written == -ECONNABORTED);
  // Who only waits.
  int waited = 0;
  task_spawn(g, waits(ends.one, &waited));
  char data[10];
  ssize_t all = 0;
  ENDS(more);
  task_spawn(g, gets_all(&more.reader, data, 10, &all));
  await task_sleep(0);
  io_close(more.one);
  more.one = NULL;
  EXPECT(waited == 0 || waited == 1000);
  EXPECT(await task_group_wait(g) == 0 && all == -ECONNABORTED);
  return 0;
}

// ---- Memory of the caller's -------------------------------------------------

/// Is used as long as it is large enough, and again when nothing is held.
static task(int) lent(void) {
  char in[8], out[8], text[17], *line;
  ENDS(ends);
  ends.reader.lent = in;
  ends.reader.lent_size = sizeof in;
  SEND(ends.other, "abc\n0123456789012345\nxyz");
  EXPECT(await io_get_line(&ends.reader, &line) == 4 && line == in);
  EXPECT(!strcmp(line, "abc"));
  EXPECT(await io_get_line(&ends.reader, &line) == 17);
  EXPECT(!strcmp(line, "0123456789012345"));
  EXPECT(line < in || line >= in + sizeof in);
  EXPECT(await io_get_all(&ends.reader, text, 3) == 3);
  EXPECT(!memcmp(text, "xyz", 3));
  SEND(ends.other, "1234567");
  EXPECT(await io_fill(&ends.reader, 7) == 7 && ends.reader.data == in);
  // (There is room for seven and a zero.)
  SEND(ends.other, "8");
  EXPECT(await io_fill(&ends.reader, 8) == 8 && ends.reader.data != in);
  EXPECT(!memcmp(ends.reader.data, "12345678", 8));

  struct io_writer writer io_auto_free_writer = {
      .stream = ends.one, .lent = out, .lent_size = sizeof out};
  for (int i = 0; i < 2; ++i) {
    EXPECT(io_writer_add(&writer, "abcdefgh", 8) == 0 && writer.data == out);
    EXPECT(io_writer_add(&writer, "", 0) == 0 && writer.data == out);
    EXPECT(await io_print(&writer, "%d%d%d", 1, 2, 3) == 3);
    EXPECT(writer.data != out && !memcmp(writer.data, "abcdefgh123", 11));
    EXPECT(await io_flush(&writer) == 0 && !writer.data);
    struct io_reader reader io_auto_free_reader = {.stream = ends.other};
    EXPECT(await io_get_all(&reader, text, 11) == 11);
    EXPECT(!memcmp(text, "abcdefgh123", 11));
  }
  return 0;
}

// ---- Mistakes ---------------------------------------------------------------

static task(int) null(void) {
  struct io_reader reader = {0};
  struct io_writer writer = {0};
  char byte, *line;
  EXPECT(await io_read(NULL, &byte, 1) == -EINVAL);
  EXPECT(await io_wait(NULL) == -EINVAL);
  EXPECT(await io_write(NULL, "x", 1) == -EINVAL);
  EXPECT(await io_writev(NULL, &(struct iovec){"x", 1}, 1) == -EINVAL);
  EXPECT(await io_shutdown(NULL) == -EINVAL);
  EXPECT(io_read_deadline(NULL, 1) == -EINVAL);
  EXPECT(io_write_deadline(NULL, 1) == -EINVAL);
  EXPECT(await io_get(NULL, &byte, 1) == -EINVAL);
  EXPECT(await io_get(&reader, &byte, 1) == -EINVAL);
  EXPECT(await io_get_line(&reader, &line) == -EINVAL);
  EXPECT(await io_fill(&reader, 1) == -EINVAL);
  EXPECT(await io_put(NULL, "x", 1) == -EINVAL);
  EXPECT(await io_print(NULL, "x") == -EINVAL);
  EXPECT(await io_flush(NULL) == -EINVAL);
  EXPECT(io_writer_add(NULL, "x", 1) == -EINVAL);
  EXPECT(io_writer_add(&writer, NULL, 1) == -EINVAL);
  EXPECT(await io_put(&writer, NULL, 1) == -EINVAL);
  EXPECT(await io_put(&writer, "x", 1) == 1);
  EXPECT(await io_flush(&writer) == -EINVAL);
  io_writer_free(&writer);
  io_writer_free(NULL);
  io_reader_free(NULL);
  io_close(NULL);
  io_release(NULL);
  tcp_reset(NULL);
  ENDS(ends);
  EXPECT(await io_read(ends.one, NULL, 1) == -EINVAL);
  EXPECT(await io_read(ends.one, &byte, 0) == -EINVAL);
  EXPECT(await io_get(&ends.reader, NULL, 1) == -EINVAL);
  EXPECT(await io_get_line(&ends.reader, NULL) == -EINVAL);
  EXPECT(await io_get_until(&ends.reader, NULL, 1, &line) == -EINVAL);
  EXPECT(await io_get_until(&ends.reader, "", 0, &line) == -EINVAL);
  return 0;
}

static task(int) foreign(struct io_stream *stream) {
  struct io_reader reader = {.stream = stream};
  struct io_writer writer = {.stream = stream};
  char byte, *line;
  EXPECT(await io_read(stream, &byte, 1) == -EPERM);
  EXPECT(await io_wait(stream) == -EPERM);
  EXPECT(await io_write(stream, "x", 1) == -EPERM);
  EXPECT(await io_shutdown(stream) == -EPERM);
  EXPECT(io_read_deadline(stream, 1) == -EPERM);
  EXPECT(io_write_deadline(stream, 1) == -EPERM);
  EXPECT(await io_get_line(&reader, &line) == -EPERM);
  EXPECT(await io_print(&writer, "x") == 1);
  EXPECT(await io_flush(&writer) == -EPERM);
  io_writer_free(&writer);
  tcp_reset(stream);
  io_close(stream);
  return 0;
}

static void *runs_foreign(void *stream) {
  return (void *)(intptr_t)task_run(foreign(stream));
}

static task(int) other_threads(void) {
  ENDS(ends);
  pthread_t thread;
  void *result;
  EXPECT(!pthread_create(&thread, NULL, runs_foreign, ends.one));
  EXPECT(!pthread_join(thread, &result) && !result);
  SEND(ends.other, "x");
  EXPECT(await read_once(ends.one) == 1);
  return 0;
}

// ---- Writers ----------------------------------------------------------------

static task(int) writers(void) {
  ENDS(ends);
  struct io_writer writer io_auto_free_writer = {.stream = ends.other};
  char *text, data[200];
  EXPECT(await io_flush(&writer) == 0);
  EXPECT(await io_print(&writer, "%s", "") == 0);
  EXPECT(await io_print(&writer, "%d %s\n", 5, "five") == 7);
  EXPECT(await io_put(&writer, "six\n", 4) == 4);
  EXPECT(io_writer_add(&writer, "seven\n", 6) == 0);
  EXPECT(await io_put(&writer, "", 0) == 0);
  EXPECT(!await is_readable(ends.one)); // nothing has left
  EXPECT(await io_flush(&writer) == 0);
  EXPECT(!writer.data && !writer.size);
  EXPECT(await io_get_all(&ends.reader, data, 17) == 17);
  EXPECT(!memcmp(data, "5 five\nsix\nseven\n", 17));
  // A text that is longer than the buffer is at first, and than its room.
  writer.room = 100;
  EXPECT(await io_print(&writer, "%03000d\n", 1) == 3001);
  EXPECT(writer.size == 0);
  EXPECT(await io_get_line(&ends.reader, &text) == 3001);
  EXPECT(strspn(text, "0") == 2999 && !strcmp(text + 2999, "1"));
  // What has no room is written with what was there before.
  EXPECT(await io_put(&writer, "abc", 3) == 3);
  memset(data, 'x', 98);
  EXPECT(await io_put(&writer, data, 97) == 97 && writer.size == 100);
  EXPECT(await io_put(&writer, "\n", 1) == 1 && writer.size == 0);
  EXPECT(await io_get_line(&ends.reader, &text) == 101);
  EXPECT(!memcmp(text, "abcxxx", 6) && strspn(text + 3, "x") == 97);
  // Dropped.
  EXPECT(io_writer_add(&writer, "dropped", 7) == 0);
  io_writer_free(&writer);
  EXPECT(await io_flush(&writer) == 0 && !await is_readable(ends.one));
  // Much, while nobody reads; and another task that wants to put something.
  EXPECT(io_writer_add(&writer, (char[]){byte_at(0), byte_at(1)}, 2) == 0);
  ssize_t result = 0;
  task_group(g);
  task_spawn(g, puts_much(&writer, large(), LARGE, &result));
  await task_sleep(1);
  EXPECT(await io_put(&writer, "x", 1) == -EBUSY);
  EXPECT(await io_print(&writer, "x") == -EBUSY);
  EXPECT(await io_flush(&writer) == -EBUSY);
  EXPECT(io_writer_add(&writer, "x", 1) == -EBUSY);
  for (size_t at = 0, step = 9; at < LARGE + 2; at += step, step = sizeof data) {
    if (step > LARGE + 2 - at)
      step = LARGE + 2 - at;
    EXPECT(await io_get_all(&ends.reader, data, step) == (ssize_t)step);
    EXPECT(is_filled(data, step, at));
  }
  EXPECT(await task_group_wait(g) == 0 && result == LARGE);
  // Nobody there any more.
  close_one(&ends.one);
  ends.reader.stream = NULL;
  ssize_t code = 0;
  for (int i = 0; i < 1000 && code == 0; ++i) {
    EXPECT(io_writer_add(&writer, "x", 1) == 0);
    code = await io_flush(&writer);
    await task_sleep(1);
  }
  EXPECT(code == -EPIPE || code == -ECONNRESET);
  return 0;
}

static const struct {
  const char *name;
  task(int) (*begin)(void);
  bool has_deadlines; // which need not be waited for
} all[] = {
#define SCENARIO(name) {#name, name, false}
    SCENARIO(partial_reads),
    SCENARIO(exact_sizes),
    SCENARIO(split_delimiters),
    SCENARIO(lines),
    SCENARIO(limits),
    SCENARIO(ends_again_and_again),
    SCENARIO(reset),
    SCENARIO(reset_behind_data),
    SCENARIO(half_close),
    SCENARIO(dribble),
    SCENARIO(back_pressure),
    SCENARIO(pieces),
    SCENARIO(many_writers),
    SCENARIO(busy),
    SCENARIO(waiting),
    {"read_deadlines", read_deadlines, true},
    {"write_deadlines", write_deadlines, true},
    SCENARIO(cancelled_writes),
    SCENARIO(closed_by_another),
    SCENARIO(lent),
    SCENARIO(null),
    SCENARIO(other_threads),
    SCENARIO(writers)};

int main(void) {
  EXPECT(task_run(null()) == 0); // libuv opens what it keeps for ever
  for (kind = TCP; kind < KINDS; ++kind)
    for (size_t i = 0; i < sizeof all / sizeof *all; ++i) {
      int before = open_descriptors();
      int code = all[i].has_deadlines ? task_run_virtual(all[i].begin())
                                      : task_run(all[i].begin());
      int after = open_descriptors();
      if (code || before != after)
        fprintf(stderr, "%s: %d; %d descriptors of %d\n", all[i].name, code,
                after, before);
      EXPECT(code == 0 && before == after);
    }
}
