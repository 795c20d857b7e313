// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Iterator tools that remember.

#ifndef YIELDC_ITER_STATE_H
#define YIELDC_ITER_STATE_H
#pragma GCC system_header

#include <yieldc/iter/buffer.h>
#include <yieldc/iter/readers.h>

// iter_scan(f, initial, g), iter_scan(f, context, initial, g): a, the last one
// yielded or at first `initial`, and the next x of g make f(a, x), or
// f(a, x, context), which is yielded. The type is what f returns.
#define iter_scan(...)                                                         \
  YIELDC_WITH_FUNCTION_AND_ONE(yieldc_iter_usage, yieldc_scan, __VA_ARGS__)
#define yieldc_scan(how, f, c, initial, g)                                     \
  (__extension__({                                                             \
    YIELDC_ACCUMULATES("iter_scan", how, f, c, initial, g);                    \
    YIELDC_STAGE1(yieldc_v, {                                                  \
      yieldc_v yieldc_sum = yieldc_initial;                                    \
      yieldc_a_y yieldc_x;                                                     \
      while (YIELDC_PULL(a, yieldc_x)) {                                       \
        yieldc_sum = YIELDC_CALL_##how(yieldc_sum, yieldc_x);                  \
        YIELDC_EMIT(yieldc_v, yieldc_sum);                                     \
      }                                                                        \
      YIELDC_ENDED(a);                                                         \
    });                                                                        \
  }))
// f can be called with the initial value; what it returns is yieldc_v.
#define YIELDC_ACCUMULATES(who, how, f, c, initial, g)                         \
  YIELDC_TAKE(a, g, YIELDC_LAST(who));                                         \
  __extension__ __auto_type yieldc_given_i = (initial);                        \
  YIELDC_FUNCTION(                                                             \
      how, f, c, VALUE,                                                        \
      YIELDC_NEEDS(who, "the initial value and what the generator yields"),    \
      (&yieldc_given_i), YIELDC_TO(yieldc_a_y));                               \
  typedef YIELDC_TYPE_OF_VALUE(                                                \
      YIELDC_CALL_##how(yieldc_given_i, YIELDC_A(yieldc_a_y))) yieldc_v;       \
  const yieldc_v yieldc_initial YIELDC_UNUSED = yieldc_given_i

// iter_tee(readers, g): fills an array of handles, of the type of g, with
// readers of its values, each at its own position. Each value is pulled from g
// once, and kept until all have read it or are closed. g is closed with the
// last of them; a failure of it is that of each. Readers for which there is no
// memory are null. They share g, so they must be used by one thread at a time.
#define iter_tee(readers, g)                                                   \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_LAST("iter_tee"));                                \
    YIELDC_REQUIRE(                                                            \
        YIELDC_IS_ARRAY(readers),                                              \
        "iter_tee: the first argument must be an array of handles");           \
    YIELDC_REQUIRE(YIELDC_IS_WRONG(yieldc_a_t) ||                              \
                       YIELDC_SAME(__typeof__((0, *(readers))),                \
                                   gen_generator(yieldc_a_y)),                 \
                   "iter_tee: the elements of the array must be of the "       \
                   "generator's type");                                        \
    yieldc_readers_new((struct yieldc_frame *)(void *)YIELDC_TAKEN(a),         \
                       (void *)(readers),                                      \
                       sizeof(__typeof__(readers)) / sizeof *(readers),        \
                       sizeof(yieldc_a_y), _Alignof(yieldc_a_y));              \
  }))

// iter_replay(g): a reader of the values of g, as of iter_tee, of which more
// can be made at any time.
//
// iter_again(r): one more reader, from where r stands on; r, made by either of
// the two, stays where it is. So while r is not resumed all values are kept,
// for readers to come; once it is closed, those that the slowest reader has not
// had yet. Null without memory, or if r is null; of one that has ended, one
// that has ended like it.
#define iter_replay(g)                                                         \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_LAST("iter_replay"));                             \
    yieldc_type3(yieldc_a_y, void, struct yieldc_replay *) yieldc_r;           \
    yieldc_readers_new((struct yieldc_frame *)(void *)YIELDC_TAKEN(a),         \
                       (void *)&yieldc_r, 1, sizeof(yieldc_a_y),               \
                       _Alignof(yieldc_a_y));                                  \
    yieldc_r;                                                                  \
  }))
#define iter_again(r)                                                          \
  (__extension__({                                                             \
    __extension__ __auto_type yieldc_r = (r);                                  \
    typedef __typeof__(YIELDC_TYPE_OF(yieldc_r)) yieldc_r_t;                   \
    YIELDC_REQUIRE(                                                            \
        YIELDC_SAME(yieldc_r_t, yieldc_type3(YIELDC_Y(yieldc_r_t), void,       \
                                             struct yieldc_replay *)),         \
        "iter_again: the argument must be a reader that "                      \
        "iter_replay or iter_again has made");                                 \
    (yieldc_r_t)(void *)                                                       \
        yieldc_reader_again((struct yieldc_frame *)(void *)yieldc_r);          \
  }))
struct yieldc_replay; ///< marks the type of such readers

// iter_push_back(g): a generator(Y, Y) of the values of g, to which values can
// be sent that are to come again, the last one first: gen_send(p, x). What
// gen_send itself stores is x. Fails with ENOMEM.
#define iter_push_back(g)                                                      \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_LAST("iter_push_back"));                          \
    YIELDC_STAGE1_SENT(yieldc_a_y, yieldc_a_y, {                               \
      YIELDC_BUFFER(yieldc_kept, yieldc_a_y);                                  \
      yieldc_a_y yieldc_x;                                                     \
      for (;;) {                                                               \
        if (yieldc_kept.count) {                                               \
          yieldc_x =                                                           \
              YIELDC_KEPT(yieldc_kept, yieldc_a_y, --yieldc_kept.count);       \
        } else if (!YIELDC_PULL(a, yieldc_x)) {                                \
          YIELDC_ENDED(a);                                                     \
          return 0;                                                            \
        }                                                                      \
        YIELDC_EMIT_KEEP(yieldc_a_y, YIELDC_SENT, yieldc_x);                   \
        while (yieldc_flags(yieldc_self(), YIELDC_SENT)) {                     \
          yieldc_x =                                                           \
              *(yieldc_a_y *)yieldc_slot(yieldc_self(), _Alignof(yieldc_a_y)); \
          YIELDC_KEEP(yieldc_kept, yieldc_a_y, yieldc_x);                      \
          YIELDC_EMIT_KEEP(yieldc_a_y, YIELDC_SENT, yieldc_x);                 \
        }                                                                      \
      }                                                                        \
    });                                                                        \
  }))

// bool iter_peek(p, Y *out): stores the next value of a generator(Y, Y) made by
// iter_push_back, which remains the next. False if there is none.
#define iter_peek(p, out)                                                      \
  (__extension__({                                                             \
    __extension__ __auto_type yieldc_peeked = (p);                             \
    __extension__ __auto_type yieldc_out = (out);                              \
    gen_next(yieldc_peeked, yieldc_out) &&                                     \
        gen_send(yieldc_peeked, *yieldc_out);                                  \
  }))

#endif // YIELDC_ITER_STATE_H
