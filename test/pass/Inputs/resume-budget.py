# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# resume-budget.py FILE.s    holds what is stored and called in examples/fibonacci.c, compiled for x86-64, to a budget
#
# Follows all ways through a function, without judging which can be taken. A store is an instruction whose last operand is in
# memory; it counts by its place, such as 20(%rdi).

import re
import sys

READERS = ("cmp", "test")
problems = []


def body(text, name):
    """The instructions and labels of a function."""
    lines = text.split(f"\n{name}:", 1)[1].split("\n.Lfunc_end", 1)[0].split("\n")[1:]
    lines = [line.split("#")[0].strip() for line in lines]
    return [line for line in lines if line and (line.endswith(":") or not line.startswith("."))]


def ways(code):
    """For each way from the function's beginning to an end of it: the places stored to, and the functions called."""
    labels = {line[:-1]: i for i, line in enumerate(code) if line.endswith(":")}
    work, found = [(0, [], [], ())], []
    while work:
        at, stores, calls, seen = work.pop()
        line = code[at]
        if line.endswith(":"):
            if line not in seen:
                work.append((at + 1, stores, calls, seen + (line,)))
            continue
        op, _, operands = line.partition("\t")
        if op.startswith("ret"):
            found.append((stores, calls))
            continue
        if op.startswith("j"):
            if operands in labels:
                work.append((labels[operands], stores, calls, seen))
            else:
                found.append((stores, calls + [operands]))
            if op != "jmp":
                work.append((at + 1, stores, calls, seen))
            continue
        if op.startswith("call"):
            calls = calls + [operands]
        last = re.split(r",(?![^(]*\))\s*", operands)[-1]
        if ("(" in last or last.startswith("%fs:")) and not op.startswith(READERS + ("push", "call", "lea")):
            stores = stores + [last]
        work.append((at + 1, stores, calls, seen))
    return found


def expect(what, got, wanted):
    if got != wanted:
        problems.append(f"{what}: {got}, expected {wanted}")


def callees(found):
    return sorted({call.removesuffix("@PLT") for _, calls in found for call in calls})


text = open(sys.argv[1]).read()

# The body. Each value stores itself and a, b and n; only the first also the status (at 16) and the index (at 36).
VALUE, STATE = "20(%rdi)", ["24(%rdi)", "28(%rdi)", "32(%rdi)"]
resume = ways(body(text, "fibonacci.resume"))
expect("fibonacci.resume calls", callees(resume), [])
yielding = sorted((sorted(stores) for stores, _ in resume if VALUE in stores), key=len)
expect("ways to a value", len(yielding), 2)
expect("the next value stores", yielding[0], sorted([VALUE] + STATE))
expect("the first value stores", yielding[-1], sorted([VALUE, "16(%rdi)", "36(%rdi)"] + STATE))

# The ramp. A frame out of the pool takes no call; the pool takes two stores, the frame five.
ramp = ways(body(text, "fibonacci"))
expect("fibonacci calls", callees(ramp), ["gen_allocate", "yieldc_malloc"])
quick = [stores for stores, calls in ramp if not calls]
expect("ways without a call", len(quick), 1)
for stores in quick:
    expect("the frame takes", sorted(place for place in stores if "%rax" in place),
           ["(%rax)", "16(%rax)", "24(%rax)", "36(%rax)", "8(%rax)"])
    expect("the pool takes", len([place for place in stores if place.startswith("%fs:")]), 2)

# Closing: the frame goes back to the pool, the body is no call.
destroy = ways(body(text, "fibonacci.destroy"))
expect("fibonacci.destroy calls", callees(destroy), ["gen_release", "yieldc_release_slow"])

print("\n".join(problems) or "within budget")
sys.exit(bool(problems))
