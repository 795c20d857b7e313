# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""crawled-site.py CRAWLER FOLDER: runs a crawler on sites that are made here, and says what is wrong."""

import http.server
import os
import re
import signal
import subprocess
import sys
import threading
import time

crawler, folder = sys.argv[1:]
cache = os.path.join(folder, "cache")
LIMIT = 3


class Site:
    """What is asked for, and how many requests there are at a time."""

    def __init__(self):
        self.lock = threading.Condition()
        self.requests = []  # (path, time, whether it is conditional)
        self.counts = {}  # of all runs
        self.now = self.most = 0
        self.changed = 0  # the version of /changes

    def came(self, path, conditional):
        with self.lock:
            self.requests.append((path, time.monotonic(), conditional))
            self.now += 1
            self.most = max(self.most, self.now)
            self.lock.notify_all()
            self.counts[path] = self.counts.get(path, 0) + 1
            return self.counts[path]

    def wait_for_others(self):
        with self.lock:
            self.lock.wait_for(lambda: self.now >= LIMIT or self.most >= LIMIT, 10)

    def left(self):
        with self.lock:
            self.now -= 1

    def begin(self):
        with self.lock:
            self.requests, self.most = [], self.now

    def times(self, path):
        return [when for other, when, _ in self.requests if other == path]


site = Site()
stopped = threading.Event()


def page(*links):
    return "<!doctype html><title>x</title>" + "".join("<p><a href='%s'>x</a>" % link for link in links)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body="", headers=(), type="text/html; charset=utf-8", claims=0):
        body = body.encode()
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Type", type)
            self.send_header("Content-Length", str(claims or len(body)))
        # The crawler may ask again as soon as it has read this.
        site.left()
        self.end_headers()
        if status != 304:
            self.wfile.write(body)

    def known(self, tag, body, **more):
        """A page that can be asked for again."""
        if self.headers.get("If-None-Match") == tag:
            return self.answer(304, headers=[("ETag", tag)])
        return self.answer(200, body, [("ETag", tag)], **more)

    def do_GET(self):
        path = self.path
        conditional = "If-None-Match" in self.headers or "If-Modified-Since" in self.headers
        count = site.came(path, conditional)
        if path == "/":
            base = "http://127.0.0.1:%d" % self.server.server_port
            self.known(
                '"root"',
                page(*("/many/%d" % i for i in range(12)), "/flaky", "busy", "loop/a", "/old?x=1&amp;y=2", "#top", "")
                + "<a href=%s/deep/0>" % base.upper().replace("HTTP", "http")
                + "<a href='http://localhost:%d/elsewhere'><img src='/picture'>" % self.server.server_port
                + "<!-- <a href=/comment> --><a href='mailto:a@b'><a href='/missing'><a href=/away><a href=/changes>"
                + "<script>'<a href=/script>'</script>",
            )
        elif path.startswith("/many/"):
            site.wait_for_others()
            self.known('"%s"' % path, page("/", "../loop/b"))
        elif path == "/flaky" and count == 1:
            self.answer(500, "oh")
        elif path == "/flaky" and count == 2:
            self.close_connection = True  # in the middle of the answer
            self.answer(200, "half", claims=100)
        elif path == "/flaky":
            self.known('"flaky"', page("/behind-flaky"))
        elif path == "/behind-flaky":
            self.answer(200, "plain <a href=/no>", type="text/plain")
        elif path == "/busy" and count == 1:
            self.answer(429, "later", [("Retry-After", "1")])
        elif path == "/busy":
            self.known('"busy"', "", type="image/png")
        elif path == "/loop/a":
            self.known('"a"', page("b", "a", "../loop/./b#x", "#top", ""))
        elif path == "/loop/b":
            self.known('"b"', page("a", "/loop/a?"))
        elif path == "/old?x=1&y=2":
            self.answer(301, "gone", [("Location", "new?x=1#part")])
        elif path == "/new?x=1":
            date = "Sat, 28 Nov 2026 10:00:00 GMT"
            if self.headers.get("If-Modified-Since") == date:
                self.answer(304)
            else:
                self.answer(200, page("/behind-new"), [("Last-Modified", date)])
        elif path == "/behind-new":
            self.known('"behind"', "<base href=/based/><base href=/no/>" + page("x"))
        elif path == "/based/x":
            self.known('"based"', "x")
        elif path == "/away":
            self.answer(302, "", [("Location", "http://localhost:1/elsewhere")])
        elif path == "/picture":
            self.known('"picture"', "x" * 100000, type="image/png")
        elif path.startswith("/deep/"):
            self.known('"%s"' % path, page("%d" % (int(path[6:]) + 1)))
        elif path == "/changes":
            self.known('"%d"' % site.changed, page("/version-%d" % site.changed))
        elif path.startswith("/version-"):
            self.answer(200, "v", [("ETag", '"v"'), ("Cache-Control", "no-store")])
        elif path == "/hangs":
            stopped.wait(60)
            self.answer(200, "late")
        elif path.startswith("/around/"):
            self.answer(307, "", [("Location", str(int(path[8:]) + 1))])
        elif path == "/down":
            self.answer(503, "down", [("Retry-After", "100000")])
        elif path == "/broken":
            self.answer(503, "broken")
        else:
            self.answer(404, "none")


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 100

    def handle_error(self, *_):
        pass  # a client that went away


server = Server(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
root = "http://127.0.0.1:%d" % server.server_port


def expect(condition, *what):
    if not condition:
        print(*what, file=sys.stderr)
        sys.exit(1)


def crawl(*arguments):
    """Status, lines (without the site), and what it says of failures."""
    site.begin()
    done = subprocess.run([crawler, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=120)
    return done.returncode, sorted(done.stdout.replace(root, "").splitlines()), done.stderr.replace(root, "")


def expected_pages(conditional):
    size = {path: len(text) for path, text in {
        "/loop/a": page("b", "a", "../loop/./b#x", "#top", ""), "/loop/b": page("a", "/loop/a?"),
        "/flaky": page("/behind-flaky"), "/busy": "", "/new?x=1": page("/behind-new"),
        "/behind-new": "<base href=/based/><base href=/no/>" + page("x"), "/based/x": "x", "/picture": "x" * 100000,
        **{"/many/%d" % i: page("/", "../loop/b") for i in range(12)},
        **{"/deep/%d" % i: page("%d" % (i + 1)) for i in range(4)},
    }.items()}
    lines = ["%d %d %s" % ((304, 0, path) if conditional else (200, length, path)) for path, length in size.items()]
    return lines + ["301 4 /old?x=1&y=2", "302 0 /away", "404 4 /missing", "200 18 /behind-flaky"]


def without(lines, *paths):
    return sorted(line for line in lines if line.split(" ")[2] not in paths)


options = ["--limit", str(LIMIT), "--depth", "4", "--wait", "0.1", "--cache", cache]

# The first time.
code, lines, errors = crawl(*options, root)
expect(code == 1 and errors == "", code, errors)
expect(without(lines, "/", "/changes", "/version-0") == sorted(expected_pages(False)), "\n".join(lines))
expect(re.search(r"^200 [0-9]+ /$", "\n".join(lines), re.M) and "200 1 /version-0" in lines, lines)
expect(site.most == LIMIT, site.most, "requests at a time")
paths = [path for path, _, _ in site.requests]
expect(sorted(set(paths)) == sorted(line.split(" ")[2] for line in lines), "not in a line:", paths)
expect({p for p in paths if paths.count(p) > 1} == {"/flaky", "/busy"} and len(paths) == len(set(paths)) + 3, paths)
expect(not any(conditional for _, _, conditional in site.requests), "conditions without a cache")
first, second, third = site.times("/flaky")
expect(second - first >= 0.05 and third - second >= 0.1, "does not back off:", second - first, third - second)
first, second = site.times("/busy")
expect(second - first >= 1, "Retry-After:", second - first)

# The second time nothing is sent but what has changed, and what cannot be kept.
site.changed = 1
code, lines, errors = crawl(*options, root + "/")
expect(code == 1 and errors == "", code, errors)
expect(without(lines, "/", "/changes", "/version-1") == sorted(expected_pages(True)), "\n".join(lines))
expect("304 0 /" in lines and "200 1 /version-1" in lines, lines)
expect(any(re.match("200 [1-9][0-9]* /changes$", line) for line in lines), lines)
expect(len(site.requests) == len(lines), "tried again:", site.requests)
unconditional = {path for path, _, conditional in site.requests if not conditional}
expect(unconditional == {"/old?x=1&y=2", "/away", "/missing", "/behind-flaky", "/version-1"}, unconditional)
expect(not any(name.startswith("new-") for name in os.listdir(cache)), "left in the cache")

code, lines, errors = crawl(*options, root + "/version-1")
expect(lines == ["200 1 /version-1"] and not site.requests[0][2], "no-store:", lines, site.requests)

# What is damaged in there is asked for again.
for name in os.listdir(cache):
    with open(os.path.join(cache, name), "r+") as file:
        file.truncate(os.path.getsize(file.name) - 1 if name[-1] in "02468ace" else 0)
code, lines, errors = crawl(*options, "--progress", "--depth", "1", root)
expect(code == 1 and len(lines) == 23 and not any(line.startswith("304") for line in lines), lines)
expect(errors.endswith("23 done, 0 under way, 0 to do, 0.1 MB\n"), errors)

# No answer, in time or at all; a wait that nobody waits for; redirects without end; several sites.
quick = ["--wait", "0.01", "--tries", "2"]
code, lines, errors = crawl("--timeout", "0.5", "--tries", "1", root + "/hangs")
expect(code == 1 and not lines and re.match("crawler: /hangs: .*tim", errors), code, lines, errors)
code, lines, errors = crawl(*quick, root + "/down")
expect((code, lines, len(site.requests)) == (1, ["503 4 /down"], 1), code, lines, site.requests)
code, lines, errors = crawl(*quick, root + "/broken")
expect((code, lines, len(site.requests)) == (1, ["503 6 /broken"], 2), code, lines, site.requests)
code, lines, errors = crawl(*quick, root + "/around/0")
expect(len(lines) == 11 and "more than 10 redirects" in errors and code == 1, code, lines, errors)
code, lines, errors = crawl(*quick, "--depth", "0", root + "/loop/a", root + "/loop/b", "http://127.0.0.1:1/")
expect(code == 1 and len(lines) == 2 and "crawler: http://127.0.0.1:1/: " in errors, code, lines, errors)
code, lines, errors = crawl(*quick, "--depth", "0", root + "/loop/a", root + "/loop/a#x")
expect(code == 0 and len(lines) == 1 and errors == "", code, lines, errors)

port = server.server_port
code, lines, errors = crawl(*quick, "--depth", "0", "http://LocalHost:%d/loop/a" % port, "http://localhost:%d/loop/a" % port)
expect(code == 0 and lines == ["200 145 http://localhost:%d/loop/a" % port], code, lines, errors)

# A signal ends it: what was printed is there, and what is under way is given up.
site.begin()
process = subprocess.Popen(
    [crawler, root + "/loop/a", root + "/hangs"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
with site.lock:
    expect(site.lock.wait_for(lambda: len(site.requests) == 3, 60), "does not ask:", site.requests)
began = time.monotonic()
process.send_signal(signal.SIGINT)
output, errors = process.communicate(timeout=60)
expect(process.returncode == 130 and errors == "", process.returncode, errors)
expect(re.fullmatch("(200 .*\n){1,2}", output), output)
expect(time.monotonic() - began < 20, "took long to end")
stopped.set()

# What makes no sense.
for arguments in [], ["--limit", "0", root], ["--depth", "x", root], ["--no", root], ["--timeout", "", root]:
    code, lines, errors = crawl(*arguments)
    expect(code == 2 and "usage: crawler" in errors, arguments, errors)
code, lines, errors = crawl("ftp://x/")
expect(code == 1 and errors == "crawler: ftp://x/: no URL; it must begin with http:// or https://\n", errors)
code, lines, errors = crawl("--cache", "/dev/null/x", root)
expect(code == 1 and errors == "crawler: /dev/null/x: Not a directory\n", errors)
