# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# on-terminal.py LINES PROGRAM [ARG...]: runs a program for which stderr is a terminal, and gives it the lines of a file
# on stdin again and again, for four seconds. Prints what it writes to the terminal, and its status.

import os
import pty
import subprocess
import sys
import time

ours, theirs = pty.openpty()
process = subprocess.Popen(sys.argv[2:], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=theirs)
os.close(theirs)
lines = open(sys.argv[1], "rb").read()
end = time.time() + 4
while time.time() < end:
    process.stdin.write(lines)
process.stdin.close()
written = b""
try:
    while part := os.read(ours, 1000):
        written += part
except OSError:  # the other end is closed
    pass
print(repr(written.decode()), process.wait())
