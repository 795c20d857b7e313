# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# For reverse-proxy.py: servers that it asks. The path says what one does.

import select
import socket
import threading
import time

from servers import PATIENCE, receive


class Upstream:
    """One at a port of its own, where nobody listens until `begin`."""

    def __init__(self, name="", begin=True):
        self.name = name.encode()
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.place = "127.0.0.1:%d" % self.port
        self.lock = threading.Lock()
        self.connections = 0  # so many there were
        self.open = self.most_open = 0
        self.requests = []  # the first lines
        self.sent = 0  # bytes of endless answers
        self.go_on = threading.Event()
        self.gone = threading.Event()  # who has asked has gone away
        if begin:
            self.begin()

    def begin(self):
        self.socket.listen(1000)
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            s, _ = self.socket.accept()
            s.settimeout(PATIENCE)
            with self.lock:
                self.connections += 1
                self.open += 1
                self.most_open = max(self.most_open, self.open)
            threading.Thread(target=self._serve, args=(s,), daemon=True).start()

    def _serve(self, s):
        try:
            with s:
                while self._answer(s):
                    pass
        except (OSError, AssertionError):  # it has gone away
            pass
        finally:
            with self.lock:
                self.open -= 1

    def _answer(self, s):
        """Answers a request; false if the connection is to be closed."""
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            part = s.recv(1)
            if not part:
                return False
            head += part
        line = head.split(b"\r\n")[0].decode()
        with self.lock:
            self.requests.append(line)
        what = line.split(" ")[1].split("?")[0].split("/")[-1].replace("-", "_")
        return getattr(self, what or "hello")(s, head)

    def body(self, s, head):
        """Its pieces, as they come."""
        lower = head.lower()
        if b"\r\ntransfer-encoding: chunked\r\n" in lower:
            while size := int(self.line(s), 16):
                yield receive(s, size)
                assert self.line(s) == b""
            assert self.line(s) == b""
        elif b"\r\ncontent-length: " in lower:
            left = int(lower.split(b"\r\ncontent-length: ")[1].split(b"\r\n")[0])
            while left:
                part = s.recv(min(left, 65536))
                assert part
                left -= len(part)
                yield part

    @staticmethod
    def line(s):
        text = b""
        while not text.endswith(b"\r\n"):
            text += receive(s, 1)
        return text[:-2]

    @staticmethod
    def answer(s, body, *lines, status="200 OK"):
        head = "\r\n".join(["HTTP/1.1 " + status, "Content-Length: %d" % len(body), *lines, "", ""])
        s.sendall(head.encode() + body)
        return True

    # ---- What is asked for ----

    def hello(self, s, head):
        return self.answer(s, b"hello from " + self.name)

    def head(self, s, head):
        return self.answer(s, head)

    def length(self, s, head):
        return self.answer(s, b"%d" % sum(len(part) for part in self.body(s, head)))

    def echo(self, s, head):
        s.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for part in self.body(s, head):
            s.sendall(b"%x;extension\r\n%s\r\n" % (len(part), part))
        s.sendall(b"0\r\nX-Trailer: a\r\n\r\n")
        return True

    def hops(self, s, head):
        return self.answer(s, b"", "X-Kept: a", "X-Kept: b", "Connection: X-Named, keep-alive", "X-Named: c", "Keep-Alive: timeout=5", "Upgrade: h2c", "Proxy-Authenticate: d", "X-Empty:", "Date: then")

    def interim(self, s, head):
        s.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n")
        return self.answer(s, b"last", "X-Kept: a")

    def head_only(self, s, head):
        s.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        return True

    def nothing(self, s, head):
        s.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
        return True

    def unchanged(self, s, head):
        s.sendall(b"HTTP/1.1 304 Not Modified\r\nContent-Length: 1000\r\nETag: a\r\n\r\n")
        return True

    def to_the_end(self, s, head):
        s.sendall(b"HTTP/1.1 200 OK\r\n\r\nup to ")
        s.sendall(b"the end")
        return False

    def sleeps(self, s, head):
        time.sleep(0.1)
        return self.answer(s, b"late")

    def waits(self, s, head):
        """Says nothing until it may go on, or the other side is gone."""
        return self.may_go_on(s) and self.answer(s, b"at last")

    def starts(self, s, head):
        """Says the first half, and then waits likewise."""
        s.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nfirst half")
        if not self.may_go_on(s):
            return False
        s.sendall(b"the second")
        return True

    def may_go_on(self, s):
        while not self.go_on.wait(0.02):
            if select.select([s], [], [], 0)[0]:
                assert s.recv(1) == b""
                self.gone.set()
                return False
        return True

    def endless(self, s, head):
        s.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 40000000\r\n\r\n")
        while self.sent < 40000000:
            self.sent += s.send(bytes(min(65536, 40000000 - self.sent)))
        return True

    def reads_nothing(self, s, head):
        self.go_on.wait()
        return self.length(s, head)

    def refuses(self, s, head):
        self.answer(s, b"too much", "Connection: close", status="413 Content Too Large")
        s.shutdown(socket.SHUT_WR)
        while s.recv(65536):
            pass
        return False

    def closes(self, s, head):
        """And does not say so."""
        self.answer(s, b"closed")
        return False

    def dies(self, s, head):
        return False

    def dies_later(self, s, head):
        s.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nthat is all")
        return False

    def dies_in_chunks(self, s, head):
        s.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nthat \r\n5\r\nis")
        return False

    def babbles(self, s, head):
        s.sendall(b"SSH-2.0-OpenSSH\r\n")
        return False

    def too_long(self, s, head):
        s.sendall(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 20000 + b"\r\n\r\n")
        return False

    def too_much(self, s, head):
        """More than was asked for."""
        s.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nright" + b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong")
        return True

    def once(self, s, head):
        """The next request on this connection finds nobody."""
        self.answer(s, b"once")
        s.recv(1)
        return False
