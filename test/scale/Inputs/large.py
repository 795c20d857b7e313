#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# large.py WHAT COUNT    prints a program of so many: yields of one function, yields under conditions, generator functions, loops over
#                        generators in one function, stages of a pipeline in one expression; or a state machine by hand, of so many states
#                        (machine), or with conditions (branches), or so many functions that step (steps)

import sys

what, count = sys.argv[1], int(sys.argv[2])


def lines(form):
    return "".join(form.format(i=i, next=i + 1) for i in range(count))


header = "#include <yieldc.h>\nint use(int);\n"
machine = "int use(int);\nstruct g { int at, a, x; };\nint next(struct g *s) {\n  switch (s->at) {\n  case 0:;\n"
down = "static generator(int) f(int n) {\n  while (n--)\n    yield n;\n}\n"
add = "static generator(int) add(generator(int) of) {\n  foreach (x, of)\n    yield x + 1;\n}\n"
programs = {
    "yields": header + "generator(int) g(int a) {\n" + lines("  yield a + {i};\n") + "}\n",
    "conditions": header + "generator(int) g(int a) {\n" + lines("  if (use(a + {i}))\n    yield a + {i};\n") + "}\n",
    "functions": header + lines("generator(int) f{i}(int n) {{\n  while (n--)\n    yield n + {i};\n}}\n"),
    "loops": header + down + "void g(int a) {\n" + lines("  foreach (x, f(a + {i}))\n    use(x);\n") + "}\n",
    "stages": header + down + add + f"void g(int n) {{\n  foreach (x, {'add(' * count}f(n){')' * count})\n    use(x);\n}}\n",
    "machine": machine + lines("  s->x = s->a + {i};\n  s->at = {next};\n  return 1;\n  case {next}:;\n") + "  }\n  return 0;\n}\n",
    "branches": machine
    + lines("  if (use(s->a + {i})) {{\n  s->x = s->a + {i};\n  s->at = {next};\n  return 1;\n  case {next}:;\n  }}\n")
    + "  }\n  return 0;\n}\n",
    "steps": "struct g { int n, x; };\n" + lines("int f{i}(struct g *s) {{\n  return s->n-- && (s->x = s->n + {i}, 1);\n}}\n"),
}
print(programs[what], end="")
