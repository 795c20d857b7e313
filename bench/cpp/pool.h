// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where coroutine frames come from: operator new, or, with BENCH_POOLED, lists
// of free frames by size, as a careful C++ program would have them.

#ifndef BENCH_CPP_POOL_H
#define BENCH_CPP_POOL_H

#include <cstddef>
#include <new>

#ifdef BENCH_POOLED
struct pooled {
  struct free_frame {
    free_frame *next;
  };
  static constexpr std::size_t grain = 16, classes = 64;
  static inline thread_local free_frame *free[classes];

  static void *operator new(std::size_t size) {
    std::size_t of = (size + grain - 1) / grain;
    if (of < classes && free[of]) {
      free_frame *found = free[of];
      free[of] = found->next;
      return found;
    }
    return ::operator new(of * grain);
  }
  static void operator delete(void *frame, std::size_t size) {
    std::size_t of = (size + grain - 1) / grain;
    if (of >= classes)
      return ::operator delete(frame);
    free_frame *released = static_cast<free_frame *>(frame);
    released->next = free[of];
    free[of] = released;
  }
};
#else
struct pooled {};
#endif

#endif // BENCH_CPP_POOL_H
