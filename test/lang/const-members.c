// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A struct with const members can be yielded, sent where the plugin is, and
// returned, as all three are initialised; foreach gives it to the consumer.
// RUN: %levels %s

#include "../expect.h"
#include <yieldc.h>

struct fixed {
  const int number;
  const char *const text;
};
struct nested {
  int plain;
  const struct {
    int deep[2];
  } inner;
};

static generator(struct fixed) fixed(int n) {
  for (int i = 0; i < n; ++i)
    yield (struct fixed){i, "text"};
  struct fixed variable = {n, "variable"};
  yield variable;
  const struct fixed constant = {n + 1, "constant"};
  yield constant;
}
static generator(struct nested) nested(void) {
  yield (struct nested){1, {{2, 3}}};
}
static generator(struct fixed) delegating(void) { yield from fixed(0); }
static generator(struct fixed, struct fixed) echoing(struct fixed f) {
  for (;;) {
    struct fixed sent = yield f;
    note_number(sent.text, sent.number);
  }
}

static generator(int, void, struct fixed) result(void) {
  yield 1;
  return (struct fixed){5, "result"};
}
static generator(int) of_result(void) {
  struct fixed f = yield from result();
  yield f.number;
}

int main(void) {
  foreach (f, fixed(2)) {
    note_number("", f.number);
    note(f.text);
  }
  EXPECT_NOTES("0 text 1 text 2 variable 3 constant");
  foreach (n, nested())
    EXPECT(n.plain == 1 && n.inner.deep[0] == 2 && n.inner.deep[1] == 3);
  foreach (f, delegating())
    note_number("", f.number);
  EXPECT_NOTES("0 1");

  // Values can be dropped; sends convert as by initialisation.
  struct fixed first = {1, ""};
  generator(struct fixed, struct fixed) g = echoing(first);
  EXPECT(gen_next(g) && gen_send(g, first));
  EXPECT(gen_send(g, ((const struct fixed){2, "sent "})));
  EXPECT_NOTES("1 sent 2");
  gen_close(g);

  foreach (x, of_result())
    note_number("", x);
  EXPECT_NOTES("1 5");
}
