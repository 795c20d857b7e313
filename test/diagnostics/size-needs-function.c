// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %cc1_verify %s
#include <yieldc.h>

generator(int) count(int n) {
  while (n--)
    yield n;
}
generator(int) (*pointer)(int n) = count;
int ordinary(int n);

size_t sizes(generator(int) g) {
  size_t size = gen_size(count) + gen_align((count)) + gen_size(&count);
  size += gen_size(pointer); // expected-error {{gen_size and gen_align need the name of a generator function, without a call: gen_size(f)}}
  size += gen_align(count(3)); // expected-error {{gen_size and gen_align need the name of a generator function}}
  size += gen_size(ordinary); // expected-error {{gen_size and gen_align need the name of a generator function}}
  size += gen_size(g); // expected-error {{gen_size and gen_align need the name of a generator function}}
  return size;
}
