# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# large-body.py BYTES: a program with a generator function of that size, of all but a few statements without a yield, and a list
# with a yield in each element. It exits with 0 if the values are right.

import sys

size = int(sys.argv[1])
lines, length, number, sum = [], 0, 0, 0
while length < size:
    number += 1
    line = "  v = (v + %d) & 0xffff; /* one of very many */" % number if number % 2000 else "  sum += v; yield v;"
    lines.append(line)
    length += len(line) + 1

v, yields, expected = 0, 0, 0
for each in range(1, number + 1):
    if each % 2000:
        v = (v + each) & 0xFFFF
    else:
        expected += v
        yields += 1

print("#include <yieldc.h>")
print("static generator(int, int, long) all(void) {\n  int v = 0; long sum = 0;\n%s\n" % "\n".join(lines))
print("  int list[] = {%s};\n  return sum + list[0] + list[999];\n}" % ", ".join("yield %d" % n for n in range(1000)))
print("""int main(void) {
  long sum = 0, count = 0, result;
  int x;
  generator(int, int, long) g = all();
  for (bool more = gen_next(g, &x); more; more = gen_send(g, x, &x), ++count)
    sum += x;
  return !(gen_result(g, &result) && count == %d && sum == %d && result == %d);
}""" % (yields + 1000, expected + 999 * 500, expected + 999))
