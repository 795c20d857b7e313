# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Runs the programs of a row in turns, compares their checksums, and takes medians over the rounds.

import os
import statistics
import subprocess

PROCESSOR = None  # where the programs run; None: on the last one


class Failure(Exception):
    pass


def pin():
    """Keeps a program on one processor."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0)) if PROCESSOR is None else PROCESSOR})


def ratio(times, reference):
    """Median of the ratios within each round: what changes between rounds does not count."""
    return statistics.median(ours / theirs for ours, theirs in zip(times, reference))


class Program:
    """A variant of a row, ready to run."""

    def __init__(self, variant, visibility, commands, items):
        self.variant = variant
        self.visibility = visibility
        self.commands = commands  # the same in several layouts
        self.items = items
        self.times = []  # ns per item, one of each round
        self.bytes = None

    def label(self):
        return "%s %s" % (self.variant.title, self.visibility)

    def run(self, items, length, repeats, round=0):
        """What the program printed, as a dictionary."""
        command = self.commands[round % len(self.commands)] + [str(items), str(length), str(repeats)]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=pin)
        if done.returncode:
            raise Failure("%s: exit status %d: %s" % (" ".join(command), done.returncode, done.stderr.strip()))
        return dict(word.split("=") for word in done.stdout.split())

    def time(self):
        return statistics.median(self.times)

    def ratio(self, reference):
        return ratio(self.times, reference.times)


class Checksums:
    """Of one row: fails where two variants differ for the same number of items."""

    def __init__(self, row):
        self.row = row
        self.seen = {}  # by items: the one with the most bits so far

    def check(self, program, items, printed):
        sum, bits = int(printed["sum"]), int(printed.get("bits", 64))
        known, known_bits, label = self.seen.get(items, (sum, 0, ""))
        if (sum ^ known) % (1 << min(bits, known_bits)):
            what = (self.row.name, items, program.label(), sum, label, known)
            raise Failure("%s, %d items: the checksum of %s is %d, that of %s %d" % what)
        if bits > known_bits:
            self.seen[items] = sum, bits, program.label()


def check(row, programs):
    """One short run of each, for the checksums only."""
    sums = Checksums(row)
    for program in programs:
        sums.check(program, row.check, program.run(row.check, row.length, 1))


def measure(row, programs, rounds, repeats):
    check(row, programs)
    sums = Checksums(row)
    for round in range(rounds):
        # Each round begins elsewhere, so that nobody always runs after the same neighbour.
        turn = round * 3 % len(programs)
        for program in programs[turn:] + programs[:turn]:
            printed = program.run(program.items, row.length, repeats, round)
            sums.check(program, program.items, printed)
            program.times.append(int(printed["ns"]) / program.items)
            if "bytes" in printed:
                program.bytes = float(printed["bytes"])
