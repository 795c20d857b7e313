// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A generator that can delegate to others of its type, as std::generator does
// with co_yield elements_of(…): by symmetric transfer, at O(1) per item.

#ifndef BENCH_CPP_RECURSIVE_H
#define BENCH_CPP_RECURSIVE_H

#include "../harness/harness.h"
#include "pool.h"

#include <coroutine>
#include <cstdlib>
#include <utility>

template <class T> class recursive {
public:
  struct promise_type;
  using handle = std::coroutine_handle<promise_type>;

  struct delegation {
    recursive inner;
    bool await_ready() const noexcept { return !inner.coroutine; }
    handle await_suspend(handle outer) noexcept {
      promise_type &promise = inner.coroutine.promise();
      promise.root = outer.promise().root;
      promise.outer = outer;
      return promise.root->leaf = inner.coroutine;
    }
    void await_resume() const noexcept {}
  };

  struct end_of_delegation {
    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(handle ended) noexcept {
      promise_type &promise = ended.promise();
      if (!promise.outer)
        return std::noop_coroutine();
      return promise.root->leaf = promise.outer;
    }
    void await_resume() const noexcept {}
  };

  struct promise_type : pooled {
    promise_type *root = this;
    handle outer;   // who delegates to this one
    handle leaf;    // of the root: who is resumed
    const T *value; // of the root
    recursive get_return_object() noexcept {
      return recursive(leaf = handle::from_promise(*this));
    }
    std::suspend_always initial_suspend() const noexcept { return {}; }
    end_of_delegation final_suspend() const noexcept { return {}; }
    std::suspend_always yield_value(const T &yielded) noexcept {
      root->value = std::addressof(yielded);
      return {};
    }
    delegation yield_value(recursive inner) noexcept {
      return {std::move(inner)};
    }
    void return_void() const noexcept {}
    void unhandled_exception() noexcept { std::abort(); }
  };

  recursive(recursive &&other) noexcept
      : coroutine(std::exchange(other.coroutine, {})) {}
  ~recursive() {
    if (coroutine)
      coroutine.destroy();
  }

  bool next() {
    coroutine.promise().leaf.resume();
    return !coroutine.done();
  }
  const T &value() const { return *coroutine.promise().value; }

private:
  explicit recursive(handle made) : coroutine(made) {}
  handle coroutine;
};

#endif // BENCH_CPP_RECURSIVE_H
