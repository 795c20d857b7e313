// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What C23 adds to bodies: attributes of statements and labels, labels before declarations, #embed, constexpr, auto, and
// elements of enumerations of a given type.
// RUN: mkdir -p %t && printf A >%t/one && printf ABCDE >%t/five && head -c 5000 /dev/zero | tr '\0' z >%t/many
// RUN: %levels %s -std=gnu23 --embed-dir=%t -Wno-unknown-attributes -Wno-unused-value

#include "../expect.h"
#include <yieldc.h>

// clang-format off
static generator(int) embedded(int n) {
  unsigned char five[] = {
#embed "five"
  };
  yield five[4];
  static const unsigned char many[] = {
#embed "many" suffix(, 7)
  };
  yield many[4999] + many[5000] + (int)sizeof many;
  yield (unsigned char[]){
#embed "five"
  }[n];
  yield
#embed "one"
  ;
  yield
#embed "one"
      + n;
  yield
#embed "one" limit(0) if_empty(33)
  ;
  int last = (yield 1, 
#embed "five"
  );
  yield last;
}
// clang-format on

static generator(int) attributed(int n) {
  switch (n) {
  case 1:
    yield 1;
    [[fallthrough]];
  case 2:
    [[maybe_unused]] int of_case = 2;
    yield of_case;
    break;
  [[likely]] default:
    yield 0;
  }
  if (n)
    [[likely]] yield 3;
  else
    [[unlikely]] yield 4;
  [[maybe_unused]] label:
  constexpr int five = 5;
  [[clang::nomerge]] yield five;
  auto six = five + 1;
  yield six;
  enum of_char : unsigned char { LAST = 255 };
  yield (enum of_char)(LAST + 8);
  yield nullptr == (void *)0;
}

int main(void) {
  foreach (x, embedded(2))
    note_number("", x);
  EXPECT_NOTES("69 5130 67 65 67 33 1 69");
  foreach (x, attributed(1))
    note_number("", x);
  EXPECT_NOTES("1 2 3 5 6 7 1");
}
