# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# reverse-proxy.py PROGRAM    tests examples/reverse-proxy.c

import collections
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time

from servers import PATIENCE, Answer, Program, ask, curl, in_parallel, receive, receive_all, receive_until, reset, run_all, send_until_stuck, wait_until
from upstreams import Upstream

program = sys.argv[1]
ANY = 40000000  # bytes, more than all buffers hold


def start(*arguments):
    return Program(program, "--port", "0", *[a.place if isinstance(a, Upstream) else a for a in arguments])


def get(proxy, path, *more):
    return ask(proxy, "\r\n".join(["GET /%s HTTP/1.1" % path, *more]))


def post(proxy, path, *more):
    return ask(proxy, "\r\n".join(["POST /%s HTTP/1.1" % path, "Content-Length: 0", *more]))


def url(proxy, path):
    return "http://127.0.0.1:%d/%s" % (proxy.port, path)


def chunks_of(s):
    """A body in chunks, as it comes."""
    while size := int(Upstream.line(s), 16):
        yield receive(s, size)
        assert Upstream.line(s) == b""


def begin(proxy, request):
    s = proxy.connect(32768)
    s.sendall(request.replace("\n", "\r\n").encode())
    return s


def takes_turns():
    proxy = start("--keep", "1000", *[Upstream(name) for name in "abc"])
    names = collections.Counter(get(proxy, "").body for i in range(6))
    assert names == {b"hello from a": 2, b"hello from b": 2, b"hello from c": 2}, names
    # 100 at once.
    names = collections.Counter(in_parallel(100, lambda i: get(proxy, "?%d" % i).body))
    assert sorted(names.values()) == [33, 33, 34] and set(names) == {b"hello from a", b"hello from b", b"hello from c"}, names
    proxy.all_closed()  # also what was kept
    proxy.stop()
    assert proxy.stderr() == ""


def heads():
    upstream = Upstream()
    proxy = start(upstream)
    code, text = curl(url(proxy, "head?a=%20b&c"), "-H", "Connection: x-named", "-H", "X-Named: a", "-H", "TE: trailers", "-H", "Proxy-Authorization: b", "-H", "X-Kept: c", "-H", "Cookie: d", "-H", "X-Forwarded-For: 10.0.0.1", "-H", "Upgrade: h2c")
    lines = text.decode().split("\r\n")
    assert lines[0] == "GET /head?a=%20b&c HTTP/1.1"
    assert "X-Forwarded-For: 10.0.0.1, 127.0.0.1" in lines and "Host: 127.0.0.1:%d" % proxy.port in lines
    assert "X-Kept: c" in lines and "Cookie: d" in lines and "Via: 1.1 reverse-proxy" in lines
    assert len(lines) == 10, lines  # with Accept, User-Agent, and the end
    lines = ask(proxy, "GET http://there/head?a HTTP/1.1").body.decode().split("\r\n")
    assert lines == ["GET /head?a HTTP/1.1", "Host: here", "Via: 1.1 reverse-proxy", "X-Forwarded-For: 127.0.0.1", "", ""], lines
    assert get(proxy, "/a/../head").status == 200 and upstream.requests[-1] == "GET //a/../head HTTP/1.1"
    assert get(proxy, "../head").status == 400
    hops = get(proxy, "hops")
    assert [name for name, value in hops.headers] == ["Date", "Content-Length", "Connection", "X-Kept", "X-Kept", "X-Empty"], hops.headers
    assert hops.all("X-Kept") == ["a", "b"] and hops.get("Connection") == "close" and hops.get("Date") != "then"
    interim = get(proxy, "interim")
    assert (interim.status, interim.body, interim.get("X-Kept"), interim.get("Link")) == (200, b"last", "a", None)
    head = ask(proxy, "HEAD /head-only HTTP/1.1")
    assert (head.status, head.get("Content-Length"), head.body) == (200, "1000", b"")
    for path, status in ("nothing", 204), ("unchanged", 304):
        answer = get(proxy, path)
        assert (answer.status, answer.body) == (status, b"")
    assert curl(url(proxy, "to-the-end")) == (0, b"up to the end")
    assert get(proxy, "to-the-end").get("Transfer-Encoding") == "chunked"
    with begin(proxy, "GET /to-the-end HTTP/1.0\n\n") as s:
        assert Answer(receive_all(s)).body == b"up to the end"
    proxy.stop()


def bodies():
    upstream = Upstream()
    proxy = start(upstream)
    data = os.urandom(3000000)
    file = tempfile.NamedTemporaryFile()
    file.write(data)
    file.flush()
    assert curl("--data-binary", "@" + file.name, url(proxy, "length")) == (0, b"3000000")
    for more in [], ["-H", "Transfer-Encoding: chunked"]:
        assert curl("--data-binary", "@" + file.name, *more, url(proxy, "echo")) == (0, data)
    assert curl("-d", "", url(proxy, "length")) == (0, b"0")
    # Each piece is handed on when it comes, both ways.
    with begin(proxy, "POST /echo HTTP/1.1\nHost: here\nTransfer-Encoding: chunked\nConnection: close\n\n") as s:
        receive_until(s, b"\r\n\r\n")
        pieces = chunks_of(s)
        for piece in b"one", b"two", b"three":
            s.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
            assert next(pieces) == piece
        s.sendall(b"0\r\n\r\n")
        assert next(pieces, None) is None
    # An answer that does not wait for the whole of the request.
    assert curl("-d", "a" * 100000, "-w", "%{http_code}", url(proxy, "refuses")) == (0, b"too much413")
    # Chunks that are none are the client's fault, and end what was begun.
    with begin(proxy, "POST /length HTTP/1.1\nHost: here\nTransfer-Encoding: chunked\n\n5\nabcdefg\n") as s:
        assert Answer(receive_all(s)).status == 400
    assert get(proxy, "").status == 200 and proxy.stderr() == ""
    proxy.stop()


def is_still(number):
    """Whether it does not change for a moment."""
    before = number()
    time.sleep(0.5)
    return number() == before


def slow_sides():
    """What one side does not take, the other is not asked for."""
    upstream = Upstream()
    proxy = start("--keep", "100", upstream)
    with begin(proxy, "GET /endless HTTP/1.1\nHost: here\nConnection: close\n\n") as s:
        receive(s, 1000)
        wait_until(lambda: is_still(lambda: upstream.sent), "it is read as fast as it comes")
        assert upstream.sent < ANY // 2
        assert get(proxy, "").body == b"hello from "
        assert len(receive_all(s)) > ANY - 1000
    with begin(proxy, "POST /reads-nothing HTTP/1.1\nHost: here\nContent-Length: %d\nConnection: close\n\n" % ANY) as s:
        sent = send_until_stuck(s, ANY)
        assert sent < ANY // 2
        upstream.go_on.set()
        s.sendall(bytes(ANY - sent))
        assert Answer(receive_all(s)).body == b"%d" % ANY
    assert program.endswith("asan") or proxy.most_memory() < 30000000, proxy.most_memory()
    proxy.all_closed()
    proxy.stop()


def kept_connections():
    upstream = Upstream()
    proxy = start(upstream, "--limit", "3")
    for i in range(10):
        assert get(proxy, "").status == 200
    assert upstream.connections == 1
    # No more than 3 at a time; the others wait.
    assert in_parallel(12, lambda i: get(proxy, "sleeps").body) == [b"late"] * 12
    assert upstream.connections == upstream.most_open == 3
    proxy.stop()
    # One that the other side closes when it is used again: only what changes nothing is asked twice.
    upstream = Upstream()
    proxy = start("--back-off", "0", upstream)
    for request, status in (get, 200), (post, 502):
        assert get(proxy, "once").body == b"once"
        assert request(proxy, "").status == status
    # One that was closed before, or on which more came than was asked for.
    for path, body in ("closes", b"closed"), ("too-much", b"right"):
        assert get(proxy, path).body == body
        wait_until(lambda: upstream.open == 0, "it is not closed")
        before = upstream.connections
        assert post(proxy, "").body == b"hello from " and upstream.connections == before + 1
    proxy.stop()


def left_out():
    good, bad = Upstream("good"), Upstream("bad", begin=False)
    proxy = start("--back-off", "700", good, bad)
    names = collections.Counter(get(proxy, "").body for i in range(6))
    assert names == {b"hello from good": 6}
    assert proxy.stderr().startswith("reverse-proxy: %s: connection refused; left out for 700 ms\n" % bad.place)
    wait_until(lambda: get(proxy, "").status == 200 and "1400 ms" in proxy.stderr(), "it is not tried again")
    bad.begin()
    wait_until(lambda: get(proxy, "").body == b"hello from bad", "it does not come back")
    proxy.stop()
    # The time doubles until it has answered.
    proxy = start("--back-off", "50", good)
    for path, status in ("dies", 502), ("dies", 502), ("", 200), ("dies", 502):
        time.sleep(0.2)
        assert get(proxy, path).status == status
    assert re.findall(r"left out for (\d+) ms", proxy.stderr()) == ["50", "100", "50"], proxy.stderr()
    proxy.stop()
    # All of them.
    proxy = start("--back-off", "1000000", Upstream(begin=False), Upstream(begin=False))
    assert get(proxy, "").status == 502 and get(proxy, "").status == 502
    assert proxy.stderr().count("left out") == 2
    proxy.stop()


def broken_answers():
    upstream = Upstream()
    proxy = start("--back-off", "0", "--keep", "100", upstream)
    for path in "dies", "babbles", "too-long":
        assert get(proxy, path).status == 502, path
    for path, status in ("dies-later", 18), ("dies-in-chunks", 18):
        code, text = curl(url(proxy, path))
        assert (code, text[:5]) == (status, b"that "), (path, code, text)
    assert get(proxy, "").body == b"hello from "
    assert proxy.stderr().count("left out") == 5, proxy.stderr()
    proxy.all_closed()
    proxy.stop()


def too_slow():
    upstream = Upstream()
    proxy = start("--timeout", "300", "--keep", "100", "--back-off", "0", upstream)
    begun = time.monotonic()
    assert get(proxy, "waits").status == 504
    assert time.monotonic() - begun > 0.29
    assert upstream.gone.wait(PATIENCE)
    assert curl(url(proxy, "starts"))[0] == 18
    # One that does not read.
    with begin(proxy, "POST /reads-nothing HTTP/1.1\nHost: here\nContent-Length: %d\nConnection: close\n\n" % ANY) as s:
        try:
            s.sendall(bytes(ANY))
        except ConnectionError:
            pass
        assert Answer(receive_some(s)).status == 504
    upstream.go_on.set()
    proxy.all_closed()
    proxy.stop()


def slow_clients():
    """The time that they take is not the server's fault; nor that there is no place."""
    upstream = Upstream()
    proxy = start("--timeout", "1000", "--limit", "1", upstream)
    with begin(proxy, "POST /length HTTP/1.1\nHost: here\nContent-Length: 4\nConnection: close\n\n") as s:
        wait_until(lambda: upstream.requests, "it is not asked")
        assert get(proxy, "").status == 504
        for i in range(4):
            time.sleep(0.1)
            s.sendall(b"a")
        assert Answer(receive_all(s)).body == b"4"
    assert get(proxy, "").status == 200 and proxy.stderr() == ""
    proxy.stop()


def receive_some(s):
    """What comes before the end, which may be an error, of a connection that was not read to the end."""
    data = b""
    try:
        while part := s.recv(65536):
            data += part
    except ConnectionResetError:
        pass
    return data


def clients_that_go():
    upstream = Upstream()
    proxy = start("--keep", "100", "--timeout", "1000000", upstream)
    for path in "waits", "starts":
        for end in socket.socket.close, reset:
            upstream.gone.clear()
            s = begin(proxy, "GET /%s HTTP/1.1\nHost: here\n\n" % path)
            wait_until(lambda: upstream.requests and path in upstream.requests[-1], "it is not asked")
            if path == "starts":
                receive_until(s, b"first half")
            end(s)
            assert upstream.gone.wait(PATIENCE), "the upstream's answer is still waited for"
            upstream.requests.clear()
    # In the middle of a body that it sends, or gets.
    s = begin(proxy, "POST /length HTTP/1.1\nHost: here\nContent-Length: 10\n\n12345")
    wait_until(lambda: upstream.requests, "it is not asked")
    s.close()
    s = begin(proxy, "GET /endless HTTP/1.1\nHost: here\n\n")
    receive(s, 1000)
    reset(s)
    wait_until(lambda: upstream.open == 0, "a connection is left")
    assert upstream.sent < ANY and proxy.stderr() == ""  # not the upstream's fault
    proxy.all_closed()
    # Pipelined requests are no end.
    with begin(proxy, "GET /sleeps HTTP/1.1\nHost: here\n\n") as s:
        s.sendall(b"GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
        data = receive_all(s)
        assert b"late" in data and data.endswith(b"hello from ")
    proxy.stop()


def stops():
    for number in signal.SIGTERM, signal.SIGINT:
        upstream = Upstream()
        proxy = start(upstream)
        with begin(proxy, "GET /starts HTTP/1.1\nHost: here\n\n") as s, begin(proxy, "GET /waits HTTP/1.1\nHost: here\n\n") as other, proxy.connect() as idle:
            data = receive_until(s, b"first half")
            wait_until(lambda: len(upstream.requests) == 2, "it is not asked")
            proxy.kill(number)
            assert idle.recv(1) == b""
            wait_until(proxy.is_refusing, "it listens still")
            upstream.go_on.set()
            assert (data + receive_all(s)).endswith(b"first halfthe second")
            assert Answer(receive_all(other)).body == b"at last"
            proxy.ends()


def fails(status, text, *arguments):
    done = subprocess.run([program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=PATIENCE)
    assert done.returncode == status and text in done.stderr, done


def refusals():
    proxy = start("[::1]:1")
    assert get(proxy, "").status == 502 and "::1:1: " in proxy.stderr()
    fails(1, "127.0.0.1: address already in use", "--port", str(proxy.port), "127.0.0.1:1")
    proxy.stop()
    fails(2, "usage: reverse-proxy ")
    fails(2, "usage: reverse-proxy ", "--limit", "0", "127.0.0.1:1")
    fails(2, "'127.0.0.1' must be HOST:PORT", "localhost:80", "127.0.0.1")
    fails(2, "'x' must be a number", "localhost:x")


run_all(takes_turns, heads, bodies, slow_sides, kept_connections, left_out, broken_answers, too_slow, slow_clients, clients_that_go, stops, refusals)
