# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""chat-clients.py CHAT: talks to a chat server, and says what is wrong."""

import json
import signal
import socket
import subprocess
import sys
import threading
import time
from urllib.parse import urlencode

chat = sys.argv[1]
signal.signal(signal.SIGTERM, lambda *_: sys.exit("takes too long"))  # and ends the server


def expect(condition, *what):
    if not condition:
        raise AssertionError(*what)


def start(*options):
    """A server: the process, and its port."""
    process = subprocess.Popen([chat, *options, "0"], stdout=subprocess.PIPE, text=True)
    port = int(process.stdout.readline().rstrip("/\n").rpartition(":")[2])
    return process, port


class Connection:
    """One that is kept. Requests may be sent before answers are read."""

    def __init__(self, port, receives=None):
        self.socket = socket.socket()
        if receives:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receives)
        self.socket.settimeout(60)
        self.socket.connect(("127.0.0.1", port))
        self.file = self.socket.makefile("rb")

    def ask(self, method, path, body=b"", headers=""):
        head = "%s %s HTTP/1.1\r\nHost: x\r\n%s" % (method, path, headers)
        if body:
            head += "Content-Length: %d\r\n" % len(body)
        self.socket.sendall(head.encode() + b"\r\n" + body)

    def head(self):
        status = int(self.file.readline().split()[1])
        headers = {}
        while True:
            line = self.file.readline().decode().strip()
            if not line:
                return status, headers
            name, _, value = line.partition(": ")
            headers[name] = value

    def answer(self):
        status, headers = self.head()
        return status, headers, self.file.read(int(headers.get("Content-Length", 0)))

    def close(self):
        self.file.close()
        self.socket.close()


class Listener(Connection):
    """One who listens to a room, and has come in."""

    def __init__(self, port, room, name, receives=None):
        super().__init__(port, receives)
        self.text = b""
        self.beats = 0
        self.ask("GET", "/events?" + urlencode({"room": room, "name": name}))
        if receives:
            return  # who reads nothing
        status, headers = self.head()
        expect(status == 200 and headers["Content-Type"] == "text/event-stream", status, headers)
        self.who = self.next("who")
        expect(self.next("join")["from"] == name)

    def block(self):
        """Up to an empty line; None at the end."""
        while b"\n\n" not in self.text:
            size = int(self.file.readline() or b"-1", 16)
            expect(size >= 0, "the connection breaks off")
            self.text += self.file.read(size)
            self.file.read(2)
            if size == 0:
                return None
        block, _, self.text = self.text.partition(b"\n\n")
        return block.decode()

    def next(self, kind=None):
        """What the next event says; of this kind, if one is given. None at the end."""
        while (block := self.block()) is not None:
            if block == ":":
                self.beats += 1
                continue
            event, data = block.split("\n")
            expect(event.startswith("event: ") and data.startswith("data: "), block)
            expect(kind in (None, event[7:]), "not", kind, block)
            return json.loads(data[6:])
        return None


def say(connection, room, name, *texts):
    for text in texts:
        text = text if isinstance(text, bytes) else text.encode()
        connection.ask("POST", "/say?" + urlencode({"room": room, "name": name}), text)
    for text in texts:
        status, _, _ = connection.answer()
        expect(status == 204, status)


def two_talk(port):
    ann, bob = Listener(port, "a b&c", "Ann"), Listener(port, "a b&c", "Bob \U0001f600")
    other = Listener(port, "other", "Eve")
    expect(ann.who == [] and bob.who == ["Ann"] and other.who == [], ann.who, bob.who, other.who)
    expect(ann.next("join")["from"] == "Bob \U0001f600")
    texts = ["plain", "<script>alert(1)</script>", "\"\\/'& \u00e4\u20ac\U0001f600", "two\nlines\n\nevent: x\ttab", "data:", " "]
    talker = Connection(port)
    say(talker, "a b&c", "Ann", *texts, "\x00\x1b\x7f")
    for listener in ann, bob:
        for text in texts:
            event = listener.next("say")
            expect(event["from"] == "Ann" and event["text"] == text, event, text)
            expect(abs(event["time"] / 1000 - time.time()) < 60, event)
        expect(listener.next("say")["text"] == "   ")

    # At the same time: for both in the same order, and what each says in its own.
    def talk(name):
        connection = Connection(port)
        for first in range(0, 200, 20):
            say(connection, "a b&c", name, *(str(n) for n in range(first, first + 20)))
        connection.close()

    threads = [threading.Thread(target=talk, args=(name,)) for name in ("Ann", "Bob")]
    for thread in threads:
        thread.start()
    seen = [[(e["from"], e["text"]) for e in (each.next("say") for _ in range(400))] for each in (ann, bob)]
    for thread in threads:
        thread.join()
    expect(seen[0] == seen[1], "not the same order")
    for name in "Ann", "Bob":
        expect([text for who, text in seen[0] if who == name] == [str(n) for n in range(200)], name, seen[0])

    # Who hangs up, or ends its side, has left.
    bob.close()
    left = ann.next("leave")
    expect((left["from"], left["why"]) == ("Bob \U0001f600", "has left"), left)
    zoe = Listener(port, "a b&c", "Zoe")
    expect(zoe.who == ["Ann"] and ann.next("join")["from"] == "Zoe")
    zoe.ask("GET", "/later")  # is no end
    say(talker, "a b&c", "Ann", "still here?")
    expect(ann.next("say") == zoe.next("say"))
    zoe.socket.shutdown(socket.SHUT_WR)
    expect(ann.next("leave")["from"] == "Zoe" and zoe.next() is None)
    say(talker, "other", "Eve", "alone")
    expect(other.next("say")["text"] == "alone")
    for each in ann, other, talker:
        each.close()


def refusals(port):
    asking = Connection(port)

    def refused(method, path, status, body=b"", headers="", says=""):
        asking.ask(method, path, body, headers)
        got, got_headers, text = asking.answer()
        expect(got == status and says in text.decode(), method, path, got, text)
        return got_headers

    listener = Listener(port, "r" * 32, "n" * 32)
    room = "/say?room=" + "r" * 32 + "&name="
    for query in "", "?", "?room=r", "?name=n", "?room=&name=n", "?room=r&name=" + "n" * 33, "?room=" + "r" * 33 + "&name=n":
        refused("GET", "/events" + query, 400, says="of 1 to 32 bytes")
    for name in "%0a", "%00", "%", "%4", "%zz", "%c3", "%c0%80", "%ed%a0%80", "%f8%88%80%80%80", "%f4%90%80%80", "%e2%82":
        refused("GET", "/events?room=r&name=" + name, 400)
    refused("POST", room + "n", 400, says="some text")
    refused("POST", room + "n", 400, b"\xc3", says="UTF-8")
    refused("POST", room + "n", 403, b"x", "Sec-Fetch-Site: cross-site\r\n")
    refused("POST", "/say?room=nobody&name=n", 404, b"x", says="Nobody")
    refused("GET", "/else", 404)
    expect(refused("GET", room + "n", 405)["Allow"] == "POST")
    expect(refused("POST", "/events?room=r&name=n", 405)["Allow"] == "GET")
    asking.ask("GET", "/")
    status, headers, body = asking.answer()
    expect(status == 200 and headers["Content-Type"] == "text/html; charset=utf-8", status, headers)
    expect(body.startswith(b"<!doctype html>") and body.endswith(b"</html>\n") and b"innerHTML" not in body)
    expect("default-src 'none'" in headers["Content-Security-Policy"])
    say(asking, "r" * 32, "n", "\u00e4" * 500)
    expect(listener.next("say")["text"] == "\u00e4" * 500)
    refused("POST", room + "n", 413, b"x" * 1001, says="1000 bytes")
    refused("POST", room + "n", 413, b"x" * 2000, says="1000 bytes")
    refused("POST", room + "n", 413, b"x" * 20000)
    asking = Connection(port)
    listener.close()

    # A hundred rooms; one that all have left is none.
    rooms = [Listener(port, "room %d" % n, "n") for n in range(99)]
    last = Connection(port)
    deadline = time.monotonic() + 60
    while True:  # (until the server has seen that the listener before has gone)
        rooms.append(Connection(port))
        rooms[-1].ask("GET", "/events?room=last&name=n")
        status, _ = rooms[-1].head()
        if status == 200 or time.monotonic() > deadline:
            break
    expect(status == 200, status)
    last.ask("GET", "/events?room=more&name=n")
    expect(last.answer()[0] == 503)
    for each in rooms:
        each.close()
    while time.monotonic() < deadline:
        last.close()
        last = Connection(port)
        last.ask("GET", "/events?room=more&name=n")
        if last.head()[0] == 200:
            break
    else:
        raise AssertionError("rooms are not left")
    last.close()


def slow_ones(port):
    fast = Listener(port, "slow", "Fast")
    slow = Listener(port, "slow", "Slow", receives=2048)
    expect(fast.next("join")["from"] == "Slow")
    talker = Connection(port)
    sent, ends = 0, None
    # What the kernel and the server hold for one who does not read is less than this.
    while not ends and sent < 40000:
        say(talker, "slow", "Fast", *("%d " % n + "\\" * 990 for n in range(sent, sent + 20)))
        for number in range(sent, sent + 20):
            event = fast.next()
            if "why" in event:
                ends, event = event, fast.next()
            expect(event["text"].startswith("%d " % number), event, number)
        sent += 20
    ends = ends or fast.next("leave")
    expect(ends["from"] == "Slow" and ends["why"] == "was too slow", ends, sent)
    expect(sent > 64, "was cut off too early:", sent)
    try:
        while slow.socket.recv(1 << 20):
            pass
    except ConnectionResetError:
        pass
    for each in fast, slow, talker:
        each.close()


def many(port):
    listeners = [Listener(port, "many", "number %d" % n) for n in range(200)]
    expect(sorted(listeners[-1].who) == sorted("number %d" % n for n in range(199)))
    talker = Connection(port)
    # More than anybody may be behind, at once.
    say(talker, "many", "n", *("message %d" % n for n in range(150)))
    for number, listener in enumerate(listeners):
        for other in range(number + 1, 200):
            expect(listener.next("join")["from"] == "number %d" % other)
        for n in range(150):
            expect(listener.next("say")["text"] == "message %d" % n)
    # They leave at once: who stays hears of each.
    for listener in listeners[1:]:
        listener.close()
    left = {listeners[0].next("leave")["from"] for _ in range(199)}
    expect(left == {"number %d" % n for n in range(1, 200)})
    listeners[0].close()
    talker.close()


def stops(process, port):
    listeners = [Listener(port, room, room) for room in ("one", "two", "three")]
    slow = Listener(port, "four", "four", receives=2048)
    ear = None
    while not ear or not ear.who:  # until the slow one is in
        if ear:
            ear.close()
        ear = Listener(port, "four", "ear")
    idle = Connection(port)
    talker = Connection(port)
    say(talker, "four", "four", *("x" * 1000 for _ in range(20)))
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    expect(process.wait(60) == 0, process.returncode)
    expect(time.monotonic() - began < 30, "took", time.monotonic() - began)
    for listener in listeners:
        expect(listener.next() is None, "another event")
    expect(idle.file.read() == b"")
    slow.close()


server, port = start()
try:
    for test in two_talk, refusals, slow_ones, many:
        test(port)
    stops(server, port)
finally:
    server.kill()

# Heartbeats; and a port that is taken.
server, port = start("--heartbeat", "0.02")
try:
    listener = Listener(port, "r", "n")
    talker = Connection(port)
    while listener.beats < 3:
        say(talker, "r", "n", "x")
        expect(listener.next("say")["text"] == "x")
        time.sleep(0.02)
    done = subprocess.run([chat, str(port)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    expect(done.returncode == 1 and done.stderr == "chat: 127.0.0.1, port %d: address already in use\n" % port, done)
    server.send_signal(signal.SIGINT)
    expect(server.wait(60) == 0, server.returncode)
finally:
    server.kill()
for arguments in ["x"], ["65536"], ["1", "2", "3"], ["--heartbeat", "0"], ["--no"]:
    done = subprocess.run([chat, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    expect(done.returncode == 2 and "usage: chat" in done.stderr, done)
