# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# The servers of tools/bench net, and where they run: on one processor, their load on another.

import os
import re
import resource
import shutil
import socket
import subprocess
import time

import measure

PATH = "/hello"
SYSTEM_PYTHON = "/usr/bin/python3"  # has uvloop, if it is installed
PYTHON = SYSTEM_PYTHON if os.path.exists(SYSTEM_PYTHON) else "python3"


class Contender:
    """A server's command; in it %(kind)s is echo or http."""

    def __init__(self, title, command, program=None, kinds=("echo", "http")):
        self.title = title
        self.key = title.lower().replace(" ", "-")
        self.command = command
        self.program = program  # must be installed
        self.kinds = kinds

    def can_run(self):
        if self.title == "uvloop":
            return not subprocess.run([PYTHON, "-c", "import uvloop"], stderr=subprocess.DEVNULL).returncode
        return not self.program or shutil.which(self.program)


CONTENDERS = [
    Contender("yieldc", "%(out)s/net-%(kind)s %(port)d"),
    Contender("by hand", "%(out)s/net-%(kind)s-by-hand %(port)d"),
    Contender("Go", "%(out)s/net-go %(kind)s %(port)d", "go"),
    Contender("Node", "node %(bench)s/net/net.js %(kind)s %(port)d", "node"),
    Contender("asyncio", PYTHON + " %(bench)s/net/net.py %(kind)s %(port)d"),
    Contender("asyncio streams", PYTHON + " %(bench)s/net/net.py %(kind)s %(port)d --streams"),
    Contender("uvloop", PYTHON + " %(bench)s/net/net.py %(kind)s %(port)d --uvloop"),
    Contender("nginx", "nginx -p %(out)s/nginx -c %(out)s/nginx/nginx.conf", "nginx", ["http"]),
]
KEYS = [contender.key for contender in CONTENDERS]


def unlimited():
    """As many open files as may be."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def on_processor_of_servers():
    unlimited()
    measure.pin()


def on_another_processor():
    unlimited()
    all = os.sched_getaffinity(0)
    measure.pin()
    os.sched_setaffinity(0, {max(all - os.sched_getaffinity(0), default=max(all))})


class Ports:
    """Another one for each server, below those that connections get."""

    last = 20000 + os.getpid() % 5000

    def new():
        while True:
            Ports.last = Ports.last + 1 if Ports.last < 32000 else 20000
            with socket.socket() as probe:
                try:
                    probe.bind(("127.0.0.1", Ports.last))
                    return Ports.last
                except OSError:
                    pass


class Server:
    """Runs in a `with`."""

    def __init__(self, contender, kind, places):
        self.port = Ports.new()
        self.title = "%s's %s server" % (contender.title, kind)
        if contender.title == "nginx":
            configure_nginx(places, self.port)
        self.command = (contender.command % dict(places, kind=kind, port=self.port)).split()

    def __enter__(self):
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, preexec_fn=on_processor_of_servers
        )
        try:
            self.wait_until_ready()
        except BaseException:
            self.__exit__()
            raise
        return self

    def wait_until_ready(self):
        give_up = time.time() + 20
        while True:
            try:
                return socket.create_connection(("127.0.0.1", self.port)).close()
            except OSError:
                if self.process.poll() is not None or time.time() > give_up:
                    raise measure.Failure("%s does not start" % self.title)
                time.sleep(0.02)

    def __exit__(self, *_):
        died = self.process.poll()
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if died is not None:
            raise measure.Failure("%s ended with status %d" % (self.title, died))

    def processor_time(self):
        """Seconds, of all its threads."""
        folder = "/proc/%d/task" % self.process.pid
        total = 0
        for thread in os.listdir(folder):
            with open("%s/%s/schedstat" % (folder, thread)) as file:
                total += int(file.read().split()[0])
        return total / 1e9

    def memory(self):
        """Bytes that are its alone."""
        with open("/proc/%d/smaps_rollup" % self.process.pid) as file:
            return int(re.search(r"^Anonymous: *(\d+) kB", file.read(), re.M)[1]) * 1024


def configure_nginx(places, port):
    folder = os.path.join(places["out"], "nginx")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, PATH[1:]), "w") as file:
        file.write("Hello, world\n")
    with open(os.path.join(places["bench"], "net", "nginx.conf")) as file:
        text = file.read()
    with open(os.path.join(folder, "nginx.conf"), "w") as file:
        file.write(text.replace("FOLDER", folder).replace("PORT", str(port)))
