// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// With a shadow call stack, return addresses of bodies and consumers are kept there. (No C library on Linux sets one up: this
// program does without any.)
//
// REQUIRES: aarch64, riscv64, lld
// DEFINE: %{build} = %yieldcc -ffreestanding -nostdlib -static -fuse-ld=lld -Wall -Wextra -Werror -fsanitize=shadow-call-stack %s -o %t
// RUN: for level in 0 2 s; do %{build} --target=aarch64-linux-gnu -ffixed-x18 -O$level && timeout 60 qemu-aarch64 %t || exit 1; done
// RUN: llvm-objdump -d --disassemble-symbols=twice.resume,main %t | FileCheck --check-prefix AARCH64 %s
// RUN: for level in 0 2 s; do %{build} --target=riscv64-linux-gnu -mno-relax -O$level && timeout 60 qemu-riscv64 %t || exit 1; done
// RUN: llvm-objdump -d --disassemble-symbols=twice.resume,main %t | FileCheck --check-prefix RISCV %s
// AARCH64: <main>:
// AARCH64: str x30, [x18], #0x8
// AARCH64: <twice.resume>:
// AARCH64: str x30, [x18], #0x8
// RISCV: <main>:
// RISCV: sd ra, -0x8(gp)
// RISCV: <twice.resume>:
// RISCV: sd ra, -0x8(gp)

#include <stddef.h>
#include <yieldc.h>

void *memset(void *memory, int value, size_t size) {
  for (volatile char *bytes = memory; size; --size)
    *bytes++ = (char)value;
  return memory;
}
void *memcpy(void *restrict to, const void *restrict from, size_t size) {
  volatile char *bytes = to;
  for (const char *other = from; size; --size)
    *bytes++ = *other++;
  return to;
}

static char memory[4096];
static size_t used;

void *gen_allocate(size_t size, size_t align) {
  used = (used + align - 1) / align * align;
  if (size > sizeof memory - used)
    return 0;
  used += size;
  return memory + used - size;
}
void gen_release(void *block, size_t size, size_t align) { (void)block, (void)size, (void)align; }

__attribute__((noinline)) static int doubled(int n) {
  __asm__ volatile("" : "+r"(n));
  return 2 * n;
}

generator(int) numbers(int n) {
  for (int i = 1; i <= n; ++i)
    yield i;
}
generator(int) twice(generator(int) source) {
  foreach (x, source)
    yield doubled(x) + 0 * doubled(x);
  yield from numbers(1);
}

static generator(int) (*volatile make)(generator(int)) = twice;

int main(void) {
  int sum = 0, err;
  foreach (x, make(numbers(4)), err)
    sum += x;
  return err || sum != 2 + 4 + 6 + 8 + 1;
}

char shadow[4096];
void _start(void);
#ifdef __aarch64__
__asm__(".globl _start\n_start:\n adrp x18, shadow\n add x18, x18, :lo12:shadow\n bl main\n mov x8, #93\n svc #0\n");
#else
__asm__(".globl _start\n_start:\n lla gp, shadow\n call main\n li a7, 93\n ecall\n");
#endif
