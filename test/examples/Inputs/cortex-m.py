# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# cortex-m.py FIRMWARE: asks the firmware, in QEMU, over its serial line, and compares the answers.

import os
import subprocess
import sys
import time

END, ESC, ESC_END, ESC_ESC = 0o300, 0o333, 0o334, 0o335
MACHINE = "qemu-system-arm -M mps2-an385 -display none -serial stdio -monitor none -semihosting -kernel".split()


def frame(content):
    escaped = {END: bytes([ESC, ESC_END]), ESC: bytes([ESC, ESC_ESC])}
    return b"".join(escaped.get(byte, bytes([byte])) for byte in content) + bytes([END])


board = subprocess.Popen(MACHINE + [sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)


def ask(request):
    board.stdin.write(frame(request))
    answer = b""
    while not answer.endswith(bytes([END])):
        byte = os.read(board.stdout.fileno(), 1)
        if not byte:
            sys.exit("switched off in the middle of an answer: %r" % answer)
        answer += byte
    return answer[:-1]


def expect(request, answer):
    seen = ask(request)
    if seen != answer:
        sys.exit("%r is answered with %r, not %r" % (request, seen, answer))


# A line's noise, and what is between two ENDs, is no request.
board.stdin.write(bytes([END, END]))
values = [1, 2, END, ESC, 7]
expect(b"a" + bytes(values), b"%d %d" % (sum(values) // len(values), max(abs(a - b) for a, b in zip(values, values[1:]))))
expect(b"a", b"0 0")
expect(b"a\xff", b"255 0")
expect(b"x", b"?")
# One too long is dropped, and the next one is understood.
board.stdin.write(frame(b"x" * 65))
expect(b"a\x05\x07" + b"\x06" * 61, b"6 2")

# It blinks four times a second, whatever else it does.
before = int(ask(b"b"))
time.sleep(1)
after = int(ask(b"b"))
if not before < after:
    sys.exit("the light went on %d times, and a second later %d times" % (before, after))

board.stdin.write(frame(b"q"))
sys.exit(board.wait(timeout=60))
