// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the semantic tests are made of: named cases, checks that say where and
// in which case they fail and what they saw, and a trace of effects.

#ifndef CHECK_H
#define CHECK_H

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct check_case {
  const char *name;
  void (*run)(void);
};

static const char *check_name; // of the case that is running
static int check_failures;     // of all cases
static char check_notes[4096]; // since the last CHECK_TRACE

__attribute__((format(printf, 3, 4))) static inline void
check_fail(const char *file, int line, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  printf("%s:%d: %s: ", file, line, check_name);
  vprintf(format, arguments);
  printf("\n");
  va_end(arguments);
  ++check_failures;
}

#define CHECK(condition)                                                       \
  ((condition) ? (void)0 : check_fail(__FILE__, __LINE__, "%s", #condition))

static inline void check_equal(const char *file, int line, const char *text,
                               long long seen, long long expected) {
  if (seen != expected)
    check_fail(file, line, "%s is %lld, not %lld", text, seen, expected);
}
#define CHECK_EQ(seen, expected)                                               \
  check_equal(__FILE__, __LINE__, #seen, (long long)(seen),                    \
              (long long)(expected))

/// Adds a word to the trace.
__attribute__((format(printf, 1, 2))) static inline void
note(const char *format, ...) {
  size_t length = strlen(check_notes);
  va_list arguments;
  if (length)
    length += (size_t)snprintf(check_notes + length,
                               sizeof check_notes - length, " ");
  va_start(arguments, format);
  vsnprintf(check_notes + length, sizeof check_notes - length, format,
            arguments);
  va_end(arguments);
}

/// Compares the trace, and starts a new one.
static inline void check_trace(const char *file, int line,
                               const char *expected) {
  if (strcmp(check_notes, expected) != 0)
    check_fail(file, line, "trace is \"%s\", not \"%s\"", check_notes,
               expected);
  check_notes[0] = 0;
}
#define CHECK_TRACE(expected) check_trace(__FILE__, __LINE__, expected)

static inline void check_leave(const char *const *name) { note("~%s", *name); }

/// A variable that notes the end of its scope: ~name.
#define SCOPE(name)                                                            \
  __attribute__((cleanup(check_leave), unused)) const char *const name = #name

#ifdef YIELDC_H
/// Checks that g, a generator(int), yields these and returns; closes it.
static inline void check_yields(const char *file, int line, generator(int) g,
                                int count, const int *expected) {
  int seen = 0;
  for (int i = 0; i < count; ++i)
    if (!gen_next(g, &seen))
      check_fail(file, line, "ends before item %d", i);
    else if (seen != expected[i])
      check_fail(file, line, "item %d is %d, not %d", i, seen, expected[i]);
  if (gen_next(g, &seen))
    check_fail(file, line, "goes on after item %d, with %d", count, seen);
  else if (gen_state(g) != GEN_RETURNED)
    check_fail(file, line, "fails with %d", gen_error(g));
  gen_close(g);
}
#define CHECK_YIELDS(g, ...)                                                   \
  check_yields(__FILE__, __LINE__, g,                                          \
               sizeof((int[]){__VA_ARGS__}) / sizeof(int),                     \
               (int[]){__VA_ARGS__})
#endif

static inline int check_main(const struct check_case *cases, size_t count) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  for (size_t i = 0; i < count; ++i) {
    check_name = cases[i].name;
    check_notes[0] = 0;
    cases[i].run();
  }
  return check_failures != 0;
}

#define CASE(name) {#name, name}
#define CASES(...)                                                             \
  int main(void) {                                                             \
    static const struct check_case cases[] = {__VA_ARGS__};                    \
    return check_main(cases, sizeof cases / sizeof *cases);                    \
  }

#endif // CHECK_H
