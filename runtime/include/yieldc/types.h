// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The typed side of <yieldc.h> in C. A handle is a pointer to a function type
// that is never called; it only says what it is a handle of:
//
//   Y (*(*)(struct yieldc_frame *, R *))(S *)
//
// The type is structural: two spellings of it are one type in every compiler,
// and different ones do not mix. Y is the type of calling it through; R and S
// are compared by building the type anew.

#ifndef YIELDC_TYPES_H
#define YIELDC_TYPES_H
#pragma GCC system_header

#include <yieldc/consume.h>

#define YIELDC_CAT(a, b) YIELDC_CAT_(a, b)
#define YIELDC_CAT_(a, b) a##b

// What a macro requires. The plugin says it without notes of how the macro
// expands.
#if defined __clang__ && __has_attribute(yieldc_require)
#define YIELDC_REQUIRE(condition, text)                                        \
  extern char yieldc_required __attribute__((yieldc_require((condition), text)))
#define YIELDC_REQUIRE_IN_STRUCT(name, condition, text)                        \
  char name __attribute__((yieldc_require((condition), text)))
#else
#define YIELDC_REQUIRE(condition, text) _Static_assert(condition, text)
#define YIELDC_REQUIRE_IN_STRUCT(name, condition, text)                        \
  _Static_assert(condition, text)
#endif

// Behind a comma a value has lost its qualifiers, and an array is a pointer.
#define YIELDC_IS_PLAIN(T)                                                     \
  __builtin_types_compatible_p(__typeof__((0, *(__typeof__(T) *)0)) *,         \
                               __typeof__(T) *)
#define YIELDC_REFUSE(who, name, T, which)                                     \
  YIELDC_REQUIRE_IN_STRUCT(                                                    \
      name, YIELDC_IS_PLAIN(T),                                                \
      who ": " which                                                           \
          " must not be an array, const, volatile or _Atomic; wrap an "        \
          "array in a struct, leave a qualifier out")

#define yieldc_type3(Y, S, R)                                                  \
  __typeof__((__extension__((struct {                                          \
                YIELDC_REFUSE("generator(Y, S, R)", yieldc_y, Y, "Y");         \
                YIELDC_REFUSE("generator(Y, S, R)", yieldc_s, S, "S");         \
                YIELDC_REFUSE("generator(Y, S, R)", yieldc_r, R, "R");         \
                Y (*(*yieldc_handle)(struct yieldc_frame *, R *))(S *);        \
              } *)0)                                                           \
                  ->yieldc_handle))

// Inside the statement expressions below the handle's type has a name, for that
// the argument is not repeated more than needed. Such names may shadow each
// other.
#ifdef __clang__
#define YIELDC_QUIET                                                           \
  _Pragma("clang diagnostic push")                                             \
      _Pragma("clang diagnostic ignored \"-Wshadow\"")                         \
          _Pragma("clang diagnostic ignored \"-Wunknown-attributes\"")         \
              _Pragma("clang diagnostic ignored \"-Wunknown-warning-option\"") \
                  _Pragma("clang diagnostic ignored \"-Wdefault-const-init\"")
#define YIELDC_LOUD _Pragma("clang diagnostic pop")
#else
#define YIELDC_QUIET
#define YIELDC_LOUD
#endif
// 5 is GCC's class of pointers. Of these, what a pointer to a function points
// to turns into that pointer behind a comma. (That it is the pointer of a
// handle, the plugin alone can tell, by an attribute.)
#define YIELDC_IS_HANDLE(g)                                                    \
  __builtin_types_compatible_p(                                                \
      __typeof__((0, *(__typeof__((0, __builtin_choose_expr(                   \
                                          __builtin_classify_type(g) == 5,     \
                                          (g), (void (*)(void))0))))0)),       \
      __typeof__(g))
#define YIELDC_SAME(A, B) __builtin_types_compatible_p(A, B)
#define YIELDC_IS_VOID(T) YIELDC_SAME(T, void)
// Of a wrong argument only our own text is to be seen: behind it the argument
// has a type that no generator has, and is cast by way of an integer.
#define YIELDC_NO_HANDLE                                                       \
  int (*(*)(struct yieldc_frame *, struct yieldc_frame **))(int *)
#define YIELDC_FUNCTION_POINTER(g)                                             \
  __typeof__(__builtin_choose_expr(YIELDC_IS_HANDLE(g), (g),                   \
                                   (YIELDC_NO_HANDLE)0))
#if defined __clang__ && __has_attribute(yieldc_handle_type)
#define YIELDC_TYPE_OF_KIND(kind, g)                                           \
  __typeof__((__extension__((struct {                                          \
                YIELDC_FUNCTION_POINTER(g)                                     \
                yieldc_h __attribute__((kind(((YIELDC_NO_HANDLE)0))));         \
              } *)0)                                                           \
                  ->yieldc_h))
#else
#define YIELDC_TYPE_OF_KIND(kind, g) YIELDC_FUNCTION_POINTER(g)
#endif
#define YIELDC_TYPE_OF(g) YIELDC_TYPE_OF_KIND(yieldc_handle_type, g)
// (The argument once: it may be long.)
#define YIELDC_TYPE_KIND(kind, g)                                              \
  __typeof__(__extension__({                                                   \
    YIELDC_QUIET typedef __typeof__(g) yieldc_given YIELDC_LOUD;               \
    (YIELDC_TYPE_OF_KIND(kind, *(yieldc_given *)0))0;                          \
  }))
#define YIELDC_TYPE(g) YIELDC_TYPE_KIND(yieldc_handle_type, g)
#define YIELDC_KIND_OR(kind, g, text)                                          \
  YIELDC_QUIET typedef YIELDC_TYPE_KIND(kind, g) yieldc_g                      \
      __attribute__((unused)) YIELDC_LOUD;                                     \
  YIELDC_REQUIRE(!YIELDC_IS_WRONG(yieldc_g), text)
#define YIELDC_HANDLE_OR(g, text) YIELDC_KIND_OR(yieldc_handle_type, g, text)
#define YIELDC_HANDLE(g, who)                                                  \
  YIELDC_HANDLE_OR(g, who ": the first argument must be a generator (of a "    \
                          "generator function: call it)")
#define YIELDC_IS_WRONG(G) YIELDC_SAME(G, YIELDC_NO_HANDLE)

// Of a handle type: Y, and the type of what calling it once gives, which tells
// Y and S.
#define YIELDC_Y(G) __typeof__((*(G)0)((struct yieldc_frame *)0, 0)(0))
#define YIELDC_YS(G) __typeof__((*(G)0)((struct yieldc_frame *)0, 0))

// (Without parentheses around it: the plugin looks for `(g)` at the end.)
#define YIELDC_CAST(g)                                                         \
  (struct yieldc_frame *)(void *)(__typeof__(__builtin_choose_expr(            \
      YIELDC_IS_WRONG(yieldc_g), (__UINTPTR_TYPE__)0, (void *)0)))(g)
#define YIELDC_FRAME(g)                                                        \
  (__extension__({                                                             \
    YIELDC_HANDLE_OR(g, "a generator is expected here (of a generator "        \
                        "function: call it)");                                 \
    YIELDC_CAST(g);                                                            \
  }))

// ---- gen_next, gen_send, gen_throw, gen_result ------------------------------

// What is no pointer to an object is one to a type that no generator yields.
#define YIELDC_POINTER(out)                                                    \
  __builtin_choose_expr(__builtin_classify_type(out) == 5 &&                   \
                            !YIELDC_SAME(__typeof__(out), void *),             \
                        (out), (struct yieldc_frame **)1)
// The last line refuses a Y with const members.
#define YIELDC_CHECK_OUT(out, who)                                             \
  YIELDC_REQUIRE(!YIELDC_IS_VOID(YIELDC_Y(yieldc_g)),                          \
                 who ": a generator(void) yields no value; leave the last "    \
                     "argument out");                                          \
  YIELDC_REQUIRE(                                                              \
      YIELDC_IS_VOID(YIELDC_Y(yieldc_g)) || YIELDC_IS_WRONG(yieldc_g) ||       \
          YIELDC_SAME(__typeof__(*YIELDC_POINTER(out)), YIELDC_Y(yieldc_g)),   \
      who ": the last argument must be a pointer to the type that "            \
          "the generator yields");                                             \
  (void)(0 && (*YIELDC_POINTER(out) = *YIELDC_POINTER(out), 0))
#define YIELDC_OUT(out)                                                        \
  YIELDC_POINTER(out), sizeof(YIELDC_Y(yieldc_g)), _Alignof(YIELDC_Y(yieldc_g))

#define yieldc_next1(g) yieldc_next_only(YIELDC_FRAME(g))
#define yieldc_next2(g, out)                                                   \
  (__extension__({                                                             \
    YIELDC_HANDLE(g, "gen_next");                                              \
    YIELDC_CHECK_OUT(out, "gen_next");                                         \
    yieldc_next_into(YIELDC_CAST(g), YIELDC_OUT(out));                         \
  }))

// S, if it is one of the usual types, or else the type of the value. The
// plugin, where it is loaded, corrects the typedef that bears the attribute to
// S itself.
#define YIELDC_IF_SENT(T, other)                                               \
  __builtin_choose_expr(                                                       \
      YIELDC_SAME(YIELDC_YS(yieldc_g), YIELDC_Y(yieldc_g) (*)(T *)), (T)0,     \
      other)
// clang-format off
#define YIELDC_SENT_GUESS(value)                                               \
  YIELDC_IF_SENT(int, YIELDC_IF_SENT(unsigned,                                 \
  YIELDC_IF_SENT(long, YIELDC_IF_SENT(unsigned long,                           \
  YIELDC_IF_SENT(long long, YIELDC_IF_SENT(unsigned long long,                 \
  YIELDC_IF_SENT(short, YIELDC_IF_SENT(unsigned short,                         \
  YIELDC_IF_SENT(signed char, YIELDC_IF_SENT(unsigned char,                    \
  YIELDC_IF_SENT(char, YIELDC_IF_SENT(_Bool,                                   \
  YIELDC_IF_SENT(float, YIELDC_IF_SENT(double,                                 \
  YIELDC_IF_SENT(long double, YIELDC_IF_SENT_WIDE(                             \
  YIELDC_IF_SENT(_Complex float, YIELDC_IF_SENT(_Complex double,               \
  YIELDC_IF_SENT(_Complex long double,                                         \
  YIELDC_IF_SENT(char *, YIELDC_IF_SENT(const char *,                          \
  YIELDC_IF_SENT(void *, YIELDC_IF_SENT(const void *,                          \
  (value))))))))))))))))))))))))
#ifdef __SIZEOF_INT128__
#define YIELDC_IF_SENT_WIDE(other)                                             \
  YIELDC_IF_SENT(__int128, YIELDC_IF_SENT(unsigned __int128, other))
#else
#define YIELDC_IF_SENT_WIDE(other) other
#endif
// clang-format on
#ifdef __clang__
#define YIELDC_SENT_TYPE __attribute__((yieldc_sent_type((yieldc_g)0)))
#else
#define YIELDC_SENT_TYPE
#endif

#define YIELDC_SEND(g, value)                                                  \
  YIELDC_HANDLE(g, "gen_send");                                                \
  YIELDC_REQUIRE(                                                              \
      !YIELDC_SAME(YIELDC_YS(yieldc_g), YIELDC_Y(yieldc_g) (*)(void *)),       \
      "gen_send: this generator is sent nothing; make it a "                   \
      "generator(Y, S), or use gen_next");                                     \
  YIELDC_QUIET typedef __typeof__(YIELDC_SENT_GUESS(                           \
      value)) yieldc_s YIELDC_SENT_TYPE;                                       \
  yieldc_s yieldc_sent YIELDC_LOUD = (value);                                  \
  YIELDC_REQUIRE(                                                              \
      YIELDC_SAME(YIELDC_YS(yieldc_g), YIELDC_Y(yieldc_g) (*)(yieldc_s *)) ||  \
          YIELDC_SAME(YIELDC_YS(yieldc_g), YIELDC_Y(yieldc_g) (*)(void *)),    \
      "gen_send: the value must have the type that the generator is sent")
#define YIELDC_SENT_TO(g)                                                      \
  YIELDC_CAST(g), &yieldc_sent, sizeof(yieldc_s), _Alignof(yieldc_s)

#define yieldc_send2(g, value)                                                 \
  (__extension__({                                                             \
    YIELDC_SEND(g, value);                                                     \
    yieldc_send_only(YIELDC_SENT_TO(g));                                       \
  }))
#define yieldc_send3(g, value, out)                                            \
  (__extension__({                                                             \
    YIELDC_SEND(g, value);                                                     \
    YIELDC_CHECK_OUT(out, "gen_send");                                         \
    yieldc_send_into(YIELDC_SENT_TO(g), YIELDC_OUT(out));                      \
  }))

#define yieldc_throw2(g, code) yieldc_throw_only(YIELDC_FRAME(g), (code))
#define yieldc_throw3(g, code, out)                                            \
  (__extension__({                                                             \
    YIELDC_HANDLE(g, "gen_throw");                                             \
    YIELDC_CHECK_OUT(out, "gen_throw");                                        \
    yieldc_throw_into(YIELDC_CAST(g), (code), YIELDC_OUT(out));                \
  }))

#define yieldc_result(g, out)                                                  \
  (__extension__({                                                             \
    YIELDC_HANDLE(g, "gen_result");                                            \
    YIELDC_QUIET typedef __typeof__(*YIELDC_POINTER(                           \
        out)) yieldc_r YIELDC_LOUD;                                            \
    YIELDC_REQUIRE(                                                            \
        YIELDC_IS_WRONG(yieldc_g) ||                                           \
            YIELDC_SAME(yieldc_g, __typeof__(YIELDC_YS(yieldc_g) (*)(          \
                                      struct yieldc_frame *, yieldc_r *))),    \
        "gen_result: the last argument must be a pointer to the type that "    \
        "the generator returns");                                              \
    (void)(0 && (*YIELDC_POINTER(out) = *YIELDC_POINTER(out), 0));             \
    yieldc_result_into(YIELDC_CAST(g), YIELDC_POINTER(out), sizeof(yieldc_r),  \
                       _Alignof(yieldc_r));                                    \
  }))

// ---- gen_move, foreach ------------------------------------------------------

#define yieldc_move(h)                                                         \
  (__extension__({                                                             \
    YIELDC_REQUIRE(!YIELDC_IS_WRONG(YIELDC_TYPE(h)),                           \
                   "gen_move: a variable that holds a generator is expected"); \
    (__typeof__(h))yieldc_moved(&(h));                                         \
  }))

#define YIELDC_ERROR(err)                                                      \
  (__extension__({                                                             \
    YIELDC_REQUIRE(YIELDC_SAME(__typeof__(err), int),                          \
                   "foreach: the third argument must be an int variable");     \
    yieldc_loop_clear((int *)&(err));                                          \
  }))

// ---- Wrong numbers of arguments ---------------------------------------------

#define yieldc_usage(...)                                                      \
  (__extension__({                                                             \
    YIELDC_REQUIRE(0, "wrong number of arguments: gen_next(g[, &x]), "         \
                      "gen_send(g, value[, &x]), gen_throw(g, code[, &x])");   \
    0;                                                                         \
  }))
#define yieldc_in_usage(...)                                                   \
  (__extension__({                                                             \
    YIELDC_REQUIRE(0, "wrong number of arguments: gen_in(buffer, size, "       \
                      "f(...))");                                              \
    (void *)0;                                                                 \
  }))
#define yieldc_foreach_usage(...)                                              \
  for (int yieldc_unused __attribute__((unused)) = __extension__({             \
         YIELDC_REQUIRE(0, "wrong number of arguments: foreach (x, g) or "     \
                           "foreach (x, g, err)");                             \
         0;                                                                    \
       });                                                                     \
       ;)

// The outer loop owns the source and makes one pass, the inner declares x and
// resumes. So of the loop nothing but the source is alive while its body runs.
// (`hold` is what the source is passed through: nothing, or yieldc_never.)
#define yieldc_foreach2(hold, x, g)                                            \
  yieldc_foreach(hold, x, g,                                                   \
                 yieldc_loop_unhandled(yieldc_source_##x, __FILE__, __LINE__))
#define yieldc_foreach3(hold, x, g, err)                                       \
  YIELDC_TELLING(x, err)                                                       \
  yieldc_foreach(hold, x, g,                                                   \
                 yieldc_loop_report(yieldc_source_##x, yieldc_error_##x))
#define yieldc_foreach(hold, x, g, end)                                        \
  YIELDC_LOOP(yieldc_handle_type, yieldc_close_variable, YIELDC_NEXT, hold, x, \
              g,                                                               \
              "foreach: the second argument must be a generator (of a "        \
              "generator function: call it)",                                  \
              "foreach: a generator(void) yields no value; write while "       \
              "(gen_next(g))",                                                 \
              end)
#define YIELDC_NEXT(g, ...) yieldc_next_into(__VA_ARGS__)
// Around the loop: err gets the failure.
#define YIELDC_TELLING(x, err)                                                 \
  for (int *yieldc_error_##x = YIELDC_ERROR(err),                              \
           *yieldc_once_##x = yieldc_error_##x;                                \
       yieldc_once_##x; yieldc_once_##x = (int *)0)
// Over handles of this kind, which `leave` ends; next(g, source, &x, size,
// align) resumes.
#define YIELDC_LOOP(kind, leave, next, hold, x, g, text, void_text, end)       \
  for (struct yieldc_frame * yieldc_source_##x                                 \
           __attribute__((cleanup(leave))) = __extension__({                   \
         YIELDC_TAKE_OVER(g)                                                   \
         YIELDC_KIND_OR(kind, YIELDC_TAKEN_OVER(g), text);                     \
         YIELDC_REQUIRE(!YIELDC_IS_VOID(YIELDC_Y(yieldc_g)), void_text);       \
         hold(yieldc_source(YIELDC_CAST(YIELDC_TAKEN_OVER(g))));               \
       }),                                                                     \
           *yieldc_over_##x = (struct yieldc_frame *)0;                        \
       !yieldc_over_##x; end, yieldc_over_##x = YIELDC_OVER)                   \
    for (YIELDC_QUIET YIELDC_VALUE_FROM(kind, g) x                             \
         __attribute__((unused)) YIELDC_LOUD;                                  \
         next(g, yieldc_source_##x, (void *)&(x), sizeof(x),                   \
              __extension__ _Alignof(__typeof__(x)));)
// The type of what g yields.
#define YIELDC_VALUE_FROM(kind, g)                                             \
  __typeof__(__extension__({                                                   \
    YIELDC_QUIET typedef YIELDC_TYPE_KIND(kind, g) yieldc_g YIELDC_LOUD;       \
    (YIELDC_VALUE(yieldc_g) *)0;                                               \
  })[0])
// What is taken over is a variable, so that its expression is there once, and
// once for the type of x: of pipelines in one another each would be expanded as
// often as it is named by all around it. The plugin knows the variable: made
// from a parameter, it is moved from. (Without the plugin a function that is
// not called can't be told from a handle, when it has turned into a pointer.
// There are no tools there.)
#if defined __clang__ && __has_attribute(yieldc_require)
#define YIELDC_TAKE_OVER(g) __extension__ __auto_type yieldc_taken_source = (g);
#define YIELDC_TAKEN_OVER(g) yieldc_taken_source
#else
#define YIELDC_TAKE_OVER(g)
#define YIELDC_TAKEN_OVER(g) g
#endif
// (An int for void, so that only our own message is seen.)
#define YIELDC_VALUE(G)                                                        \
  __typeof__(__builtin_choose_expr(YIELDC_IS_VOID(YIELDC_Y(G)), 0,             \
                                   (*(G)0)((struct yieldc_frame *)0, 0)(0)))

#endif // YIELDC_TYPES_H
