// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the load generator consists of.

#ifndef YIELDC_BENCH_NET_LOAD_H
#define YIELDC_BENCH_NET_LOAD_H

#include <stdbool.h>
#include <stdint.h>

/// Ends the program with a message.
_Noreturn void fail(const char *what, ...)
    __attribute__((format(printf, 1, 2)));

/// A connection to 127.0.0.1, without delays; sending and receiving block.
int connect_to(int port);

/// Sends and receives the whole; fails if the answer does not come in 10 s.
void exchange(int fd, const char *request, long bytes, bool is_http);

/// Opens so many, lets each have one answer, and holds them until standard
/// input ends.
void hold(int port, long count, bool is_http);

struct load {
  int port, threads;
  long connections, bytes;
  double seconds;
};

/// Prints answers in a second, and the median and the 99th percentile of their
/// times in microseconds.
void measure(const struct load *load);

// ---- Times, in nanoseconds, to a part of 128 --------------------------------

struct histogram {
  uint64_t counts[58 * 128];
};

static inline void count_time(struct histogram *histogram, uint64_t time) {
  uint64_t shift = time < 128 ? 0 : 56 - (unsigned)__builtin_clzll(time);
  ++histogram->counts[shift * 128 + (time >> shift)];
}

/// The time that this part of the answers did not exceed.
double percentile(const struct histogram *histogram, double part);

#endif // YIELDC_BENCH_NET_LOAD_H
