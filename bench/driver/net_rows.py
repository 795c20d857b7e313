# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# tools/bench net: what servers do under load, and the memory of idle connections. Each run has a server of its own, all in
# turns. What is not installed is left out.

import os
import re
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import time

import measure
from build import output
from net_servers import CONTENDERS, PATH, Server, on_another_processor

WARM_UP = 0.5  # s of load.c, before it counts


class Row:
    def __init__(self, what, kind, title, connections):
        self.name = "%s-%s" % (kind, "memory" if what == "memory" else connections)
        self.what = what
        self.kind = kind
        self.title = title
        self.connections = connections


ROWS = [
    Row("load", "echo", "64 bytes and back, 64 connections", 64),
    Row("load", "echo", "the same, 1,000 connections", 1000),
    Row("load", "echo", "the same, 10,000 connections", 10000),
    Row("memory", "echo", "memory of an idle one of 10,000", 10000),
    Row("load", "http", "HTTP, 64 connections", 64),
    Row("load", "http", "HTTP, 1,000 connections", 1000),
    Row("load", "http", "HTTP, 10,000 connections", 10000),
    Row("memory", "http", "memory of an idle HTTP connection of 10,000", 10000),
]
NAMES = [row.name for row in ROWS]
HEAD = ("what", "by", "each", "to ours", "99 % within", "to ours", "processor, each", "to ours")


# ---- One run ----------------------------------------------------------------


def load_command(command):
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, preexec_fn=on_another_processor
    )
    if done.returncode:
        raise measure.Failure("%s: exit status %d" % (" ".join(command), done.returncode))
    return done.stdout


def check_http(server):
    """All must answer the same."""
    with socket.create_connection(("127.0.0.1", server.port), 10) as connection:
        connection.sendall(b"GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" % PATH.encode())
        answer = b""
        while not answer.endswith(b"\r\n\r\nHello, world\n"):
            more = connection.recv(4096)
            if not more:
                break
            answer += more
    for what in (rb"\AHTTP/1\.1 200 ", rb"\ncontent-length: 13\r", rb"\ncontent-type: text/plain", rb"\ndate: .* GMT\r"):
        if not re.search(what, answer, re.I):
            raise measure.Failure("%s answers %r" % (server.title, answer))


def wrk(server, connections, seconds):
    url = "http://127.0.0.1:%d%s" % (server.port, PATH)
    return ["wrk", "-t1", "-c%d" % connections, "-d%ds" % seconds, "--latency", "--timeout", "10s", url]


def wrk_figures(title, printed):
    """Requests in a second, and microseconds within which 99 of 100 were answered."""
    rate = re.search(r"^Requests/sec: *([\d.]+)", printed, re.M)
    within = re.search(r"^ *99% *([\d.]+)(us|ms|s|m) *$", printed, re.M)
    errors = re.search(r"^ *(Socket errors|Non-2xx).*", printed, re.M)
    if errors or not rate or not within:
        raise measure.Failure("%s: %s" % (title, errors[0].strip() if errors else printed))
    return float(rate[1]), float(within[1]) * {"us": 1, "ms": 1e3, "s": 1e6, "m": 6e7}[within[2]]


def load(server, row, seconds, places):
    """Answers in a second, and in microseconds within what time 99 of 100 came, and the server's processor time for one."""
    if row.kind == "http":
        check_http(server)
        load_command(wrk(server, 64, 1))
        seconds *= 3 if row.connections > 4096 else 1  # connecting is in the time of wrk
        command, before = wrk(server, row.connections, seconds), 0
    else:
        command = [places["out"] + "/net-load", str(server.port), str(row.connections), str(seconds), "64"]
        before = WARM_UP
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, preexec_fn=on_another_processor)
    time.sleep(before + 0.25 * seconds)
    begin, used = time.monotonic(), server.processor_time()
    time.sleep(0.6 * seconds)
    part = (server.processor_time() - used) / (time.monotonic() - begin)
    printed = process.communicate()[0]
    if process.returncode:
        raise measure.Failure("%s: exit status %d of the load" % (server.title, process.returncode))
    if row.kind == "http":
        rate, within = wrk_figures(server.title, printed)
    else:
        rate, _, within = map(float, printed.split())
    return rate, within, part / rate * 1e6


def memory(server, row, places):
    """Bytes for each of many idle connections."""
    idle = "idle-http" if row.kind == "http" else "idle"
    command = [places["out"] + "/net-load", str(server.port), "%d", idle]
    load_command([word.replace("%d", "1") for word in command])
    before = server.memory()
    process = subprocess.Popen(
        [word.replace("%d", str(row.connections)) for word in command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=on_another_processor,
    )
    opened = process.stdout.readline()
    time.sleep(0.3)
    each = (server.memory() - before) / row.connections
    process.communicate()
    if opened != "open\n" or process.returncode:
        raise measure.Failure("%s: %d connections cannot be opened" % (server.title, row.connections))
    return (each,)


# ---- All of them ------------------------------------------------------------


def build(builder, out):
    """The kinds of servers there are."""
    folder = os.path.join(builder.bench, "net")
    libraries = os.path.join(os.path.dirname(builder.yieldcc), "..", "lib")
    task, http = (os.path.join(libraries, "libyieldc-%s.a" % name) for name in ("task", "http"))
    programs = {
        "load": ["load.c", "load-echo.c", "-pthread"],
        "echo": ["echo.c", task, "-luv", "-pthread"],
        "echo-by-hand": ["echo-by-hand.c", "-luv"],
    }
    kinds = ["echo"]
    if os.path.exists(http):
        programs["http"] = ["http.c", http, task, "-lhttp_parser", "-luv", "-pthread"]
        programs["http-by-hand"] = ["http-by-hand.c", "-lhttp_parser", "-luv"]
        kinds.append("http")
    for name, words in programs.items():
        words = [os.path.join(folder, word) if word.endswith(".c") else word for word in words]
        output([builder.yieldcc, "-O2", *words, "-o", os.path.join(out, "net-" + name)])
    if shutil.which("go"):
        output(["go", "build", "-o", os.path.join(out, "net-go"), os.path.join(folder, "net.go")])
    return kinds


def can_run(row):
    """Is wrk there, and can so many connections be open?"""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if most != resource.RLIM_INFINITY and most < row.connections + 200:
        print("bench: no more than %d files may be open: no row %s" % (most, row.name), file=sys.stderr)
        return False
    return row.kind == "echo" or row.what == "memory" or shutil.which("wrk")


def line(row, contender, figures):
    """Of the table; `figures`: each one's in all rounds."""
    mine, ours = figures[contender], figures.get("yieldc")
    units = ["%.0f bytes"] if row.what == "memory" else ["%.0f /s", "%.0f us", "%.1f us"]
    cells = [row.title, contender]
    for i, unit in enumerate(units):
        column = [found[i] for found in mine]
        cells.append(unit % statistics.median(column))
        cells.append("%.2f" % measure.ratio(column, [found[i] for found in ours]) if ours else "")
    return tuple(cells + [""] * (len(HEAD) - len(cells)))


def run(builder, chosen, note):
    """Lines of a table, one for each contender."""
    os.makedirs(chosen.out, exist_ok=True)
    kinds = build(builder, chosen.out)
    places = {"bench": builder.bench, "out": chosen.out}
    runnable = [c for c in CONTENDERS if c.key in chosen.contenders and c.can_run()]
    lines = []
    for row in ROWS:
        if row.name not in chosen.loads or row.kind not in kinds or not can_run(row):
            continue
        contenders = [contender for contender in runnable if row.kind in contender.kinds]
        figures = {contender.title: [] for contender in contenders}
        for round in range(min(chosen.rounds, 3) if row.what == "memory" else chosen.rounds):
            turn = round % len(contenders)
            for contender in contenders[turn:] + contenders[:turn]:
                note("%s: %s, round %d" % (row.name, contender.title, round + 1))
                with Server(contender, row.kind, places) as server:
                    found = memory(server, row, places) if row.what == "memory" else load(server, row, chosen.seconds, places)
                figures[contender.title].append(found)
        lines += [line(row, contender.title, figures) for contender in contenders]
    return lines


def merged(old, new):
    """New lines in the place of those of the same rows."""
    titles = [row.title for row in ROWS]
    measured = {line[0] for line in new}
    kept = [tuple(line) for line in old if line[0] in titles and line[0] not in measured]
    return sorted(kept + new, key=lambda line: titles.index(line[0]))
