// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What only C++ has: exceptions through a loop's body, templates, lambdas,
// conversions, classes as values.

#include "../../expect.h"
#include "generators.h"
#include <algorithm>
#include <string>
#include <type_traits>
#include <vector>

// The handle's type is the same as C's: functions agree, and types differ.
static_assert(std::is_same<generator(int), generator(int, void, void)>::value, "");
static_assert(!std::is_same<generator(int), generator(long)>::value, "");
static_assert(!std::is_same<generator(int, int), generator(int)>::value, "");
static_assert(sizeof(generator(std::string)) == sizeof(void *), "");
static_assert(std::is_same<decltype(up_to(1)), generator(int)>::value, "");
static_assert(std::is_same<decltype(gen_next(up_to(1))), bool>::value, "");
static_assert(std::is_same<decltype(gen_state(up_to(1))), enum gen_state>::value, "");

template <class G> static int sum(G g) {
  int total = 0;
  foreach (x, g)
    total += x;
  return total;
}
template <class T> static std::vector<T> collected(generator(T) g) {
  std::vector<T> all;
  foreach (x, g)
    all.push_back(x);
  return all;
}

static void throwing(int at) {
  foreach (x, up_to(9))
    foreach (y, mapped(up_to(9), [](int n) { return -n; })) {
      EXPECT(live > 0);
      if (x - y == at)
        throw std::string("thrown");
    }
}

struct owner {
  gen_generator(int) source;
  explicit owner(int n) : source(up_to(n)) {}
  owner(owner &&other) : source(gen_move(other.source)) {}
  ~owner() { gen_close(source); }
  int next() {
    int x = -1;
    return gen_next(source, &x) ? x : -1;
  }
};

int main() {
  EXPECT(sum(up_to(4)) == 10);
  EXPECT(sum(mapped(up_to(2), [](int n) { return n * n; })) == 5);
  EXPECT((collected<int>(up_to(3)) == std::vector<int>{1, 2, 3}));

  // An exception closes the loop's generator.
  try {
    throwing(4);
    EXPECT(!"reached");
  } catch (const std::string &s) {
    EXPECT(s == "thrown" && live == 0);
  }

  // In a lambda, with captures; break and return.
  int n = 0;
  auto count = [&n](int limit) {
    foreach (x, up_to(100)) {
      if (x > limit)
        return true;
      ++n;
    }
    return false;
  };
  EXPECT(count(7) && n == 7 && live == 0);

  // Sends convert as C++ initialises.
  struct converting {
    operator int() const { return 5; }
  };
  int x;
  long r;
  {
    gen_auto auto g = summing();
    EXPECT(gen_next(g) && gen_send(g, converting(), &x) && x == 5);
    EXPECT(gen_send(g, short(2), &x) && x == 7 && gen_send(g, 'a', &x));
    EXPECT(gen_throw(g, 2) && !gen_send(g, false) && gen_result(g, &r));
    EXPECT(r == 7 + 'a' + 2000);
  }
  struct point p = {0, 0};
  generator(struct point, struct point, struct point) a = adding({1, 2});
  EXPECT(gen_next(a, &p) && gen_send(a, p) && !gen_send(a, p));
  EXPECT(gen_result(a, &p) && p.x == 3);
  gen_close(a);
  generator(operation, operation) f = operations([](int i) { return i; });
  operation g;
  EXPECT(gen_next(f, &g) && g(3) == 3 && gen_send(f, nullptr, &g) && !g);
  gen_close(f);
  generator(int *, void *) q = pointers(&n);
  int *at;
  EXPECT(gen_next(q, &at) && at == &n && gen_send(q, &x, &at) && at == &x);
  gen_close(q);

  // Handles as members, moved.
  owner o(3);
  EXPECT(o.next() == 1);
  owner moved(static_cast<owner &&>(o));
  EXPECT(!o.source && o.next() == -1 && moved.next() == 2);
  generator(int) none = nullptr;
  EXPECT(gen_error(none) == ENOMEM && gen_state(none) == GEN_FAILED);
  const generator(int) constant = up_to(1);
  EXPECT(gen_next(constant, &x) && x == 1);
  gen_close(constant);
  int err;
  foreach (y, failing(1, 9), err)
    EXPECT(y == 1);
  EXPECT(err == 9);
  int other = 0;
  int &reference = other;
  foreach (y, failing(1, 8), reference)
    EXPECT(y == 1);
  EXPECT(other == 8);
  int errors[2] = {0, 0};
  foreach (y, failing(0, 7), errors[1])
    EXPECT(!y);
  EXPECT(errors[1] == 7);
}
