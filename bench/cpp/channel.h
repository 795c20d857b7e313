// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A coroutine to which values are sent.

#ifndef BENCH_CPP_CHANNEL_H
#define BENCH_CPP_CHANNEL_H

#include "../harness/harness.h"
#include "pool.h"

#include <coroutine>
#include <cstdlib>
#include <utility>

template <class Y, class S> class channel {
public:
  struct promise_type : pooled {
    const Y *value;
    S sent;
    channel get_return_object() noexcept {
      return channel(handle::from_promise(*this));
    }
    std::suspend_always initial_suspend() const noexcept { return {}; }
    std::suspend_always final_suspend() const noexcept { return {}; }
    struct received {
      promise_type *promise;
      bool await_ready() const noexcept { return false; }
      void await_suspend(std::coroutine_handle<>) const noexcept {}
      S await_resume() const noexcept { return promise->sent; }
    };
    received yield_value(const Y &yielded) noexcept {
      value = std::addressof(yielded);
      return {this};
    }
    void return_void() const noexcept {}
    void unhandled_exception() noexcept { std::abort(); }
  };
  using handle = std::coroutine_handle<promise_type>;

  channel(channel &&other) noexcept
      : coroutine(std::exchange(other.coroutine, {})) {}
  ~channel() {
    if (coroutine)
      coroutine.destroy();
  }

  bool next() {
    coroutine.resume();
    return !coroutine.done();
  }
  bool send(S value) {
    coroutine.promise().sent = std::move(value);
    return next();
  }
  const Y &value() const { return *coroutine.promise().value; }

private:
  explicit channel(handle made) : coroutine(made) {}
  handle coroutine;
};

#endif // BENCH_CPP_CHANNEL_H
