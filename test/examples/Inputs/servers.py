# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# For the tests of servers: a program that runs, and sockets to talk to it. Whatever is not so as it should be ends the test.

import concurrent.futures
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import traceback

PATIENCE = 60  # seconds; on a busy machine too


def wait_until(condition, what):
    """Waits until it is true, and gives what it gave."""
    end = time.monotonic() + PATIENCE
    while not (result := condition()):
        assert time.monotonic() < end, "in vain: " + what
        time.sleep(0.01)
    return result


class Program:
    """A server, at a free port. Each line that it writes is in `lines`."""

    def __init__(self, *argv):
        self.errors = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=self.errors, text=True)
        self.lines = []
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        address = r"listening on \S*:(\d+)$"
        place = wait_until(lambda: [m for line in list(self.lines) if (m := re.match(address, line))] or self.process.poll() is not None, "no port")
        assert place is not True, "it has ended: " + self.stderr()
        self.port = int(place[0][1])
        self.fds_at_first = self.fds()

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    def stderr(self):
        self.errors.seek(0)
        return self.errors.read()

    def fds(self):
        return len(os.listdir("/proc/%d/fd" % self.process.pid))

    def all_closed(self):
        """No connection is left open."""
        wait_until(lambda: self.fds() == self.fds_at_first, "%d descriptors, at first %d" % (self.fds(), self.fds_at_first))

    def most_memory(self):
        """In bytes."""
        return 1024 * int(re.search(r"VmHWM:\s*(\d+)", open("/proc/%d/status" % self.process.pid).read())[1])

    def connect(self, receive_buffer=0):
        s = socket.socket()
        s.settimeout(PATIENCE)
        if receive_buffer:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        s.connect(("127.0.0.1", self.port))
        return s

    def is_refusing(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), PATIENCE).close()
        except ConnectionRefusedError:
            return True
        except ConnectionResetError:
            pass  # it stopped listening just then
        return False

    def kill(self, number=signal.SIGTERM):
        self.process.send_signal(number)

    def ends(self, status=0):
        got = self.process.wait(PATIENCE)
        self.reader.join(PATIENCE)
        assert got == status, "status %d: %s" % (got, self.stderr())

    def stop(self, number=signal.SIGTERM):
        self.kill(number)
        self.ends()


def receive_all(s):
    parts = []
    while part := s.recv(1000000):
        parts.append(part)
    return b"".join(parts)


def receive(s, size):
    data = b""
    while len(data) < size:
        part = s.recv(size - len(data))
        assert part, "the connection has ended after %r" % data[-100:]
        data += part
    return data


def receive_until(s, end):
    data = b""
    while not data.endswith(end):
        data += receive(s, 1)
    return data


def reset(s):
    """Ends a connection by an error."""
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    s.close()


def send_until_stuck(s, most):
    """Sends until the other side has not taken anything for a moment, or ends the connection. How much, of at most that."""
    s.setblocking(False)
    sent, since = 0, time.monotonic()
    while sent < most and time.monotonic() - since < 0.5:
        try:
            sent += s.send(bytes(min(65536, most - sent)))
            since = time.monotonic()
        except BlockingIOError:
            time.sleep(0.01)
        except ConnectionError:
            break
    s.settimeout(PATIENCE)
    return sent


def in_parallel(count, function):
    """Calls it with 0, 1, ..., each in a thread of its own; what they gave."""
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        return list(pool.map(function, range(count)))


def run_all(*tests):
    """They mostly wait, so all at once. Ends the program if one fails."""

    def run(i):
        try:
            tests[i]()
        except Exception:
            print(tests[i].__name__)
            traceback.print_exc()
            return True

    if any(in_parallel(len(tests), run)):
        sys.exit(1)


def curl(*arguments):
    """Its status, and what it writes."""
    done = subprocess.run(["curl", "-sS", "--max-time", str(PATIENCE), *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return done.returncode, done.stdout


class Answer:
    """One in HTTP: what is left of `data` is in `rest`."""

    def __init__(self, data):
        head, _, body = data.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        self.status = int(lines[0].split(" ")[1])
        self.headers = [tuple(line.split(": ", 1)) for line in lines[1:]]
        self.body = body

    def all(self, name):
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def get(self, name):
        return (self.all(name) + [None])[0]


def ask(program, request):
    """Sends it, with "Connection: close" and the end of the head added; the answer."""
    with program.connect() as s:
        s.sendall(request.encode("latin-1") + b"\r\nHost: here\r\nConnection: close\r\n\r\n")
        return Answer(receive_all(s))
