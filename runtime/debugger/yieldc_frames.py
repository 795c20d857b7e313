# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What debuggers print of generators: read out of their frames, as <yieldc/frame.h> has them, without running anything, so
# also from a core file. Names and places of variables are from the type of `__coro_frame` (pass/FrameType.cpp).
#
# A debugger is an object with
#   pointer_size
#   integer(address, size)   what lies there, unsigned; raises Error
#   symbol(address)          name of the function that begins there, or None
#   frame_type(address)      type of `__coro_frame` in the function that begins there, or None
#   size(type)               in bytes
#   members(type)            (name or None, offset, type) of each member of a struct
#   enumerators(type)        names by values; None if it is not an enumeration
#   show(name, type, address)   the variable, as this debugger prints one

import errno

SUSPENDED, CREATED, RUNNING, DELEGATING, FINISHED, YIELDED = range(6)
STATE, THROWN, VALUE = 7, 16, 64


class Error(Exception):
    pass


class Generator:
    def __init__(self, debugger, address):
        self.debugger = debugger
        self.address = address
        if not address:
            raise Error("the handle is null: no generator (or there was no memory for it)")
        size = debugger.pointer_size
        try:
            resume, destroy = (debugger.integer(address + i * size, size) for i in range(2))
            self.status = debugger.integer(address + 2 * size, 1)
        except Error:
            raise Error("0x%x is not a generator: there is no memory" % address) from None
        self.name = base(debugger.symbol(destroy), ".destroy")
        if not self.name or resume and base(debugger.symbol(resume), ".resume") != self.name:
            raise Error("0x%x is not a generator, or was closed: its frame does not begin with the functions of one" % address)
        self.state = self.status & STATE
        self.type = debugger.frame_type(resume) if resume else None

    def slot(self, size):
        """Where a value of this size and alignment lies."""
        return self.address + (2 * self.debugger.pointer_size + 2 + size - 1) // size * size

    def links(self):
        size = self.debugger.pointer_size
        return [self.debugger.integer(self.slot(size) + i * size, size) for i in range(2)]

    def chain(self):
        """Those that this one delegates to, innermost first, and itself."""
        if self.state != DELEGATING:
            return [self]
        leaf, outer = self.links()
        result = [Generator(self.debugger, leaf)]
        while outer != self.address:
            result.append(Generator(self.debugger, outer))
            outer = result[-1].links()[1]
            if len(result) > 100000:
                raise Error("the chain of delegations has no end: its frames are overwritten")
        return result + [self]

    def suspension(self):
        """(place, variables in scope) of the suspension it is at; or (None, [])."""
        return self.search(self.type, []) or (None, []) if self.type else (None, [])

    def search(self, type, outside):
        scope = list(outside)
        for name, offset, member in self.debugger.members(type):
            places = self.debugger.enumerators(member) if name == "__coro_index" else None
            if places is not None:
                number = self.debugger.integer(self.address + offset, self.debugger.size(member))
                if number in places:
                    return places[number], scope
            elif name:
                scope = [v for v in scope if v[0] != name] + [(name, member, self.address + offset)]
            else:
                found = self.search(member, scope)
                if found:
                    return found
        return None

    def standing(self, delegates=False):
        """Its state, in words; `delegates`: it is known to be part of a chain."""
        place = self.suspension()[0] or "an unknown line (no debug information)"
        if self.state == CREATED:
            return "not started"
        if self.state == FINISHED:
            if self.status & THROWN:
                code = self.debugger.integer(self.slot(4), 4)
                code -= (code & 1 << 31) << 1
                return "failed with %d (%s)" % (code, errno.errorcode.get(abs(code), "no errno"))
            return "returned a value" if self.status & VALUE else "returned"
        if self.state == DELEGATING or delegates:
            return "delegating at " + place
        if self.state == RUNNING:
            return "running, or delegating inside of a chain"
        return "suspended at " + place

    def title(self, delegates=False):
        return "%s (0x%x), %s" % (self.name, self.address, self.standing(delegates))


def base(symbol, suffix):
    return symbol[: -len(suffix)] if symbol and symbol.endswith(suffix) else None


# ---- The commands: the lines that they print. Debuggers show what is said here as their help. ----


def describe(debugger, address):
    """Print a generator: its function, its state and line, its variables, and whom it delegates to.
Usage: generator [HANDLE]
HANDLE is an expression; without it, the generator whose body is the selected stack frame."""
    generator = Generator(debugger, address)
    yield generator.title()
    if generator.state not in (RUNNING, FINISHED):
        if not generator.type:
            yield "  variables unknown: %s has no debug information" % generator.name
        for name, type, at in generator.suspension()[1]:
            for line in debugger.show(name, type, at).splitlines():
                yield "  " + line
    if generator.state == DELEGATING:
        chain = generator.chain()
        yield "  delegates to " + chain[-2].title(len(chain) > 2)


def backtrace(debugger, address):
    """Print the generators that a generator delegates to, innermost first.
Usage: generator-backtrace [HANDLE]
HANDLE is an expression; without it, the generator whose body is the selected stack frame."""
    for i, generator in enumerate(Generator(debugger, address).chain()):
        yield "#%-2d %s" % (i, generator.title(i > 0))
