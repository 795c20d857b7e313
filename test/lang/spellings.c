// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Digraphs, trigraphs, line splices, comments and letters of all scripts: how a body is spelled changes nothing; nor do a
// byte order mark, line ends of two characters, a last line without an end, and having been preprocessed before.
// RUN: %levels %s -trigraphs -Wno-trigraphs -Wno-comment
// RUN: mkdir -p %t && cp %S/../expect.h %t/expect.h
// RUN: (printf '\357\273\277' && sed 's|\.\./expect|expect|; s/$/\r/' %s && printf '// end') >%t/other.c
// RUN: %yieldcc -trigraphs -w %t/other.c -o %t/other && %t/other
// RUN: %yieldcc -trigraphs -w -E %s -o %t/once.i && %yieldcc -w -x cpp-output %t/once.i -o %t/once && %t/once
// RUN: %yieldcc -trigraphs -w -E -fdirectives-only %s -o %t/half.c && %yieldcc -trigraphs -w %t/half.c -o %t/half && %t/half

#include "../expect.h"
#include <yieldc.h>

static generator(int, int) inner(int n) { yield n; }

// clang-format off
generator(int, int) spelled(int n) <%
  int a<::> = <% 1, 2, 3, n %>;
  yield a<:0:>;
  yi\
eld 2;
  y\
i??/
e\
l\
d a??(2??);
??<
  if (n ??!??! yi\
eld 99) yield 4;
??>
  int é = 5, 変数 = 6, \u00e9t = 7;
  yield é; yield 変数; yield \u00e9t;
  yield /* ; } */ 8 // yield { \
     } yield 0;
  /**/;
  yield/**/from/**/inner(9);
  yi\
eld fr\
om inner(10);
  yield _Pragma("clang diagnostic push") 11 _Pragma("clang diagnostic pop");
  yield
#pragma clang diagnostic push
      12
#pragma clang diagnostic pop
      ;
  yield /* 
  }
*/ ~??-13;
%>
// clang-format on

int main(void) {
  foreach (x, spelled(4))
    note_number("", x);
  EXPECT_NOTES("1 2 3 4 5 6 7 8 9 10 11 12 13");
}
