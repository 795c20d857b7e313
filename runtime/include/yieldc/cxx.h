// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The typed side of <yieldc.h> in C++ (11 and later): the same handles,
// consumed by the same macros. C++ can't define generator functions; declare
// those written in C extern "C". See types.h for what a handle's type is.

#ifndef YIELDC_CXX_H
#define YIELDC_CXX_H
#pragma GCC system_header

#include <type_traits>
#include <yieldc/consume.h>

namespace yieldc {

template <class Y, class S, class R> struct checked {
  template <class T> struct plain {
    static constexpr bool value = !std::is_const<T>::value &&
                                  !std::is_volatile<T>::value &&
                                  !std::is_array<T>::value;
  };
  static_assert(plain<Y>::value && plain<S>::value && plain<R>::value,
                "generator(Y, S, R): the types must not be const, volatile or "
                "arrays");
  using type = Y (*(*)(yieldc_frame *, R *))(S *);
};
template <class Y, class S, class R>
using handle = typename checked<Y, S, R>::type;

// For the macro: as its argument again, the type must show no commas.
template <class Y, class S, class R> handle<Y, S, R> make();

template <class T> struct parts {
  static constexpr bool is_generator = false;
  using yielded = int;
  using sent = int;
  using result = int;
};
template <class Y, class S, class R>
struct parts<Y (*(*)(yieldc_frame *, R *))(S *)> {
  static constexpr bool is_generator = true;
  using yielded = Y;
  using sent = S;
  using result = R;
};
template <class G> using parts_of = parts<typename std::decay<G>::type>;

template <class G> yieldc_frame *frame(G g) {
  static_assert(parts<G>::is_generator, "a generator is expected here");
  return reinterpret_cast<yieldc_frame *>(g);
}

template <class G, class T> inline void check_out() {
  using Y = typename parts<G>::yielded;
  static_assert(
      !std::is_void<Y>::value,
      "a generator(void) yields no value; leave the last argument out");
  static_assert(std::is_void<Y>::value || std::is_same<T, Y>::value,
                "the last argument must be a pointer to the type that the "
                "generator yields");
  static_assert(std::is_copy_assignable<T>::value,
                "a type with const members can be had only by foreach");
}

template <class G> bool next(G g) { return yieldc_next_only(frame(g)); }
template <class G, class T> bool next(G g, T *out) {
  check_out<G, T>();
  return yieldc_next_into(frame(g), out, sizeof(T), alignof(T));
}

template <class G> struct sent_value {
  using S = typename parts<G>::sent;
  static_assert(!std::is_void<S>::value,
                "gen_send: this generator is sent nothing; make it a "
                "generator(Y, S), or use gen_next");
  using type = typename std::conditional<std::is_void<S>::value, int, S>::type;
};
template <class G> bool send(G g, const typename sent_value<G>::type &value) {
  using S = typename sent_value<G>::type;
  return yieldc_send_only(frame(g), &value, sizeof(S), alignof(S));
}
template <class G, class T>
bool send(G g, const typename sent_value<G>::type &value, T *out) {
  using S = typename sent_value<G>::type;
  check_out<G, T>();
  return yieldc_send_into(frame(g), &value, sizeof(S), alignof(S), out,
                          sizeof(T), alignof(T));
}

template <class G> bool throw_(G g, int code) {
  return yieldc_throw_only(frame(g), code);
}
template <class G, class T> bool throw_(G g, int code, T *out) {
  check_out<G, T>();
  return yieldc_throw_into(frame(g), code, out, sizeof(T), alignof(T));
}

template <class G, class T> bool result(G g, T *out) {
  static_assert(std::is_same<T, typename parts<G>::result>::value,
                "gen_result: the last argument must be a pointer to the type "
                "that the generator returns");
  static_assert(std::is_copy_assignable<T>::value,
                "gen_result: a result with const members can't be stored");
  return yieldc_result_into(frame(g), out, sizeof(T), alignof(T));
}

template <class G> G move(G &handle) {
  static_assert(parts<G>::is_generator, "a generator is expected here");
  G taken = handle;
  handle = nullptr;
  return taken;
}

/// A value may have no default constructor (const members), so x is made from
/// what lies in the slot, in a loop of one pass within the one that resumes.
struct loop {
  explicit loop(yieldc_frame *source) : source(source) {}
  loop(const loop &) = delete;
  ~loop() { yieldc_close(source); }

  bool next() {
    if (left)
      return false;
    left = true;
    giver = yieldc_next(source);
    return giver != nullptr;
  }

  bool report(int *error) {
    yieldc_loop_report(source, error);
    return false;
  }

  bool unhandled(const char *file, int line) {
    yieldc_loop_unhandled(source, file, line);
    return false;
  }

  yieldc_frame *source;          ///< owned
  yieldc_frame *giver = nullptr; ///< who yielded the current value
  bool left = false;             ///< whether the current pass was left early
};

template <class G> struct value_of {
  using Y = typename parts<G>::yielded;
  static_assert(!std::is_void<Y>::value,
                "foreach: a generator(void) yields no value; write "
                "while (gen_next(g))");
  using type = typename std::conditional<std::is_void<Y>::value, int, Y>::type;
};
template <class G>
using value = typename value_of<typename std::decay<G>::type>::type;

template <class T> bool usage() {
  static_assert(!std::is_void<T>::value,
                "wrong number of arguments: gen_next(g[, &x]), gen_send(g, "
                "value[, &x]), gen_throw(g, code[, &x])");
  return false;
}

inline int *error(int &variable) { return yieldc_loop_clear(&variable); }

} // namespace yieldc

#define yieldc_type3(Y, S, R) decltype(yieldc::make<Y, S, R>())
#define yieldc_usage(...) yieldc::usage<void>()
#define yieldc_in_usage(...) yieldc::usage<void>()
#define yieldc_foreach_usage(...)                                              \
  static_assert(false, "wrong number of arguments: foreach (x, g) or foreach " \
                       "(x, g, err)")
#define YIELDC_FRAME(g) yieldc::frame(g)
#define yieldc_next1(g) yieldc::next(g)
#define yieldc_next2(g, out) yieldc::next(g, out)
#define yieldc_send2(g, v) yieldc::send(g, v)
#define yieldc_send3(g, v, out) yieldc::send(g, v, out)
#define yieldc_throw2(g, code) yieldc::throw_(g, code)
#define yieldc_throw3(g, code, out) yieldc::throw_(g, code, out)
#define yieldc_result(g, out) yieldc::result(g, out)
#define yieldc_move(h) yieldc::move(h)
#define yieldc_foreach2(hold, x, g)                                            \
  yieldc_foreach(hold, x, g, yieldc_loop_##x.unhandled(__FILE__, __LINE__))
#define yieldc_foreach3(hold, x, g, err)                                       \
  for (int *yieldc_error_##x = yieldc::error(err),                             \
           *yieldc_once_##x = yieldc_error_##x;                                \
       yieldc_once_##x; yieldc_once_##x = nullptr)                             \
  yieldc_foreach(hold, x, g, yieldc_loop_##x.report(yieldc_error_##x))
#define yieldc_foreach(hold, x, g, end)                                        \
  for (yieldc::loop yieldc_loop_##x(hold(yieldc::frame(g)));                   \
       yieldc_loop_##x.next() || end;)                                         \
    for (yieldc::value<decltype(g)> x __attribute__((unused)) =                \
             *static_cast<yieldc::value<decltype(g)> *>(yieldc_slot(           \
                 yieldc_loop_##x.giver, alignof(yieldc::value<decltype(g)>))); \
         yieldc_loop_##x.left; yieldc_loop_##x.left = false)

#endif // YIELDC_CXX_H
