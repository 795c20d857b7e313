# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What was measured, as plain dictionaries that are kept in a JSON file between runs:
#   rows: {row: {visibility: {variant: {"ns", "ratio", "bytes", "allocations"}}}}
#   compile: {table: [line]}

import json

from rows import ROWS, Goal


def of_row(row, programs, allocations):
    """`ratio`: to the reference of the row's goal for yieldc in the same visibility."""
    found = {}
    for visibility in ("visible", "opaque"):
        there = {p.variant.key: p for p in programs if p.visibility == visibility}
        goal = row.goals.get(("yieldc", visibility), Goal(None))
        reference = there.get(goal.reference)
        entry = found[visibility] = {}
        for key, program in there.items():
            entry[key] = {"ns": program.time()}
            if program.bytes:
                entry[key]["bytes"] = program.bytes
            if reference and program.items == reference.items:
                entry[key]["ratio"] = program.ratio(reference)
            elif reference:
                entry[key]["ratio"] = program.time() / reference.time()
            if (key, visibility) in allocations:
                entry[key]["allocations"] = allocations_text(*allocations[key, visibility])
    return found


class Verdict:
    """One goal and what became of it."""

    def __init__(self, row, variant, visibility, goal, entry):
        self.row = row
        self.variant = variant
        self.visibility = visibility
        self.goal = goal
        self.measured = entry.get(variant)
        self.reference = entry.get(goal.reference)
        self.value = None
        if self.measured:
            self.value = self.measured.get("bytes") if row.unit == "bytes" else self.measured.get("ratio")

    def goal_text(self):
        if self.goal.limit is None:
            return ""
        return "≤ %d B" % self.goal.limit if self.row.unit == "bytes" else "≤ %.2f" % self.goal.limit

    def value_text(self):
        if self.value is None:
            return ""
        return "%.0f B" % self.value if self.row.unit == "bytes" else ratio_text(self.value)

    def met(self):
        """None where there is nothing to reach. Half a hundredth is not a miss: it is shown as equal."""
        if self.goal.limit is None or self.value is None:
            return None
        return self.value < self.goal.limit + (0.5 if self.row.unit == "bytes" else 0.005)

    def text(self):
        if self.goal.limit is None:
            return ""
        if self.value is None:
            return "not measured"
        return "met" if self.met() else "missed, %.2f × the goal" % (self.value / self.goal.limit)


def ratio_text(ratio):
    return "%.2f" % ratio if ratio < 9.995 else "%.1f" % ratio if ratio < 99.95 else "%.0f" % ratio


def allocations_text(total, items):
    if not total:
        return "none"
    return "%.2g per item" % (total / items) if total > items / 100 else "%d in all" % total


def time_text(ns):
    return "%.3f" % ns if ns < 0.9995 else "%.2f" % ns if ns < 99.995 else "%.0f" % ns


def verdicts(results):
    for row in ROWS:
        for (variant, visibility), goal in row.goals.items():
            entry = results.get("rows", {}).get(row.name, {}).get(visibility)
            if entry:
                yield Verdict(row, variant, visibility, goal, entry)


def load(path):
    try:
        with open(path) as file:
            return json.load(file)
    except (OSError, ValueError):
        return {}


def save(path, results):
    with open(path, "w") as file:
        json.dump(results, file, indent=1)
