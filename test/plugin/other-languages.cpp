// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// In a C++ file the plugin has nothing to say: `yield` is an ordinary name, also beside handles.
// RUN: %yieldcc -std=c++17 -Werror -Wall -fsyntax-only %s
// RUN: %clang -fplugin=%plugin -x c++ -std=c++17 -Werror -Wall -fsyntax-only %s

#include <yieldc.h>

extern "C" generator(int) made_in_c(int n);
generator(int) forwarded(int yield) {
  auto g = made_in_c(yield);
  return g;
}
int yield(int from) { return from; }
