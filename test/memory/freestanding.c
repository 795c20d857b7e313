// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Without a C library: what allocates nothing needs no symbol at all, on a server as on a microcontroller.
//
// DEFINE: %{bare} = undefined() { for level in 1 s; do \
// DEFINE:   %clang -fplugin=%plugin -ffreestanding -nostdlib -Wall -Wextra -Werror -O$level "$@" -c %s -o %t.o && \
// DEFINE:   llvm-nm --undefined-only --format=just-symbols %t.o || echo failed; done; }; undefined
// RUN: %{bare} --target=x86_64-linux-gnu | count 0
// RUN: %{bare} --target=aarch64-none-elf | count 0
// RUN: %{bare} --target=thumbv7m-none-eabi | count 0
// RUN: %{bare} --target=riscv32-unknown-elf | count 0
// RUN: %{bare} --target=riscv64-unknown-elf | count 0
// RUN: %{bare} --target=thumbv6m-none-eabi | count 0
// An allocation would show.
// RUN: %{bare} --target=thumbv7m-none-eabi -DALLOCATES | FileCheck %s
// CHECK: gen_allocate

#include <stddef.h>
#include <stdint.h>
#include <yieldc.h>

static generator(uint32_t) fibonacci(uint32_t n) {
  for (uint32_t a = 0, b = 1, next; n--; a = b, b = next) {
    next = a + b;
    yield a;
  }
}

static generator(uint32_t) odd(generator(uint32_t) from) {
  foreach (x, from)
    if (x % 2)
      yield x;
}

static generator(uint32_t, uint32_t) running_sum(void) {
  for (uint32_t sum = 0;;)
    sum += yield sum;
}

uint32_t sum_of_odd(uint32_t n) {
  uint32_t sum = 0;
  foreach_noalloc (x, odd(fibonacci(n)))
    sum += x;
  return sum;
}

static _Alignas(max_align_t) char memory[128];
static generator(uint32_t, uint32_t) sums;

void start(void) {
  sums = gen_in(memory, sizeof memory, running_sum());
  gen_next(sums);
}

uint32_t add(uint32_t x) {
  uint32_t sum;
  return gen_send(sums, x, &sum) ? sum : 0;
}

void stop(void) { gen_close(sums); }

#ifdef ALLOCATES
generator(uint32_t) kept(void) { return fibonacci(10); }
#endif
