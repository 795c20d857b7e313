# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# file-server.py PROGRAM    tests examples/file-server.c

import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time

from servers import PATIENCE, Answer, Program, ask, curl, in_parallel, receive, receive_all, reset, run_all, wait_until

program = sys.argv[1]
folder = tempfile.TemporaryDirectory()
root = os.path.join(folder.name, "root")
LARGE = 8000000


def path(name):
    return os.path.join(folder.name, name)


def make(name, data):
    os.makedirs(os.path.dirname(path(name)), exist_ok=True)
    with open(path(name), "wb") as f:
        f.write(data)
    return data


SECRET = make("secret.txt", b"nobody may read this")
INDEX = make("root/index.html", b"<p>index")
TEXT = make("root/sub/a text.txt", bytes(range(256)) * 20)
large = make("root/large.bin", os.urandom(LARGE))
os.symlink(path("secret.txt"), path("root/link.txt"))
os.symlink(folder.name, path("root/folder"))


def start(*arguments):
    return Program(program, "--port", "0", *arguments, root)


def url(server, name, scheme="http"):
    return "%s://127.0.0.1:%d/%s" % (scheme, server.port, name)


def status(server, name, *arguments):
    code, text = curl(*arguments, "-o", path("ignored%d" % server.port), "-w", "%{http_code}", url(server, name))
    return int(text)


def files():
    server = start()
    assert curl(url(server, "")) == (0, INDEX)
    assert curl(url(server, "sub/a%20text.txt?query")) == (0, TEXT)
    assert curl(url(server, "large.bin")) == (0, large)
    assert status(server, "none") == 404 and status(server, "sub") == 301 and status(server, "sub/") == 404
    assert status(server, "sub/a%20text.txt/") == 404
    assert status(server, "", "-X", "POST", "-d", "a=b") == 405
    code, text = curl("-I", url(server, "sub/a%20text.txt"))
    head = Answer(text)
    assert (head.status, head.get("Content-Length"), head.body) == (200, "5120", b"")
    assert head.get("Content-Type") == "text/plain; charset=utf-8"
    assert status(server, "sub/a%20text.txt", "-H", "If-None-Match: " + head.get("ETag")) == 304
    # Ranges.
    for asked, first, last in ("0-9", 0, 10), ("-5", 5115, 5120), ("100-", 100, 5120), ("5119-9999", 5119, 5120):
        code, text = curl("-i", "-r", asked, url(server, "sub/a%20text.txt"))
        part = Answer(text)
        assert (part.status, part.body) == (206, TEXT[first:last])
        assert part.get("Content-Range") == "bytes %d-%d/5120" % (first, last - 1)
    assert status(server, "sub/a%20text.txt", "-r", "5120-") == 416
    # Many at once, on connections that are kept.
    for code, text in in_parallel(40, lambda i: curl(*[url(server, "sub/a%20text.txt")] * 5)):
        assert code == 0 and text == TEXT * 5
    server.all_closed()
    server.stop()


def out_of_the_root():
    server = start()
    for target, status in [
        ("/../secret.txt", 400),
        ("/sub/../../secret.txt", 400),
        ("/%2e%2e/secret.txt", 400),
        ("/.%2E/secret.txt", 400),
        ("/sub/..%2f..%2fsecret.txt", 400),
        ("http://here/../secret.txt", 400),
        ("/..", 400),
        ("/%2e%2e%2fsecret.txt%00.html", 400),
        ("../secret.txt", 400),
        ("/..%5csecret.txt", 404),
        ("/%252e%252e/secret.txt", 404),
        ("/.../secret.txt", 404),
        ("//" + path("secret.txt"), 404),
        ("/link.txt", 403),
        ("/folder/secret.txt", 404),
        ("/sub/../index.html", 200),
    ]:
        got = ask(server, "GET %s HTTP/1.1" % target)
        assert got.status == status and SECRET not in got.body, (target, got.status, got.body)
    server.stop()


def slow_and_broken():
    server = start()
    # One reads slowly, one not at all; others do not notice.
    with server.connect(32768) as slow, server.connect(32768) as never:
        for s in slow, never:
            s.sendall(b"GET /large.bin HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
        data = receive(slow, 1000)
        assert curl(url(server, "")) == (0, INDEX)
        for i in range(10):
            data += receive(slow, 1000)
            time.sleep(0.02)
        assert (data + receive_all(slow)).endswith(large)
    # One breaks off, one says no more but listens.
    s = server.connect(32768)
    s.sendall(b"GET /large.bin HTTP/1.1\r\nHost: here\r\n\r\n")
    receive(s, 1000)
    reset(s)
    with server.connect() as s:
        s.sendall(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
        s.shutdown(socket.SHUT_WR)
        assert Answer(receive_all(s)).body == INDEX
    wait_until(lambda: len([line for line in server.lines if "large.bin" in line]) == 3, "the log of those who broke off")
    assert len([line for line in server.lines if "large.bin" in line and line.endswith(" sent")]) == 1
    server.kill()
    server.ends()


def stops():
    for number in signal.SIGTERM, signal.SIGINT:
        server = start("--grace", "100")
        with server.connect(32768) as s, server.connect() as idle:
            s.sendall(b"GET /large.bin HTTP/1.1\r\nHost: here\r\n\r\n")
            data = receive(s, 1000)
            server.kill(number)
            assert idle.recv(1) == b""
            wait_until(server.is_refusing, "it listens still")
            assert (data + receive_all(s)).endswith(large)
            server.ends()
    # Who does not read any more is waited for as long as was said.
    for grace in 0, 1:
        server = start("--grace", str(grace))
        with server.connect(32768) as s:
            s.sendall(b"GET /large.bin HTTP/1.1\r\nHost: here\r\n\r\n")
            receive(s, 1000)
            begun = time.monotonic()
            server.stop()
            assert grace * 0.9 < time.monotonic() - begun < grace + 8


def logs():
    server = start()
    ask(server, "GET /sub/a%20text.txt?b=c HTTP/1.1")
    ask(server, "HEAD /none HTTP/1.0")
    ask(server, 'GET /"\\ HTTP/1.1')
    server.stop()
    lines = [line for line in server.lines if not line.startswith("listening")]
    begin = r"127\.0\.0\.1:\d+ \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ "
    for line, rest in zip(lines, ('"GET /sub/a%20text.txt?b=c HTTP/1.1" 200 sent', '"HEAD /none HTTP/1.0" 404 sent', r'"GET /\x22\x5c HTTP/1.1" 404 sent')):
        match = re.match(begin, line)
        assert match and line[match.end() :] == rest, line
    assert len(lines) == 3


def fails(status, text, *arguments):
    done = subprocess.run([program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=PATIENCE)
    assert done.returncode == status and text in done.stderr, done


def refusals():
    server = start()
    fails(1, "127.0.0.1: address already in use", "--port", str(server.port), root)
    server.stop()
    fails(1, path("none") + ": no such file or directory", path("none"))
    fails(1, "secret.txt: not a directory", path("secret.txt"))
    fails(1, path("none") + " and ", "--tls", path("none"), path("none"), root)
    fails(1, path("secret.txt") + " and ", "--tls", path("secret.txt"), path("secret.txt"), root)
    fails(2, "usage: file-server ")
    fails(2, "usage: file-server ", "--tls", path("none"))
    fails(2, "usage: file-server ", root, root)


# ---- TLS ----


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], cwd=folder.name, check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def make_certificate(name, *arguments):
    openssl(*"req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test".split(), "-keyout", name + "-key.pem", "-out", name + ".pem", *arguments)


def tls():
    make_certificate("authority")
    make_certificate("server", "-CA", "authority.pem", "-CAkey", "authority-key.pem", "-addext", "subjectAltName=IP:127.0.0.1", "-addext", "basicConstraints=CA:FALSE")
    server = start("--grace", "100", "--tls", path("server.pem"), path("server-key.pem"))
    trust = "--cacert", path("authority.pem")
    assert curl(*trust, url(server, "", "https")) == (0, INDEX)
    assert curl(*trust, url(server, "large.bin", "https")) == (0, large)
    assert curl(*trust, "-r", "10-19", url(server, "sub/a%20text.txt", "https")) == (0, TEXT[10:20])
    assert curl(url(server, "", "https"))[0] == 60  # not trusted
    assert curl(url(server, ""))[0] != 0  # no TLS
    s = server.connect()
    s.sendall(b"\x16\x03\x01")
    reset(s)
    for code, text in in_parallel(20, lambda i: curl(*trust, *[url(server, "sub/a%20text.txt", "https")] * 3)):
        assert code == 0 and text == TEXT * 3
    server.all_closed()
    assert re.match(r"127\.0\.0\.1:\d+ \S+ \"GET / HTTP/1.1\" 200 sent", server.lines[1])
    # Its end, in the middle of an answer, and while somebody does not say what.
    context = ssl.create_default_context(cafile=path("authority.pem"))
    with server.connect() as silent, context.wrap_socket(server.connect(32768), server_hostname="127.0.0.1") as s:
        s.sendall(b"GET /large.bin HTTP/1.1\r\nHost: here\r\n\r\n")
        data = receive(s, 1000)
        server.kill()
        wait_until(server.is_refusing, "it listens still")
        assert (data + receive_all(s)).endswith(large)
        silent.close()
        server.ends()


run_all(files, out_of_the_root, slow_and_broken, stops, logs, refusals, tls)
