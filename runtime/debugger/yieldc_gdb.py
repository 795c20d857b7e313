# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# For gdb:  source PREFIX/share/yieldc/yieldc_gdb.py
# adds the commands `generator` and `generator-backtrace`; `help generator` tells about them.

import os
import re
import sys

import gdb

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import yieldc_frames  # noqa: E402


class Debugger:
    def __init__(self):
        self.pointer_size = gdb.lookup_type("void").pointer().sizeof

    def integer(self, address, size):
        try:
            memory = gdb.selected_inferior().read_memory(address, size)
        except gdb.MemoryError as error:
            raise yieldc_frames.Error(str(error)) from None
        little = "little endian" in gdb.execute("show endian", to_string=True)
        return int.from_bytes(bytes(memory), "little" if little else "big")

    def symbol(self, address):
        # (`info symbol` would demangle it.)
        found = re.search(r"<([^+>]+)>$", gdb.Value(address).format_string(format="a"))
        return found and found.group(1)

    def frame_type(self, address):
        try:
            block = gdb.block_for_pc(address)
        except RuntimeError:
            block = None
        while block:
            for symbol in block:
                if symbol.name == "__coro_frame":
                    return symbol.type
            block = block.superblock
        return None

    def size(self, type):
        return type.sizeof

    def members(self, type):
        return [(f.name, f.bitpos // 8, f.type) for f in type.fields()]

    def enumerators(self, type):
        if type.code != gdb.TYPE_CODE_ENUM:
            return None
        return {f.enumval: f.name for f in type.fields()}

    def show(self, name, type, address):
        try:
            value = gdb.Value(address).cast(type.pointer()).dereference().format_string()
        except gdb.error as error:
            value = "<%s>" % error
        return "%s = %s" % (name, value)


class Command(gdb.Command):
    def __init__(self, name, lines):
        super().__init__(name, gdb.COMMAND_DATA, gdb.COMPLETE_EXPRESSION)
        self.lines = lines

    def invoke(self, argument, from_tty):
        try:
            address = int(gdb.parse_and_eval(argument or "&__coro_frame"))
        except gdb.error as error:
            raise gdb.GdbError(str(error) if argument else "this is no generator's body: name a handle")
        try:
            for line in self.lines(Debugger(), address):
                print(line)
        except yieldc_frames.Error as error:
            raise gdb.GdbError(str(error))


class ShowGenerator(Command):
    __doc__ = yieldc_frames.describe.__doc__


class Backtrace(Command):
    __doc__ = yieldc_frames.backtrace.__doc__


ShowGenerator("generator", yieldc_frames.describe)
Backtrace("generator-backtrace", yieldc_frames.backtrace)
