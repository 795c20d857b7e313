# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# For lldb:  command script import PREFIX/share/yieldc/yieldc_lldb.py
# adds the commands `generator` and `generator-backtrace`; `help generator` tells about them.

import os
import sys

import lldb

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import yieldc_frames  # noqa: E402


class Debugger:
    def __init__(self, target):
        self.target = target
        self.pointer_size = target.GetAddressByteSize()

    def integer(self, address, size):
        error = lldb.SBError()
        memory = self.target.process.ReadMemory(address, size, error)
        if not error.Success():
            raise yieldc_frames.Error(str(error))
        little = self.target.GetByteOrder() == lldb.eByteOrderLittle
        return int.from_bytes(memory, "little" if little else "big")

    def symbol(self, address):
        symbol = self.target.ResolveLoadAddress(address).GetSymbol()
        if not symbol or symbol.GetStartAddress().GetLoadAddress(self.target) != address:
            return None
        return symbol.GetName()

    def frame_type(self, address):
        block = self.target.ResolveLoadAddress(address).GetFunction().GetBlock()
        for variable in block.GetVariables(self.target, False, True, False):
            if variable.GetName() == "__coro_frame":
                return variable.GetType()
        return None

    def size(self, type):
        return type.GetByteSize()

    def members(self, type):
        return [(f.GetName(), f.GetOffsetInBytes(), f.GetType()) for f in type.fields]

    def enumerators(self, type):
        if type.GetTypeClass() != lldb.eTypeClassEnumeration:
            return None
        return {member.GetValueAsUnsigned(): member.GetName() for member in type.GetEnumMembers()}

    def show(self, name, type, address):
        return str(self.target.CreateValueFromAddress(name, lldb.SBAddress(address, self.target), type))


class Command:
    def __init__(self, debugger, internal):
        pass

    def __call__(self, lldb_debugger, argument, context, result):
        target = context.GetTarget()
        if not target or not target.process.IsValid():
            return result.SetError("there is no process, and no core file")
        frame = context.GetFrame()
        expression = argument or "&__coro_frame"
        try:
            address = int(expression, 0)
        except ValueError:
            value = frame.EvaluateExpression(expression) if frame else target.EvaluateExpression(expression)
            if not value.GetError().Success():
                return result.SetError(
                    str(value.GetError()) if argument else "this is no generator's body: name a handle"
                )
            address = value.GetValueAsUnsigned()
        try:
            for line in self.lines(Debugger(target), address):
                result.AppendMessage(line)
        except yieldc_frames.Error as error:
            result.SetError(str(error))

    def get_short_help(self):
        return self.__doc__.splitlines()[0]

    def get_long_help(self):
        return self.__doc__


class ShowGenerator(Command):
    __doc__ = yieldc_frames.describe.__doc__
    lines = staticmethod(yieldc_frames.describe)


class Backtrace(Command):
    __doc__ = yieldc_frames.backtrace.__doc__
    lines = staticmethod(yieldc_frames.backtrace)


def __lldb_init_module(debugger, internal):
    for name, command in (("generator", "ShowGenerator"), ("generator-backtrace", "Backtrace")):
        debugger.HandleCommand("command script add -o -c %s.%s %s" % (__name__, command, name))
