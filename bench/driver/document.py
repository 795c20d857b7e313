# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Writes the measured part of docs/performance.md: what stands between the two markers. The rest is written by hand.

import platform
import re

import data
import net_rows
import tables
import task_rows
from results import verdicts

PROGRAMS = """\
On files of a gigabyte (`tools/bench data`; the calculator has 50 MB, the misspelt words 100 MB, and there are 1000 Sudokus): the time of one
run on one processor, as a ratio to ours in the same round, and the most memory of a process. What is distributed has the whole machine, and the
start of `mpirun`, half a second, is in it."""
TASKS = """\
What [tasks](async.md) cost (`tools/bench tasks`), and the same by hand (a call; libuv's callbacks) and in other languages, all in turns, medians of the rounds. Ours, Go and
asyncio run tasks by one thread here. The two rows about threads, with jobs that do nothing, are mostly the kernel's and a mutex's of libuv."""
NET = """\
Servers under load (`tools/bench net`): the server on one processor, what loads it on another, over 127.0.0.1, all in turns, medians of
the rounds. Echo by a small program of ours, HTTP by `wrk`: answers in a second, within what time 99 of 100 came, and what time of its processor
the server had for one. By hand are libuv's callbacks, with http-parser. All run by one thread. To ours: less than 1 is less than ours has. asyncio has
protocols, which are callbacks, and streams; it has no HTTP, and what it runs here hardly reads the requests. nginx sends a file. Of memory what the process
alone has for a connection; what the kernel has is not in it. A good half of the times is the kernel's, the same for all."""
BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"


def machine():
    """The processor in general words."""
    model = platform.machine()
    try:
        with open("/proc/cpuinfo") as file:
            found = re.search(r"^model name\s*: (.*)$", file.read(), re.M)
            model = found.group(1).strip() if found else model
    except OSError:
        pass
    return model


def missed(results):
    lines = []
    for v in verdicts(results):
        if v.met() is False:
            lines.append((v.row.name, v.visibility, v.value_text(), v.goal_text(), v.text()))
    return lines


def measured(results):
    text = ["Measured on %s, by %s, %s." % tuple(results.get("about", ["?"] * 3)), ""]
    text += ["![Times as ratios to each row's reference](performance.svg)", ""]
    text += ["### Goals", "", tables.markdown(*tables.goal_lines(results)), ""]
    text += ["### Everybody", "", "Ratios to the reference of the row (the column of 1.00).", ""]
    for title, head, lines in tables.comparisons(results):
        text += ["%s:" % title, "", tables.markdown(head, lines), ""]
    if results.get("programs"):
        text += ["### Programs", "", PROGRAMS, "", tables.markdown(data.HEAD, results["programs"]), ""]
    if results.get("tasks"):
        text += ["### Tasks", "", TASKS, "", tables.markdown(task_rows.HEAD, results["tasks"]), ""]
    if results.get("net"):
        text += ["### The network", "", NET, "", tables.markdown(net_rows.HEAD, results["net"]), ""]
    if results.get("compile"):
        text += ["### Compile time", ""]
        for title, head, lines in tables.compile_tables(results):
            text += ["%s:" % title, "", tables.markdown(head, lines), ""]
    return "\n".join(text)


def write(path, results):
    with open(path) as file:
        old = file.read()
    before, rest = old.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    with open(path, "w") as file:
        file.write(before + BEGIN + "\n" + measured(results) + END + after)
