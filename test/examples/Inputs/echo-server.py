# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# echo-server.py PROGRAM [all]    tests examples/echo-server.c; "all": also what takes longer

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

from servers import PATIENCE, Program, in_parallel, receive, receive_all, reset, run_all, send_until_stuck, wait_until

program = sys.argv[1]
folder = tempfile.TemporaryDirectory()
ANY = 40000000  # bytes, more than all buffers hold


def path(name):
    return os.path.join(folder.name, name)


def start(*arguments):
    return Program(program, "--port", "0", *arguments)


def connect_local(name):
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(PATIENCE)
    s.connect(path(name))
    return s


def says(s, data):
    s.sendall(data)
    assert receive(s, len(data)) == data


def is_silent(s):
    s.settimeout(0.3)
    try:
        s.recv(1)
    except TimeoutError:
        return True
    finally:
        s.settimeout(PATIENCE)
    return False


def send_and_shut(s, data):
    s.sendall(data)
    s.shutdown(socket.SHUT_WR)


def echoes():
    server = start("--unix", path("echoes"))
    assert "listening on " + path("echoes") in server.lines
    for s in server.connect(), connect_local("echoes"):
        with s:
            says(s, b"hello")
            says(s, bytes(range(256)))
            # What is sent before one side ends comes back all the same.
            data = os.urandom(3000000)
            sender = threading.Thread(target=send_and_shut, args=(s, data))
            sender.start()
            assert receive_all(s) == data
            sender.join()

    def talk(i):
        with connect_local("echoes") if i % 2 else server.connect() as s:
            for n in range(20):
                says(s, b"%d %d" % (i, n) * 100)

    in_parallel(100, talk)
    # Who does not read holds up nobody else, and gets everything in the end.
    with server.connect(32768) as slow, server.connect() as other:
        sent = send_until_stuck(slow, ANY)
        assert sent < ANY
        says(other, b"and I?")
        slow.shutdown(socket.SHUT_WR)
        assert receive_all(slow) == bytes(sent)
    # Who breaks off, while idle or in the middle.
    s = server.connect()
    says(s, b"a")
    reset(s)
    s = server.connect(32768)
    send_until_stuck(s, ANY)
    reset(s)
    server.all_closed()
    server.stop()


def lets_them_go_on():
    server = start("--unix", path("ends"), "--grace", "100")
    s, other = server.connect(), connect_local("ends")
    says(s, b"a")
    says(other, b"a")
    server.kill(signal.SIGINT)
    wait_until(server.is_refusing, "it listens still")
    assert not os.path.exists(path("ends"))
    says(s, b"still here?")
    says(other, b"and here?")
    s.close()
    other.close()
    server.ends()


def grace_ends():
    server = start("--grace", "1")
    with server.connect() as idle, server.connect(32768) as slow:
        says(idle, b"a")
        send_until_stuck(slow, ANY)
        begun = time.monotonic()
        server.stop()
        assert time.monotonic() - begun > 0.9
        assert idle.recv(1) == b""


def second_signal():
    server = start("--grace", "1000")
    with server.connect() as s:
        says(s, b"a")
        server.kill()
        wait_until(server.is_refusing, "it listens still")
        server.kill()
        server.ends(-signal.SIGTERM)


def two_at_a_time():
    server = start("--unix", path("two"), "--limit", "2")
    first, second = server.connect(), connect_local("two")
    says(first, b"first")
    says(second, b"second")
    third, fourth = server.connect(), connect_local("two")
    third.sendall(b"third")
    fourth.sendall(b"fourth")
    assert is_silent(third) and is_silent(fourth)
    first.close()
    second.close()
    assert receive(third, 5) == b"third" and receive(fourth, 6) == b"fourth"
    third.close()
    fourth.close()
    server.all_closed()
    server.stop()
    # It ends also while somebody waits for a place.
    server = start("--limit", "1", "--grace", "0")
    with server.connect() as first, server.connect() as second:
        says(first, b"first")
        second.sendall(b"second")
        assert is_silent(second)
        server.stop()


def idle_ones():
    server = start("--idle", "1")
    with server.connect() as idle, server.connect(32768) as slow:
        begun = time.monotonic()
        send_until_stuck(slow, ANY)
        assert idle.recv(1) == b"" and time.monotonic() - begun > 0.9
        server.all_closed()
    server.stop()


def busy_ones():
    """Time begins anew whenever something comes."""
    server = start("--idle", "5")
    with server.connect() as s:
        for i in range(8):
            says(s, b"a")
            time.sleep(0.8)
        says(s, b"a")
    server.stop()


def fails(status, text, *arguments):
    done = subprocess.run([program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=PATIENCE)
    assert done.returncode == status and text in done.stderr, done


def refusals():
    server = start("--unix", path("taken"))
    fails(1, "127.0.0.1: address already in use", "--port", str(server.port))
    fails(1, path("taken") + ": address already in use", "--port", "0", "--unix", path("taken"))
    fails(1, "nowhere: invalid argument", "--address", "nowhere")
    fails(2, "'x' must be a number, at most 65535", "--port", "x")
    fails(2, "'65536' must be a number, at most 65535", "--port", "65536")
    fails(2, "usage: echo-server ", "--limit", "0")
    fails(2, "usage: echo-server ", "7777")
    # The file of one that was killed is no hindrance.
    server.kill(signal.SIGKILL)
    server.ends(-signal.SIGKILL)
    server = start("--unix", path("taken"))
    with connect_local("taken") as s:
        says(s, b"a")
    server.stop()


run_all(echoes, lets_them_go_on, grace_ends, second_signal, two_at_a_time, idle_ones, refusals)
if sys.argv[2:] == ["all"]:
    busy_ones()
