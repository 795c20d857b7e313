// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A sensor's node, on a bare Cortex-M3: it answers requests that come in over
// a serial line, and blinks. No heap, no C library, no operating system: each
// generator lies in a buffer of its own, or is only a loop.
//
//   clang -fplugin=yieldc.so --target=thumbv7m-none-eabi -ffreestanding
//     -nostdlib -fuse-ld=lld -Os firmware.c board.c -T board.ld -o firmware.elf
//   qemu-system-arm -M mps2-an385 -display none -serial stdio -monitor none
//     -semihosting -kernel firmware.elf
//
// A request is a frame of SLIP (RFC 1055), and so is its answer:
//   a BYTES   their average, and the largest step between two of them
//   b         how often the light went on
//   q         switches off

#include "board.h"
#include <yieldc.h>

enum { END = 0300, ESC = 0333, ESC_END = 0334, ESC_ESC = 0335 };

struct frame {
  const uint8_t *bytes;
  size_t length; ///< 0: there is none yet
};

/// Sent the bytes that come in, one at a time; yields a frame when one is
/// there, whose bytes last until the next is sent. What is too long is dropped.
static generator(struct frame, uint8_t) slip_frames(void) {
  uint8_t bytes[64];
  struct frame ready = {0};
  for (;;) {
    size_t length = 0;
    uint8_t byte;
    while ((byte = yield ready) != END) {
      ready.length = 0;
      if (byte == ESC) {
        byte = yield ready;
        byte = byte == ESC_END ? END : byte == ESC_ESC ? ESC : byte;
      }
      if (length < sizeof bytes)
        bytes[length] = byte;
      ++length;
    }
    ready = (struct frame){bytes, length <= sizeof bytes ? length : 0};
  }
}

/// Yields how many ticks it wants to wait.
static generator(uint32_t) blinking(uint32_t on, uint32_t off,
                                    uint32_t *count) {
  for (;;) {
    board_light(true);
    ++*count;
    yield on;
    board_light(false);
    yield off;
  }
}

static generator(int) samples(struct frame from) {
  for (size_t i = 0; i < from.length; ++i)
    yield from.bytes[i];
}

static generator(int) steps(generator(int) values) {
  int last;
  if (!gen_next(values, &last))
    return;
  foreach (value, values) {
    yield value < last ? last - value : value - last;
    last = value;
  }
}

static void send_byte(uint8_t byte) {
  if (byte == END || byte == ESC) {
    board_send(ESC);
    byte = byte == END ? ESC_END : ESC_ESC;
  }
  board_send(byte);
}

static void send_number(unsigned number) {
  if (number >= 10)
    send_number(number / 10);
  send_byte((uint8_t)('0' + number % 10));
}

static void answer(struct frame request, unsigned blinks) {
  struct frame rest = {request.bytes + 1, request.length - 1};
  int sum = 0, largest = 0;
  switch (request.bytes[0]) {
  case 'a':
    foreach_noalloc (value, samples(rest))
      sum += value;
    foreach_noalloc (step, steps(samples(rest)))
      largest = step > largest ? step : largest;
    send_number(rest.length ? (unsigned)sum / rest.length : 0);
    send_byte(' ');
    send_number((unsigned)largest);
    break;
  case 'b':
    send_number(blinks);
    break;
  case 'q':
    board_off(0);
  default:
    send_byte('?');
  }
  board_send(END);
}

/// What the generators lie in. Too small, gen_in gives null.
static _Alignas(max_align_t) char frames_memory[160], blinking_memory[64];

int main(void) {
  uint32_t blinks = 0, wait = 0, next = board_ticks();
  generator(struct frame, uint8_t) frames =
      gen_in(frames_memory, sizeof frames_memory, slip_frames());
  generator(uint32_t) light =
      gen_in(blinking_memory, sizeof blinking_memory, blinking(5, 20, &blinks));
  if (!frames || !light || !gen_next(frames))
    board_off(1);
  for (;;) {
    uint8_t byte;
    struct frame frame;
    while (board_receive(&byte))
      if (gen_send(frames, byte, &frame) && frame.length)
        answer(frame, blinks);
    if ((int32_t)(board_ticks() - next) >= 0 && gen_next(light, &wait))
      next += wait;
    board_sleep();
  }
}
