// What docs/editors.md lists: the rows of its table, and forms of each, that the compiler takes and clangd does not. At the
// end of a line stands what clangd says of it; of the other lines it says nothing.

#include <yieldc/task.h>

struct point {
  int x, y;
};
generator(int, void, struct point) with_point(void);
generator(int, void, double) with_double(void);
generator(int, void, int *) with_pointer(void);

// | `v = yield;`, where `Y` is `void`; also `gen_catch(err, yield)` | expected expression |
generator(void) statement(void) { yield; }
generator(void, int) bare(void) {
  int v = yield; // expected expression
  (void)v;
}
generator(void, int) bare_caught(void) {
  int err;
  (void)gen_catch(err, yield); // expected expression
}

// | `v = yield e;`, where one of `S` and `Y` is a struct and the other is not, or one a pointer and one a floating-point type | incompatible type |
generator(int, struct point) sent_point(void) {
  struct point v = yield 1; // incompatible type
  (void)v;
}
generator(struct point, int) yields_point(struct point p) {
  int v = yield p; // incompatible type
  (void)v;
}
generator(char *, double) sent_double(char *text) {
  double v = yield text; // incompatible type
  (void)v;
}
generator(double, char *) sent_pointer(double d) {
  int err;
  char *v = gen_catch(err, yield d); // incompatible type
  (void)v;
}
generator(int, char *) int_and_pointer(void) {
  char *v = yield 1;
  (void)v;
}
generator(int, double) int_and_double(void) {
  double v = yield 1;
  (void)v;
}

// | `v = yield from g;`, where `R` is a struct | incompatible type |
generator(int) result_point(void) {
  struct point v = yield from with_point(); // incompatible type
  (void)v;
}
generator(int) other_results(void) {
  double d = yield from with_double();
  int *p = yield from with_pointer();
  (void)d, (void)p;
}

// | `v = await e;`, where the result is a struct | incompatible type |
task(struct point) task_with_point(void);
task(int) task_with_int(int n);
task(int *) task_with_pointer(void);
stream(int) numbers(void);
task(int) awaits_point(void) {
  struct point v = await task_with_point(); // incompatible type
  (void)v;
}
task(int) awaits(void) {
  int err, n = 1 + await task_with_int(2);
  int *p = await task_with_pointer();
  task_group(g);
  task_spawn(g, task_with_int(3));
  await task_sleep(10);
  await task_group_wait(g);
  if ((n = task_catch(err, await task_timeout(5, task_with_int(n)))) < 0)
    task_fail(n);
  foreach_await (x, numbers())
    n += x;
  return p ? n : err;
}

// | `return e;`, where `R` is a struct or a floating-point type | incompatible result type |
generator(int, void, struct point) returns_point(struct point p) {
  yield 1;
  return p; // incompatible result type
}
generator(int, void, double) returns_double(double d) {
  yield 1;
  return d; // incompatible result type
}
generator(int, void, char *) returns_pointer(char *text) {
  yield 1;
  return text;
}
generator(int, void, char) returns_char(char c) {
  yield 1;
  return c;
}

// | variables, parameters, members or functions called `from` or `yield`, in files that include `<yieldc.h>` | expected identifier, or something like it |
int parameter(int from) { return 1 + from; } // expected
int yield(int n) { return n; } // expected
int variable(int n) {
  int yield = n; // expected identifier
  int from = n; // expected identifier
  return yield + from; // expected expression
}
int from_after = 1;
int yielded = 1;
struct member { int from; }; // expected
