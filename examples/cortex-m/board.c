// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "board.h"

#define REGISTER(address) (*(volatile uint32_t *)(address))

// Arm, "Application Note AN385" and "Cortex-M System Design Kit": UART 0.
#define UART_DATA REGISTER(0x40004000)
#define UART_STATE REGISTER(0x40004004)
#define UART_CONTROL REGISTER(0x40004008)
#define UART_INTERRUPT REGISTER(0x4000400c)
#define UART_DIVIDER REGISTER(0x40004010)
enum { SENDING = 1, RECEIVED = 2 };                         // of the state
enum { CAN_SEND = 1, CAN_RECEIVE = 2, TELLS_RECEIVED = 8 }; // of the control
#define LEDS REGISTER(0x40028000)

// Armv7-M: the system's timer, and the interrupts that are let through.
#define TIMER_CONTROL REGISTER(0xe000e010)
#define TIMER_RELOAD REGISTER(0xe000e014)
#define INTERRUPTS_ENABLE REGISTER(0xe000e100)
enum { CLOCK = 25000000, TICKS = 100 };

static volatile uint32_t ticks;
// Written by the interrupt, read by board_receive.
static volatile uint8_t received[256];
static volatile uint8_t received_end, received_begin;

static void on_tick(void) { ++ticks; }

static void on_received(void) {
  UART_INTERRUPT = RECEIVED;
  while (UART_STATE & RECEIVED) {
    uint8_t byte = (uint8_t)UART_DATA;
    if ((uint8_t)(received_end + 1) == received_begin)
      continue; // full: this one is lost
    received[received_end] = byte;
    ++received_end;
  }
}

bool board_receive(uint8_t *byte) {
  if (received_begin == received_end)
    return false;
  *byte = received[received_begin];
  ++received_begin;
  return true;
}

void board_send(uint8_t byte) {
  while (UART_STATE & SENDING)
    continue;
  UART_DATA = byte;
}

uint32_t board_ticks(void) { return ticks; }

void board_light(bool on) { LEDS = on; }

void board_sleep(void) {
  // With interrupts off none can slip in between; wfi wakes up all the same.
  __asm__ volatile("cpsid i" ::: "memory");
  if (received_begin == received_end)
    __asm__ volatile("wfi" ::: "memory");
  __asm__ volatile("cpsie i" ::: "memory");
}

_Noreturn void board_off(int status) {
  // SYS_EXIT: ADP_Stopped_ApplicationExit, or ADP_Stopped_RunTimeErrorUnknown
  register uint32_t operation __asm__("r0") = 0x18;
  register uint32_t reason __asm__("r1") = status ? 0x20023 : 0x20026;
  for (;;)
    __asm__ volatile("bkpt 0xab" : "+r"(operation) : "r"(reason) : "memory");
}

// What the compiler may call.
void *memcpy(void *restrict to, const void *restrict from, size_t size) {
  char *bytes = to;
  for (const char *other = from; size; --size)
    *bytes++ = *other++;
  return to;
}

void *memset(void *memory, int value, size_t size) {
  for (char *bytes = memory; size; --size)
    *bytes++ = (char)value;
  return memory;
}

int main(void);
extern uint32_t data_begin[], data_end[], data_image[], bss_begin[], bss_end[],
    stack_end[];

_Noreturn void board_start(void) {
  const uint32_t *image = data_image;
  for (uint32_t *word = data_begin; word < data_end; ++word)
    *word = *image++;
  for (uint32_t *word = bss_begin; word < bss_end; ++word)
    *word = 0;
  TIMER_RELOAD = CLOCK / TICKS - 1;
  TIMER_CONTROL = 7; // on, with an interrupt, by the processor's clock
  UART_DIVIDER = 16;
  UART_CONTROL = CAN_SEND | CAN_RECEIVE | TELLS_RECEIVED;
  INTERRUPTS_ENABLE = 1; // number 0: UART 0 has received something
  board_off(main());
}

static void on_fault(void) { board_off(1); }

__attribute__((section(".vectors"), used)) static const union {
  void *stack;
  void (*handler)(void);
} vectors[] = {
    [0] = {stack_end},
    [1] = {.handler = board_start},
    [2 ... 6] = {.handler = on_fault},
    [11 ... 12] = {.handler = on_fault}, // calls of a supervisor, a debugger
    [14] = {.handler = on_fault},
    [15] = {.handler = on_tick},
    [16] = {.handler = on_received}, // the first of the board's own
};
