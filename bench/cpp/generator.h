// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A generator of C++20 coroutines, as std::generator is without its delegation:
// move-only, the value yielded is read through a pointer into the coroutine.
// With BENCH_POOLED, frames come from a list of free ones.

#ifndef BENCH_CPP_GENERATOR_H
#define BENCH_CPP_GENERATOR_H

#include "../harness/harness.h"
#include "pool.h"

#include <coroutine>
#include <cstdlib>
#include <utility>

template <class T> class generator {
public:
  struct promise_type : pooled {
    const T *value;
    generator get_return_object() noexcept {
      return generator(handle::from_promise(*this));
    }
    std::suspend_always initial_suspend() const noexcept { return {}; }
    std::suspend_always final_suspend() const noexcept { return {}; }
    std::suspend_always yield_value(const T &yielded) noexcept {
      value = std::addressof(yielded);
      return {};
    }
    void return_void() const noexcept {}
    void unhandled_exception() noexcept { std::abort(); }
  };
  using handle = std::coroutine_handle<promise_type>;

  generator(generator &&other) noexcept
      : coroutine(std::exchange(other.coroutine, {})) {}
  generator &operator=(generator other) noexcept {
    std::swap(coroutine, other.coroutine);
    return *this;
  }
  ~generator() {
    if (coroutine)
      coroutine.destroy();
  }

  /// To the next value; false at the end.
  bool next() {
    coroutine.resume();
    return !coroutine.done();
  }
  const T &value() const { return *coroutine.promise().value; }

  struct end_mark {};
  struct iterator {
    generator *from;
    bool operator!=(end_mark) const { return !from->coroutine.done(); }
    iterator &operator++() {
      from->coroutine.resume();
      return *this;
    }
    const T &operator*() const { return from->value(); }
  };
  iterator begin() {
    coroutine.resume();
    return {this};
  }
  end_mark end() const { return {}; }

private:
  explicit generator(handle made) : coroutine(made) {}
  handle coroutine;
};

#endif // BENCH_CPP_GENERATOR_H
