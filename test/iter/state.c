// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Iterator tools: that remember.
//
// RUN: %levels %s
// RUN: %if sanitizers %{ %levels %s --levels %checked_levels -fsanitize=address,undefined -fno-sanitize-recover=all %}

#include <limits.h>

#include "Inputs/show.h"

static int plus(int x, int y) { return x + y; }
static double mean_of(double sum, int x, const double *weight) { return sum + *weight * x; }

static void scans(void) {
  INTS(iter_scan(plus, 10, source(4, 0)), " 10 11 13 16");
  INTS(iter_scan(plus, 0, source(0, 0)), "");
  INTS(iter_scan(plus, 0, source(3, 7)), " 0 1 3!7");
  const double weight = 0.5;
  // The type is the function's, also where the initial value has another.
  SHOWS(iter_scan(mean_of, &weight, 0, source(4, 0)), " 0 0.5 1.5 3", " %g", x);
  begun = ended = pulled = 0;
  INTS(iter_take(2, iter_scan(plus, 0, source(4, 0))), " 0 1");
  SOURCES(1, 1, 2);
}

static void tees(void) {
  ints readers[3];
  int x;
  iter_tee(readers, source(100, 0));
  SOURCES(0, 0, 0);
  for (int i = 0; i < 40; ++i)
    EXPECT(gen_next(readers[0], &x) && x == i);
  SOURCES(1, 0, 40);
  for (int i = 0; i < 50; ++i)
    EXPECT(gen_next(readers[1], &x) && x == i);
  SOURCES(0, 0, 10); // each value once
  EXPECT(gen_state(readers[0]) == GEN_SUSPENDED && gen_state(readers[2]) == GEN_CREATED);
  gen_close(readers[2]); // before it has begun
  EXPECT(iter_sum(readers[0]) == 4950 - 780);
  SOURCES(0, 1, 50);
  EXPECT(iter_len(readers[1]) == 50);
  SOURCES(0, 0, 0);
  // A failure is that of each, behind all values.
  ints two[2];
  iter_tee(two, source(2, 7));
  INTS(two[0], " 0 1!7");
  INTS(iter_map(plus, 1, two[1]), " 1 2!7");
  SOURCES(1, 1, 2);
  iter_tee(two, source(0, 0));
  INTS(two[0], "");
  EXPECT(!gen_next(two[1]) && gen_state(two[1]) == GEN_RETURNED);
  gen_close(two[1]);
  SOURCES(1, 1, 0);
  // Closed or thrown into in whatever state.
  iter_tee(readers, source(3, 0));
  EXPECT(gen_next(readers[0]) && !gen_throw(readers[0], 5) && gen_error(readers[0]) == 5 && !gen_next(readers[0]));
  EXPECT(!gen_throw(readers[1], 6) && gen_error(readers[1]) == 6 && gen_state(readers[1]) == GEN_FAILED);
  gen_close(readers[1]);
  gen_close(readers[0]);
  SOURCES(1, 0, 1);
  gen_close(readers[2]);
  SOURCES(0, 1, 0);
  iter_tee(readers, (ints)0);
  EXPECT(!readers[0] && !readers[1] && !readers[2]);
  // One behind another, and delegated to.
  ints outer[2], inner[2];
  iter_tee(outer, source(3, 0));
  iter_tee(inner, iter_map(plus, 10, outer[0]));
  INTS(iter_chain(inner[1], outer[1], inner[0]), " 10 11 12 0 1 2 10 11 12");
  SOURCES(1, 1, 3);
}

static void replays(void) {
  // Readers that are made at any time, each from the beginning.
  __auto_type all = iter_replay(source(100, 0));
  INTS(iter_take(3, iter_again(all)), " 0 1 2");
  SOURCES(1, 0, 3);
  __auto_type reader = iter_again(all);
  EXPECT(iter_sum(iter_take(50, iter_again(reader))) == 49 * 50 / 2);
  SOURCES(0, 0, 47); // each value once
  int x;
  for (int i = 0; i < 60; ++i)
    EXPECT(gen_next(reader, &x) && x == i);
  SOURCES(0, 0, 10);
  // One from where another stands; and the first is still at the beginning.
  EXPECT(iter_nth(0, iter_again(reader), &x) && x == 60);
  EXPECT(iter_nth(0, iter_again(all), &x) && x == 0);
  SOURCES(0, 0, 1);
  // Without it only what is between the others is kept, and readers go on.
  gen_close(all);
  EXPECT(iter_len(iter_again(reader)) == 40);
  SOURCES(0, 1, 39);
  EXPECT(iter_len(reader) == 40);
  SOURCES(0, 0, 0);
  // Ended, failed, closed before it has begun, null.
  all = iter_replay(source(2, 7));
  INTS(iter_again(all), " 0 1!7");
  __auto_type failed = iter_again(all);
  EXPECT(gen_next(failed) && gen_next(failed) && !gen_next(failed) && gen_error(failed) == 7);
  __auto_type like_it = iter_again(failed);
  EXPECT(!gen_next(like_it) && gen_error(like_it) == 7 && gen_state(like_it) == GEN_FAILED);
  gen_close(like_it);
  gen_close(failed);
  INTS(all, " 0 1!7");
  SOURCES(1, 1, 2);
  all = iter_replay(source(2, 0));
  gen_close(iter_again(all));
  gen_close(all);
  SOURCES(0, 0, 0);
  all = iter_replay((ints)0);
  EXPECT(!all && !iter_again(all));
}

struct wide {
  _Alignas(64) char text[65];
};
static generator(struct wide) wides(int n) {
  for (int i = 0; i < n; ++i)
    yield((struct wide){{(char)('a' + i)}});
}

static void any_type(void) {
  generator(struct wide) readers[2];
  iter_tee(readers, wides(3));
  SHOWS(readers[1], " a b c", " %s", x.text);
  SHOWS(iter_skip(1, readers[0]), " b c", " %s", x.text);
  generator(char) letters[2];
  iter_tee(letters, iter_chars("abc"));
  SHOWS(iter_zip(letters[0], iter_skip(1, letters[1])), " ab bc", " %c%c", x.first, x.second);
  SHOWS(iter_take(3, iter_cycle(iter_take(2, wides(3)))), " a b a", " %s", x.text);
}

static ints itself[2];
static ints resumes_reader(void) {
  yield 1;
  yield gen_next(itself[1]);
}

static void refuses_itself(void) {
  // The source asks a reader for what it is about to yield itself.
  iter_tee(itself, resumes_reader());
  int x;
  EXPECT(gen_next(itself[1], &x) && x == 1);
  EXPECT(gen_next(itself[0], &x) && x == 1);
  EXPECT(gen_next(itself[0], &x) && x == 0);
  EXPECT(gen_state(itself[1]) == GEN_FAILED && gen_error(itself[1]) == 16); // EBUSY
  EXPECT(!gen_next(itself[0]));
  gen_close(itself[0]);
  gen_close(itself[1]);
}

static void pushes_back(void) {
  generator(int, int) p = iter_push_back(source(3, 0));
  int x;
  SOURCES(0, 0, 0);
  EXPECT(iter_peek(p, &x) && x == 0);
  EXPECT(iter_peek(p, &x) && x == 0);
  SOURCES(1, 0, 1);
  EXPECT(gen_next(p, &x) && x == 0);
  EXPECT(gen_send(p, 7, &x) && x == 7);
  EXPECT(gen_send(p, 8) && gen_send(p, 9));
  EXPECT(gen_next(p, &x) && x == 9);
  EXPECT(gen_next(p, &x) && x == 8);
  EXPECT(gen_next(p, &x) && x == 7);
  EXPECT(gen_next(p, &x) && x == 1);
  EXPECT(gen_next(p, &x) && x == 2);
  EXPECT(gen_send(p, 5)); // also the last
  EXPECT(gen_next(p, &x) && x == 5);
  EXPECT(!gen_next(p, &x) && x == 5 && !iter_peek(p, &x) && gen_error(p) == 0);
  gen_close(p);
  p = iter_push_back(source(1, 7));
  EXPECT(!gen_send(p, 1) && gen_error(p) == 22); // nothing is waiting yet
  EXPECT(gen_next(p));
  for (int i = 0; i < 1000; ++i)
    EXPECT(gen_send(p, i));
  for (int i = 1000; i--;)
    EXPECT(gen_next(p, &x) && x == i);
  EXPECT(!gen_next(p) && gen_error(p) == 7);
  gen_close(p);
  SOURCES(1, 2, 3);
}

/// Sums of numbers: a parser that looks ahead.
static int sum_of(generator(char, char) p) {
  int sum = 0, number = 0;
  char c;
  while (gen_next(p, &c)) {
    if (c < '0' || c > '9') {
      gen_send(p, c);
      break;
    }
    number = 10 * number + c - '0';
  }
  sum = number;
  if (iter_peek(p, &c) && c == '+') {
    gen_next(p);
    sum += sum_of(p);
  }
  return sum;
}

int main(void) {
  scans();
  tees();
  replays();
  refuses_itself();
  pushes_back();
  gen_auto generator(char, char) text = iter_push_back(iter_chars("12+30+4"));
  EXPECT(sum_of(text) == 46);
  any_type();
  return 0;
}
