// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The board, ARM's MPS2 with a Cortex-M3 (AN385), as QEMU has it.

#ifndef BOARD_H
#define BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The next byte that has come in over the serial line; false if there is none.
bool board_receive(uint8_t *byte);

/// Waits until there is room.
void board_send(uint8_t byte);

/// Hundredths of a second since the start.
uint32_t board_ticks(void);

void board_light(bool on);

/// Until the next interrupt: a byte, or a tick. Returns at once if a byte has
/// come since the last call of board_receive.
void board_sleep(void);

/// Ends the emulation (through semihosting), which exits with 0 or 1.
_Noreturn void board_off(int status);

#endif // BOARD_H
