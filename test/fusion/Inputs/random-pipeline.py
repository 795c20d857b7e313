# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# random-pipeline.py SEED: a program of generator functions that call each other, and of functions that consume them in all
# ways that fusion has to tell apart. What happens goes to stdout; no program has undefined behaviour or does not end.
# A function calls only those written before it (and some generators themselves), so it is written from the sources up.

import random
import sys

choose = random.Random(int(sys.argv[1]))
numbers = iter(range(1, 10000))
lines = []
KINDS = {"ints": "int", "longs": "long", "pairs": "struct pair", "wides": "struct wide", "talks": "int"}
generators, consumers = [], []


def weighted(pairs):
    weights, things = zip(*pairs)
    return choose.choices(things, weights)[0]


def chance(p):
    return choose.random() < p


def write(depth, line):
    lines.append("  " * depth + line)


class Function:
    """A generator function, or (kind None) a consumer int f(int a)."""

    def __init__(self, name, kind, handles):
        self.name, self.kind, self.handles = name, kind, handles
        self.endless = self.strict = False  # may yield for ever; ends only if its arguments do
        self.quiet = chance(.5)


def element(kind, value):
    return "as_%s(%s)" % (KINDS[kind].split()[-1], value)


class Block:
    """Statements of one scope. `jumps` leave the loop it is in, `held` are the handles that have to be closed before (those of
    the function, and how many of them are older than the loop). `resumable`: it may suspend."""

    def __init__(self, function, depth, variables=("a", "acc"), jumps=(), held=(), older=0, resumable=None, loops=0):
        self.function, self.depth, self.jumps, self.held, self.older = function, depth, list(jumps), list(held), older
        self.variables = list(variables)
        self.resumable = function.kind is not None if resumable is None else resumable
        self.loops = loops
        self.kinds = [(6, self.show), (8, self.assign), (2, self.scope), (2, self.pointer), (1, self.thread)]
        if depth < 6:
            self.kinds += [(9, self.foreach), (6, self.local_handle), (3, self.branch), (2, self.for_loop), (1, self.switch),
                           (1, self.again)]
        if depth < 4:
            self.kinds += [(2, self.interleaved), (2, self.handle_array), (2, self.kept), (2, self.overwritten),
                           (2, self.remade), (1, self.two_alive)]
        if consumers:
            self.kinds += [(1, self.call)]
        if self.resumable:
            self.kinds += [(14, self.plain_yield), (3, self.delegate), (2, self.caught), (1, self.caught_delegate)]
        if depth > 1:
            self.kinds += [(1, self.leave)] + [(1, self.fail)] * (function.kind is not None)
        if jumps:
            self.kinds += [(5, self.jump)]

    def write(self, line, deeper=0):
        write(self.depth + deeper, line)

    def fill(self, least=1, most=3):
        for _ in range(choose.randint(least, most)):
            weighted(self.kinds)()

    def inside(self, jumps=None, variables=(), held=(), resumable=None, loop=False):
        """A block in this one; in a loop of its own if it has jumps."""
        all_held = self.held + list(held)
        older = self.older if jumps is None else len(all_held)
        inner = Block(self.function, self.depth + 1, self.variables + list(variables), self.jumps if jumps is None else jumps,
                      all_held, older, self.resumable if resumable is None else self.resumable and resumable,
                      self.loops + (jumps is not None or loop))
        inner.fill()

    # Values

    def value(self):
        some = self.variables + [str(choose.randint(0, 99))]
        return weighted([(5, choose.choice(some)), (1, "(%s ^ %s)" % (choose.choice(some), choose.choice(some))),
                         (2, "mix(%s, %s)" % (choose.choice(some), choose.choice(some)))])

    def small(self):
        return weighted([(2, str(choose.randint(0, 4))), (1, "(%s & 3)" % choose.choice(self.variables))])

    def condition(self):
        return "%s %% %d == %d" % (choose.choice(self.variables), choose.choice([2, 3, 5]), choose.randint(0, 1))

    def make(self, kind, depth=0, finite=False):
        """An expression that makes a generator, and whether it ends."""
        own = [p for p, k in self.function.handles if k == kind]
        if own and not finite and self.resumable and chance(.2):
            return "gen_move(%s)" % choose.choice(own), False
        fits = [f for f in generators if f.kind == kind and not (finite and f.endless) and (depth < 3 or not f.handles)]
        recent = fits[-5:] if chance(.7) else fits
        f = choose.choice(recent)
        arguments = [self.value(), self.small()]
        ends = not f.endless
        for _, k in f.handles:
            text, inner_ends = self.make(k, depth + 1, finite or f.strict)
            arguments.append(text)
        text = "%s(%s)" % (f.name, ", ".join(arguments))
        return self.expression(text, kind) if kind != "talks" and chance(.15) else text, ends

    def expression(self, source, kind):
        """A generator expression over source, which captures what is no array, and does not point to a variable."""
        n = next(numbers)
        x, y = "e%d" % n, "d%d" % n
        captured = choose.choice([v for v in self.variables if "cell" not in v] + ["7"])
        clauses = ["for (%s, %s)" % (x, source)]
        value = "mix(INT_OF(%s), %s)" % (x, captured)
        if chance(.3):
            clauses.append("for (%s, source_ints(INT_OF(%s), 2))" % (y, x))
            value = "mix(%s, %s)" % (value, y)
        if chance(.4): # lets all pass in the end, for the source may have none that suits
            clauses.append("if (!more() || %s %% 2)" % value)
        return "gen_expr(%s, %s)" % (element(kind, value), ", ".join(clauses))

    # Plain statements

    def show(self):
        if self.function.quiet:
            self.assign()
        else:
            self.write('note("n", %s);' % self.value())

    def assign(self):
        self.write("acc = mix(acc, %s);" % self.value())

    def thread(self):
        self.write('note("on", self_id);')

    def scope(self):
        self.write("SCOPE(%d);" % next(numbers))

    def pointer(self):
        n = next(numbers)
        self.write("int cells%d[%d] = {%s, 1}, *cell%d = &cells%d[acc & 1];" % (n, choose.choice([2, 3, 9]), self.value(), n, n))
        self.variables.append("*cell%d" % n)
        self.variables.append("cells%d[0]" % n)
        if chance(.5):
            self.write("*cell%d = mix(*cell%d, %s);" % (n, n, self.value()))

    def call(self):
        c = choose.choice(consumers)
        self.write("if (more())")
        self.write("acc = mix(acc, %s(%s));" % (c.name, self.value()), 1)

    def branch(self):
        self.write("if (%s) {" % self.condition())
        self.inside()
        if chance(.5):
            self.write("} else {")
            self.inside()
        self.write("}")

    def for_loop(self):
        i = "i%d" % next(numbers)
        self.write("for (int %s = 0; %s < %s; ++%s) {" % (i, i, "%d && more()" % choose.randint(1, 5) if self.loops else
                                                          choose.randint(1, 3), i))
        self.inside(["break;", "continue;"], [i])
        self.write("}")

    def switch(self):
        self.write("switch (%s & 3) {" % choose.choice(self.variables))
        for case in choose.sample(["case 0", "case 1", "case 2", "default"], choose.randint(1, 3)):
            self.write(case + ": {")
            self.inside()
            self.write("}")
            if chance(.6):
                self.write("break;", 1)
        self.write("}")

    def again(self):
        """Jumps back and out by goto."""
        n = next(numbers)
        self.write("{")
        self.write("int rounds%d = 0;" % n, 1)
        self.write("again%d:" % n)
        self.write("if (++rounds%d <= %d && more()) {" % (n, choose.randint(1, 2)), 1)
        self.inside(["goto again%d;" % n, "goto out%d;" % n])
        self.write("}", 1)
        self.write("}")
        self.write("out%d:;" % n)

    def jump(self):
        closes = "".join("gen_close(%s); " % g for g in self.held[self.older:])
        self.write("if (%s) { %s%s }" % (self.condition(), closes, choose.choice(self.jumps)))

    def leave(self):
        closes = "".join("gen_close(%s); " % g for g in self.held)
        result = " acc" if self.function.kind in (None, "talks") and (self.function.kind is None or chance(.7)) else ""
        self.write("if (%s) { %sreturn%s; }" % (self.condition(), closes, result))

    def fail(self):
        closes = "".join("gen_close(%s); " % g for g in self.held)
        self.write("if (%s) { %sgen_fail(%d); }" % (self.condition(), closes, choose.randint(1, 9)))

    # Of generators

    def plain_yield(self):
        kind = self.function.kind
        yielded = "yield %s" % element(kind, self.value())
        if kind == "talks":
            yielded = choose.choice(["acc = mix(acc, %s)", "acc = %s & 0xffff", "%s"]) % ("(%s)" % yielded)
        self.write(yielded + ";")

    def caught(self):
        n = next(numbers)
        self.write("int error%d;" % n)
        self.write("gen_catch(error%d, yield %s);" % (n, element(self.function.kind, self.value())))
        self.write('note("caught", error%d);' % n)

    def source(self):
        """What a loop in this block may go over: one's own parameter, or a new one."""
        kind = choose.choice(list(KINDS))
        if self.function.handles and self.resumable and chance(.6):
            return *choose.choice(self.function.handles), False
        text, ends = self.make(kind)
        return text, kind, ends

    def delegate(self):
        own = [p for p, k in self.function.handles if k == self.function.kind]
        text = choose.choice(own) if own and chance(.5) else self.make(self.function.kind, 1, True)[0]
        if text in own:
            self.function.strict = True
        self.write("yield from %s;" % text)

    def caught_delegate(self):
        n = next(numbers)
        self.write("int error%d;" % n)
        result = "acc = mix(acc, %s);" if self.function.kind == "talks" else "%s;"
        self.write(result % ("gen_catch(error%d, yield from %s)" % (n, self.make(self.function.kind, 1, True)[0])))
        self.write('note("caught", error%d);' % n)

    # Consuming

    def budget(self, ends, how="break;"):
        if not ends or self.loops > 0 or chance(.3):
            self.write("if (!more()) %s" % how, 1)

    def foreach(self):
        text, kind, ends = self.source()
        x, n = "x%d" % next(numbers), next(numbers)
        told = self.held and self.function.kind or chance(.4)
        if told:
            self.write("int error%d = 0;" % n)
        self.write("foreach (%s, %s%s) {" % (x, text, ", error%d" % n if told else ""))
        self.budget(ends)
        self.write("acc = mix(acc, INT_OF(%s));" % x, 1)
        self.inside(["break;", "continue;", "break;"], ["INT_OF(%s)" % x])
        self.write("}")
        if told:
            self.write('note("error", error%d);' % n)

    def use(self, g, kind, x, deeper=0):
        """One call that takes the handle g."""
        got = weighted([(2, 'note("x", INT_OF(%s))' % x), (3, "acc = mix(acc, INT_OF(%s))" % x)])
        calls = [(8, "if (gen_next(%s, &%s)) %s;" % (g, x, got)), (1, "acc += gen_next(%s);" % g),
                 (1, 'note("state", gen_state(%s));' % g), (2, 'note("error", gen_error(%s));' % g),
                 (1, "if (gen_throw(%s, %d, &%s)) %s; else note(\"thrown\", gen_error(%s));" %
                  (g, choose.randint(1, 5), x, got, g))]
        if kind == "talks":
            calls += [(9, "if (gen_send(%s, %s, &%s)) %s;" % (g, self.value(), x, got)),
                      (2, "{ int r = 0; if (gen_result(%s, &r)) acc = mix(acc, r); }" % g),
                      (1, "acc += gen_send(%s, %s);" % (g, self.value()))]
        self.write(weighted(calls), deeper)

    def declare(self, kind=None, how=None, text=None):
        """A handle and a variable for its values; returns both, and whether the handle is closed by itself."""
        kind = kind or choose.choice(list(KINDS))
        n = next(numbers)
        g, x = "g%d" % n, "y%d" % n
        auto = chance(.5) if how is None else how
        self.write("%s%s %s = %s;" % ("gen_auto " if auto else "", kind, g, text or self.make(kind)[0]))
        zero = {"pairs": "{0}", "wides": "{{0}}"}.get(kind, "0")
        self.write("%s %s = %s;" % (KINDS[kind], x, zero))
        return g, x, kind, auto

    def local_handle(self):
        g, x, kind, auto = self.declare()
        for _ in range(choose.randint(0, 2)):
            self.use(g, kind, x)
        held = [] if auto else [g]
        seen = ["INT_OF(%s)" % x]
        loop = choose.randint(0, 3)
        if loop == 1:
            self.write("while (more() && gen_next(%s, &%s)) {" % (g, x))
            self.inside(["break;", "continue;"], seen, held, auto)
            self.write("}")
        elif loop:
            i = "i%d" % next(numbers)
            self.write("for (int %s = 0; %s < %d && more(); ++%s) {" % (i, i, choose.randint(2, 9), i))
            self.use(g, kind, x, 1)
            if chance(.5):
                self.use(g, kind, x, 1)
            if chance(.5):
                self.inside(["break;", "continue;"], seen + [i], held, auto)
            self.write("}")
        self.end(g, x, kind, auto)
        self.variables += seen

    def end(self, g, x, kind, auto):
        """What becomes of a handle in the end."""
        wraps = [f for f in generators if len(f.handles) == 1 and f.handles[0][1] == kind and not f.strict and not f.endless]
        told = self.function.kind is not None and (self.held or not auto)
        end = choose.randint(0, 4)
        if end == 0 and wraps:
            f, z, n = choose.choice(wraps), "x%d" % next(numbers), next(numbers)
            self.write("int error%d;" % n)
            self.write("foreach (%s, %s(%s, %s, gen_move(%s)), error%d) {" % (z, f.name, self.value(), self.small(), g, n))
            self.write("if (!more()) break;", 1)
            self.write("acc = mix(acc, INT_OF(%s) + error%d);" % (z, n), 1)
            self.write("}")
        elif end == 1 and not told:
            z = "x%d" % next(numbers)
            self.write("foreach (%s, gen_move(%s)) {" % (z, g))
            self.write("if (!more()) break;", 1)
            self.inside(["break;", "continue;"], ["INT_OF(%s)" % z])
            self.write("}")
        elif not auto:
            self.write("gen_close(%s);" % g)

    def interleaved(self):
        handles = [self.declare() for _ in range(choose.randint(2, 3))]
        held = [g for g, _, _, auto in handles if not auto]
        i = "i%d" % next(numbers)
        self.write("for (int %s = 0; %s < %d && more(); ++%s) {" % (i, i, choose.randint(2, 8), i))
        for g, x, kind, _ in choose.sample(handles, len(handles)):
            if chance(.3):
                self.write("if (%s & 1)" % i, 1)
            self.use(g, kind, x, 1)
        self.inside(["break;", "continue;"], ["INT_OF(%s)" % x for _, x, _, _ in handles], held, not held)
        self.write("}")
        for g in held:
            self.write("gen_close(%s);" % g)

    def handle_array(self):
        n = next(numbers)
        i = "i%d" % n
        self.write("__attribute__((cleanup(close_three))) ints gs%d[3] = {0};" % n)
        self.write("for (int %s = 0; %s < 3; ++%s)" % (i, i, i))
        before, self.variables = self.variables, self.variables + [i]
        self.write("gs%d[%s] = %s;" % (n, i, self.make("ints")[0]), 1)
        self.variables = before
        self.write("for (int %s = 0, y; %s < %d && more(); ++%s) {" % (i, i, choose.randint(3, 12), i))
        self.write("if (gen_next(gs%d[%s], &y)) acc = mix(acc, y);" % (n, choose.choice([i + " % 3", "acc % 3"])), 1)
        self.inside(["break;", "continue;"], [i])
        self.write("}")

    def kept(self):
        """One of those made in a loop outlives the pass it was made in."""
        n = next(numbers)
        text = self.make("ints")[0]
        take = choose.choice(["if (gen_next(%s, &y)) acc = mix(acc, y);", "acc = mix(acc, gen_next(%s));"])
        self.write("gen_auto ints kept%d = 0;" % n)
        self.write("for (int i%d = 0, y = 0; i%d < 4; ++i%d) {" % (n, n, n))
        self.write("ints g = %s;" % text, 1)
        self.write(take % "g", 1)
        self.write("if ((acc + y) %% 3) { gen_close(kept%d); kept%d = g; } else { gen_close(g); }" % (n, n), 1)
        self.write(take % ("kept%d" % n), 1)
        self.write("}")
        if chance(.5):
            self.write("while (more() && gen_next(kept%d))" % n)
            self.write("++acc;", 1)
        self.write('note("kept", acc);')

    def overwritten(self):
        kind = choose.choice(list(KINDS))
        g, x, kind, auto = self.declare(kind)
        self.use(g, kind, x)
        self.write("if (%s) {" % self.condition())
        if chance(.7):
            self.use(g, kind, x, 1)
        self.write("gen_close(%s);" % g, 1)
        self.write("%s = %s;" % (g, self.make(kind)[0] if chance(.8) else "0"), 1)
        if chance(.5):
            self.use(g, kind, x, 1)
        self.write("}")
        self.use(g, kind, x)
        self.end(g, x, kind, auto)

    def remade(self):
        """A new one wherever the old one has ended; the variable starts as null."""
        kind = choose.choice(list(KINDS))
        g, x, kind, auto = self.declare(kind, text="0")
        i = "i%d" % next(numbers)
        self.write("for (int %s = 0; %s < 9 && more(); ++%s) {" % (i, i, i))
        self.write("if (gen_next(%s, &%s)) { acc = mix(acc, INT_OF(%s)); continue; }" % (g, x, x), 1)
        self.write("gen_close(%s);" % g, 1)
        self.write("%s = %s;" % (g, self.make(kind)[0]), 1)
        self.write("}")
        if not auto:
            self.write("gen_close(%s);" % g)

    def two_alive(self):
        """One call, two instances at once."""
        n, text = next(numbers), self.make("ints")[0]
        self.write("{")
        self.write("ints first%d = 0;" % n, 1)
        self.write("for (int i%d = 0; i%d < 2; ++i%d) {" % (n, n, n), 1)
        self.write("ints g = %s;" % text, 2)
        self.write("if (!first%d) { first%d = g; continue; }" % (n, n), 2)
        if chance(.5):
            self.write("for (int y, z; more() && gen_next(first%d, &y) && gen_next(g, &z);)" % n, 2)
            self.write("acc = mix(acc, y * 3 + z);", 3)
        else:
            self.write("for (int on = 1; more() && on;) {" , 2)
            self.write("on = gen_next(g);", 3)
            self.write("on |= gen_next(first%d);" % n, 3)
            self.write("acc = mix(acc, (int)gen_state(first%d) * 4 + (int)gen_state(g));" % n, 3)
            self.write("}", 2)
        self.write("gen_close(g);", 2)
        self.write("}", 1)
        self.write("gen_close(first%d);" % n, 1)
        self.write("}")


def signature(f, name=None):
    handles = "".join(", %s %s" % (k, p) for p, k in f.handles)
    return "%s %s(int a, int n%s)" % (f.kind, name or f.name, handles)


def attributes():
    return weighted([(5, "static "), (2, "static inline "), (1, ""), (1, "static __attribute__((noinline)) "),
                     (1, "static __attribute__((cold)) ")])


def begin(f):
    write(0, attributes() + signature(f) + " {")
    write(1, "int acc = a & 0xff;")
    write(1, "(void)acc, (void)n;")


def finish(f):
    write(1, "if (0)")
    write(2, "yield %s;" % element(f.kind, "0"))
    write(0, "}\n")
    generators.append(f)


def plain_source(kind):
    """One for each kind, so that every call finds something to call."""
    f = Function("source_" + kind, kind, [])
    begin(f)
    write(1, "for (int i = 0; i < n; ++i)")
    write(2, "yield %s;" % element(kind, choose.choice(["i", "mix(a, i)", "a ^ i"])))
    finish(f)


def source(kind):
    f = Function("f%d" % next(numbers), kind, [])
    begin(f)
    body = Block(f, 2, ["a", "acc", "i"], ["break;", "continue;"], loops=1)
    if chance(.5):
        body.write("SCOPE(%d);" % next(numbers), -1)
    f.endless = chance(.4)
    write(1, "for (int i = 0; %s; i = mix(i, 3) & 255) {" % ("" if f.endless else "i < %d && more()" % choose.choice([99, 200])))
    # What goes on for ever must yield in each pass.
    body.write("yield %s;" % element(kind, body.value()))
    if f.endless:
        body.kinds = [(8, body.plain_yield), (4, body.assign), (2, body.show), (1, body.fail), (1, body.leave), (1, body.thread)]
    body.fill()
    write(1, "}")
    finish(f)


def stage(kind):
    """A filter, map, take or skip; or several sources in one."""
    handles = [("p%d" % i, choose.choice(list(KINDS))) for i in range(choose.choice([1, 1, 1, 2]))]
    f = Function("f%d" % next(numbers), kind, handles)
    begin(f)
    if chance(.3):
        Block(f, 1).fill(1, 1)
    p, k = handles[0]
    by_next = chance(.3)
    told = not by_next and chance(.3)
    if told:
        write(1, "int error;")
    guarded = chance(.5)
    f.strict |= not guarded
    what = choose.choice(["map", "filter", "take", "skip", "flatten", "free"])
    if by_next:
        write(1, "gen_auto %s g = gen_move(%s);" % (k, p))
        write(1, "%s x;" % KINDS[k])
        write(1, "while (gen_next(g, &x)) {")
    else:
        write(1, "foreach (x, %s%s) {" % (p, ", error" if told else ""))
    if guarded:
        write(2, "if (!more()) break;")
    body = Block(f, 2, ["a", "acc", "INT_OF(x)"], ["break;", "continue;"], loops=1)
    if what == "filter":
        write(2, "if (INT_OF(x) & 1) continue;")
    elif what == "take":
        write(2, "if (n-- <= 0) break;")
    elif what == "skip":
        write(2, "if (n-- > 0) continue;")
    elif what == "flatten":
        body.foreach()
    if what == "free":
        body.fill(1, 2)
    else:
        write(2, "yield %s;" % element(kind, choose.choice(["INT_OF(x)", "mix(INT_OF(x), a)", "mix(acc, INT_OF(x))"])))
        if chance(.3):
            write(2, "acc = mix(acc, INT_OF(x));")
    write(1, "}")
    if told:
        write(1, 'note("told", error);')
    if chance(.3):
        Block(f, 1).fill(1, 1)
    finish(f)


def resumes(kind):
    """A stage that resumes its source at many places: too many to copy the source for each, soon."""
    k = choose.choice(list(KINDS))
    f = Function("f%d" % next(numbers), kind, [("p0", k)])
    f.strict = True
    begin(f)
    write(1, "%s x;" % KINDS[k])
    write(1, "for (;;) {")
    body = Block(f, 2, ["a", "acc", "INT_OF(x)"], ["break;", "continue;"], loops=1)
    for _ in range(choose.randint(4, 9)):
        write(2, "if (!more() || !gen_next(p0, &x)) break;")
        write(2, "yield %s;" % element(kind, "mix(INT_OF(x), %s)" % body.value()))
        if chance(.2):
            body.fill(1, 1)
    write(1, "}")
    if chance(.5):
        write(1, "if (gen_error(p0)) gen_fail(gen_error(p0));")
    finish(f)


def free(kind):
    f = Function("f%d" % next(numbers), kind, [])
    begin(f)
    Block(f, 1).fill(2, 3)
    if kind == "talks":
        write(1, "return acc;")
    finish(f)


def recursive(kind):
    f = Function("f%d" % next(numbers), kind, [])
    begin(f)
    write(1, "if (n > 0 && more()) {")
    call = "%s(mix(a, %d), (n & 7) - 1)" % (f.name, choose.randint(0, 9))
    for _ in range(choose.randint(1, 2)):
        write(2, choose.choice(["yield from %s;" % call, "foreach (x, %s)\n      yield %s;" % (call, element(kind, "INT_OF(x)"))]))
        write(2, "yield %s;" % element(kind, "mix(acc, n)"))
    write(1, "}")
    finish(f)


def maker(kind):
    """An ordinary function that makes a generator of others."""
    f = Function("f%d" % next(numbers), kind, [])
    block = Block(Function("", None, []), 1, ["a"])
    write(0, "static %s%s {" % (choose.choice(["inline ", ""]), signature(f)))
    write(1, "(void)a, (void)n;")
    write(1, "return %s;" % block.make(kind, 1, True)[0])
    write(0, "}\n")
    generators.append(f)


def consumer():
    f = Function("c%d" % next(numbers), None, [])
    write(0, attributes() + "int %s(int a) {" % f.name)
    write(1, "int acc = a & 0xff;")
    if chance(.3):
        write(1, "if (a > 7 && more())")
        write(2, "acc = %s(a & 7);" % f.name)
    Block(f, 1).fill(2, 4)
    write(1, "return acc & 0xffff;")
    write(0, "}\n")
    consumers.append(f)


print('#include "random-pipeline.h"\n')
for kind in KINDS:
    plain_source(kind)
for _ in range(choose.randint(5, 10)):
    weighted([(3, source), (8, stage), (3, resumes), (4, free), (1, recursive), (1, maker)])(choose.choice(["ints"] * 3 + list(KINDS)))
    if chance(.3):
        consumer()
for _ in range(choose.randint(2, 4)):
    consumer()

starts = Block(Function("", None, []), 1, ["a"])
write(0, "static ints start(int a) { return %s; }\n" % starts.make("ints")[0])
write(0, "int main(void) {")
write(1, "out = stdout;")
for c in consumers:
    for a in choose.sample(range(20), 3):
        write(1, 'begin_run("%s");' % c.name)
        write(1, 'printf("= %%d", %s(%d));' % (c.name, a))
        write(1, "fflush(stdout);")
write(1, "two_threads(%s, %s);" % (choose.choice(consumers).name, choose.choice(consumers).name))
write(1, "hand_over(start);")
write(1, "puts(\"\");")
write(0, "}")
print("\n".join(lines))
