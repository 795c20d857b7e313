# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# The programs of examples/ on large data, against the same by hand and what people use for it: wall time, and the most
# memory, of one run each in turns. All must write the same.

import hashlib
import os
import re
import shutil
import statistics
import subprocess

import measure
from build import output


class Contender:
    """A command; in it %(data)s is the folder of the data, %(name)s that of the programs."""

    def __init__(self, title, command, rounds=None, ranks=None):
        self.title = title
        self.command = command
        self.ranks = ranks  # of MPI: these are not kept on one processor
        self.rounds = rounds  # fewer, for the very slow
        self.seconds = []
        self.megabytes = 0

    def run(self, places, same):
        """A number for what it has written, as far as it must be the same."""
        command = self.command % places
        figures, written = (os.path.join(places["data"], name) for name in ("figures", "written"))
        with open(written, "wb") as file:
            done = subprocess.run(
                [os.path.join(places["out"], "run"), figures, "sh", "-c", command],
                stdout=file,
                preexec_fn=None if self.ranks else measure.pin,
            )
        if done.returncode:
            raise measure.Failure("%s: exit status %d" % (command, done.returncode))
        digest = hashlib.sha256()
        with open(written, "rb") as file:
            found = (same.match(line) for line in file) if same else ()
            parts = (match[1] for match in found if match) if same else iter(lambda: file.read(1 << 20), b"")
            for part in parts:
                digest.update(part)
        with open(figures) as file:
            seconds, kilobytes = file.read().split()
        self.seconds.append(float(seconds))
        self.megabytes = max(self.megabytes, int(kilobytes) / 1024)
        return digest.digest()

    def can_run(self):
        return self.title in ("yieldc", "by hand", "Python") or shutil.which("mpirun" if self.ranks else self.title.split()[0])


def distributed(program, *arguments):
    """With 1 to 4 ranks."""
    command = (
        "OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_plm=isolated exec mpirun --oversubscribe -n %d"
        " %%(out)s/mpi-%s %s"
    )
    return [
        Contender("%d rank%s" % (n, "s"[n == 1 :]), command % (n, program, " ".join(arguments)), ranks=n) for n in (1, 2, 3, 4)
    ]


class Task:
    def __init__(self, name, title, make, contenders, same=None):
        self.name = name
        self.title = title
        self.make = make  # the command that makes the data, from %(megabytes)d
        self.same = same  # the part of a line that must be the same; None: everything
        self.contenders = contenders  # ours first, then by hand, if there is that


TASKS = [
    Task(
        "weblog",
        "[a web server's log](programs/weblog.md)",
        # 124 bytes a line
        "python3 %(bench)s/data/weblog.py make $((%(megabytes)d * 1000000 / 124)) > %(data)s/weblog",
        [
            Contender("yieldc", "exec %(out)s/weblog %(data)s/weblog"),
            Contender("by hand", "exec %(out)s/weblog-by-hand %(data)s/weblog"),
            Contender("awk", "exec awk -f %(bench)s/data/weblog.awk %(data)s/weblog"),
            Contender("Python", "exec python3 %(bench)s/data/weblog.py report %(data)s/weblog", rounds=1),
        ]
        + distributed("weblog", "%(data)s/weblog"),
    ),
    Task(
        "csvtable",
        "[a table of a CSV file](programs/csvtable.md)",
        # 44 bytes a record
        "python3 %(bench)s/data/csvtable.py make $((%(megabytes)d * 1000000 / 44)) > %(data)s/csv",
        [
            Contender("yieldc", "exec %(out)s/csvtable city amount %(data)s/csv"),
            Contender("by hand", "exec %(out)s/csvtable-by-hand city amount %(data)s/csv"),
            Contender(
                "sqlite3",
                "exec sqlite3 -cmd '.mode csv' -cmd '.import %(data)s/csv t' -cmd '.mode list' -cmd '.separator ,' '' 'select city,"
                " count(*), cast(sum(amount) as integer), min(cast(amount as integer)), max(cast(amount as integer))"
                " from t group by city'",
                rounds=1,
            ),
            Contender("mlr", "exec mlr --icsv --ocsv stats1 -a count,sum,min,max -f amount -g city then sort -f city"
                      " %(data)s/csv", rounds=1),
            Contender("Python", "exec python3 %(bench)s/data/csvtable.py table city amount %(data)s/csv", rounds=1),
        ],
        # What needs quotes has them here and not there.
        same=re.compile(rb"(City .*)"),
    ),
    Task(
        "jsonlines",
        "[a filter of JSON lines](programs/jsonlines.md)",
        # 112 bytes a line
        "python3 %(bench)s/data/jsonlines.py make $((%(megabytes)d * 1000000 / 112)) > %(data)s/jsonl",
        [
            Contender("yieldc", "exec %(out)s/jsonlines request.status '>=' 500 %(data)s/jsonl"),
            Contender("by hand", "exec %(out)s/jsonlines-by-hand request.status '>=' 500 %(data)s/jsonl"),
            Contender("jq", "exec jq -c 'select((.request.status | numbers) >= 500)' %(data)s/jsonl", rounds=1),
            Contender("Python", "exec python3 %(bench)s/data/jsonlines.py filter 500 %(data)s/jsonl", rounds=1),
        ],
        # jq writes it without blanks.
        same=re.compile(rb'\{"id": ?(\d+)'),
    ),
    Task(
        "mergelines",
        "[merging](programs/mergelines.md) 16 sorted files",
        "for i in 0 1 2 3 4 5 6 7 8 9 a b c d e f; do"
        " seq -f '%%09.0f the line of file '$i 0 $((%(megabytes)d * 1000000 / 16 / 28)) > %(data)s/sorted-$i; done",
        [
            Contender("yieldc", "exec %(out)s/mergelines %(data)s/sorted-*"),
            Contender("by hand", "exec %(out)s/mergelines-by-hand %(data)s/sorted-*"),
            Contender("sort -m", "LC_ALL=C exec sort -m %(data)s/sorted-*"),
            Contender("Python", "exec python3 -c 'import heapq, sys; sys.stdout.buffer.writelines(heapq.merge(*[open(name,"
                      ' "rb") for name in sys.argv[1:]]))\' %(data)s/sorted-*', rounds=1),
        ],
    ),
    Task(
        "calc",
        "[a calculator](programs/calc.md)",
        # A twentieth of the others: 43 bytes a line
        "python3 %(bench)s/data/calc.py make $((%(megabytes)d * 50000 / 43)) > %(data)s/lines",
        [
            Contender("yieldc", "exec %(out)s/calc %(data)s/lines"),
            Contender("by hand", "exec %(out)s/calc-by-hand %(data)s/lines"),
            Contender("Python", "exec python3 %(bench)s/data/calc.py run %(data)s/lines", rounds=1),
        ],
    ),
    Task(
        "sudoku",
        "[Sudokus](programs/sudoku.md)",
        "python3 %(bench)s/data/sudoku.py make %(megabytes)d > %(data)s/puzzles",
        [
            Contender("yieldc", "exec %(out)s/sudoku %(data)s/puzzles"),
            Contender("by hand", "exec %(out)s/sudoku-by-hand %(data)s/puzzles"),
            Contender("Python", "exec python3 %(bench)s/data/sudoku.py solve %(data)s/puzzles", rounds=1),
        ],
    ),
    Task(
        "queens",
        "[fourteen queens](programs/sudoku.md#queens)",
        "true",
        [
            Contender("yieldc", "exec %(out)s/queens 14"),
            Contender("by hand", "exec %(out)s/queens-by-hand 14"),
            Contender("Python", "exec python3 %(bench)s/data/queens.py 14", rounds=1),
        ],
    ),
    Task(
        "spell",
        "[misspelt words](programs/spell.md)",
        # A tenth of the others: 10 bytes a word
        "python3 %(bench)s/data/spell.py make %(data)s/words $((%(megabytes)d * 10000)) > %(data)s/text",
        # The status is 1: there are some.
        [
            Contender("yieldc", "%(out)s/spell %(data)s/words %(data)s/text || test $? = 1"),
            Contender("by hand", "exec %(out)s/spell-by-hand %(data)s/words %(data)s/text"),
            Contender("Python", "exec python3 %(bench)s/data/spell.py check %(data)s/words %(data)s/text", rounds=1),
        ],
    ),
    Task(
        "wordcount",
        "[a word count](programs/ranks.md)",
        "python3 %(bench)s/data/spell.py make %(data)s/words $((%(megabytes)d * 10000)) > %(data)s/part &&"
        " for i in 0 1 2 3 4 5 6 7 8 9; do cat %(data)s/part; done > %(data)s/text && rm %(data)s/part",
        [Contender("yieldc", "exec %(out)s/wordcount 1 %(data)s/text")] + distributed("wordcount", "1", "%(data)s/text"),
    ),
]

NAMES = [task.name for task in TASKS]


def build(builder, out):
    bench, examples = os.path.join(builder.bench, "data"), os.path.join(builder.bench, "..", "examples")
    sources = {name: examples for name in NAMES}
    sources.update({name + "-by-hand": bench for name in NAMES if os.path.exists(os.path.join(bench, name + ".c"))})
    if shutil.which("mpirun"):
        sources.update({"mpi-weblog": examples, "mpi-wordcount": examples})
    sources["run"] = bench
    for name, folder in sources.items():
        source = os.path.join(folder, name.removesuffix("-by-hand") + ".c")
        mpi = output(["pkg-config", "--cflags", "--libs", "ompi-c"]).split() if name.startswith("mpi-") else []
        output([builder.yieldcc, "-O2", "-w", source, "-lcjson", "-lm", *mpi, "-o", os.path.join(out, name)])


def merged(old, new):
    """New lines in the place of those of the same programs."""
    titles = [task.title for task in TASKS]
    measured = {line[0] for line in new}
    kept = [tuple(line) for line in old if line[0] in titles and line[0] not in measured]
    return sorted(kept + new, key=lambda line: titles.index(line[0]))


def run(builder, chosen, note):
    """Lines of a table, one for each contender."""
    out, megabytes, rounds = chosen.out, chosen.megabytes, chosen.rounds
    folder = os.path.join(out, "data")
    os.makedirs(folder, exist_ok=True)
    build(builder, out)
    places = {"bench": builder.bench, "out": out, "data": folder, "megabytes": megabytes}
    lines = []
    for task in TASKS:
        if task.name not in chosen.programs:
            continue
        note("%s: making %d MB" % (task.name, megabytes))
        subprocess.run(["sh", "-c", task.make % places], check=True)
        contenders = [contender for contender in task.contenders if contender.can_run()]
        written = {}
        for round in range(rounds):
            for contender in contenders:
                if round < (contender.rounds or rounds):
                    note("%s: %s, round %d" % (task.name, contender.title, round + 1))
                    written[contender.title] = contender.run(places, task.same)
        for title, digest in written.items():
            if digest != written["yieldc"]:
                raise measure.Failure("%s: %s writes something else" % (task.name, title))
        for contender in contenders:
            ratio = measure.ratio(contender.seconds, contenders[0].seconds)
            seconds = statistics.median(contender.seconds)
            lines.append((task.title, contender.title, "%.2f" % seconds, "%.2f" % ratio, "%.0f" % contender.megabytes))
    shutil.rmtree(folder)
    return lines


HEAD = ("program", "by", "s", "to ours", "MB at most")
