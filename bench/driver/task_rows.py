# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# tools/bench tasks: what tasks cost, against the same by hand and what other languages have. Each program prints a figure
# for each of COUNT; all run in turns.

import os
import shutil
import statistics
import subprocess

import measure
from build import output

COMMANDS = {
    "yieldc": "%(out)s/tasks %(what)s %(count)d",
    "by hand": "%(out)s/tasks-by-hand %(what)s %(count)d",
    "one thread": "%(out)s/tasks map %(count)d",
    "Go": "%(out)s/tasks-go %(what)s %(count)d",
    "Node": "node %(bench)s/tasks/tasks.js %(what)s %(count)d",
    "asyncio": "python3 %(bench)s/tasks/tasks.py %(what)s %(count)d",
}


class Row:
    def __init__(self, what, title, unit, count, contenders, fewer, spread=False):
        self.what = what
        self.title = title
        self.unit = unit
        self.count = count
        self.contenders = contenders
        self.fewer = fewer  # for the slow ones, by how much
        self.spread = spread  # over the processors


ROWS = [
    Row("spawn", "start a task and wait for it", "ns", 2000000, ["yieldc", "Go", "Node", "asyncio"], {"asyncio": 40, "Node": 4}),
    Row("spot", "await one on the spot", "ns", 50000000, ["yieldc", "by hand", "Node", "asyncio"], {"asyncio": 50, "Node": 20}),
    Row("queue", "to another task and back, by queues", "ns", 2000000, ["yieldc", "Go", "asyncio"], {"asyncio": 40}),
    Row("sleepers", "a million tasks that sleep", "bytes", 1000000, ["yieldc", "Go", "Node", "asyncio"], {"asyncio": 5}),
    Row("work", "to a thread and back", "ns", 40000, ["yieldc", "by hand", "asyncio"], {"asyncio": 4}, spread=True),
    Row("work64", "the same, 64 at a time", "ns", 400000, ["yieldc", "by hand", "asyncio"], {"asyncio": 20}, spread=True),
    Row("map2", "a parallel map, 20 us a value, two threads", "ns", 100000, ["yieldc", "one thread"], {}, spread=True),
]
HEAD = ("what", "by", "each", "to ours")


def build(builder, out):
    folder = os.path.join(builder.bench, "tasks")
    library = os.path.join(os.path.dirname(builder.yieldcc), "..", "lib", "libyieldc-task.a")
    libraries = [library, "-luv", "-pthread"]
    output([builder.yieldcc, "-O2", os.path.join(folder, "tasks.c"), *libraries, "-o", os.path.join(out, "tasks")])
    output([builder.yieldcc, "-O2", os.path.join(folder, "by-hand.c"), "-luv", "-o", os.path.join(out, "tasks-by-hand")])
    if shutil.which("go"):
        output(["go", "build", "-o", os.path.join(out, "tasks-go"), os.path.join(folder, "tasks.go")])


def can_run(contender):
    return {"Go": shutil.which("go"), "Node": shutil.which("node")}.get(contender, True)


def figure(row, contender, places):
    count = row.count // row.fewer.get(contender, 1)
    command = COMMANDS[contender] % dict(places, what=row.what, count=count)
    done = subprocess.run(
        command.split(), stdout=subprocess.PIPE, text=True, preexec_fn=None if row.spread else measure.pin
    )
    if done.returncode:
        raise measure.Failure("%s: exit status %d" % (command, done.returncode))
    return float(done.stdout)


def run(builder, chosen, note):
    """Lines of a table, one for each contender."""
    os.makedirs(chosen.out, exist_ok=True)
    build(builder, chosen.out)
    places = {"bench": builder.bench, "out": chosen.out}
    lines = []
    for row in ROWS:
        contenders = [contender for contender in row.contenders if can_run(contender)]
        figures = {contender: [] for contender in contenders}
        for round in range(chosen.rounds):
            for contender in contenders:
                note("%s: %s, round %d" % (row.title, contender, round + 1))
                figures[contender].append(figure(row, contender, places))
        for contender in contenders:
            ratio = measure.ratio(figures[contender], figures["yieldc"])
            each = statistics.median(figures[contender])
            lines.append((row.title, contender, "%.*f %s" % (each < 100, each, row.unit), "%.2f" % ratio))
    return lines
