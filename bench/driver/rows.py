# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# The rows of the benchmark: how much work each is, what it is compared to, and what is to be reached.

# The files with the generators, by variant.
FIBONACCI = {"yieldc": ["fibonacci"], "machine": ["fibonacci"], "source": ["source-fibonacci"], "cpp": ["fibonacci"]}
SQUARES = dict(FIBONACCI, yieldc=["squares"], machine=["squares"], source=["source-squares"])
PIPELINE = dict(
    FIBONACCI,
    yieldc=["fibonacci", "stages"],
    source=["source-fibonacci", "source-stages"],
    cpp=["fibonacci", "stages"],
)
WALK = {"yieldc": ["walk"], "machine": ["walk"], "source": ["source-walk"], "cpp": ["walk"]}
SUMS = {key: ["sums"] for key in ("yieldc", "machine", "source", "cpp")}
TOTALS = {key: ["totals"] for key in ("yieldc", "machine", "source", "cpp")}


class Goal:
    """At most `limit` times the time of the reference, or at most that many bytes; None: only compared."""

    def __init__(self, reference, limit=None):
        self.reference = reference
        self.limit = limit


class Row:
    def __init__(
        self, name, title, items, goals, parts, length=0, few=200001, scripts=True, unit="ns", file=None, fewer=None, tools=False
    ):
        self.name = name
        self.title = title
        self.items = dict(zip(("visible", "opaque"), items))
        self.goals = goals  # by variant and visibility
        self.parts = parts
        self.length = length  # of each generator, where many are made
        self.few = few  # items of the scripts
        self.fewer = fewer or {}  # items of other variants that are very slow
        self.scripts = scripts
        self.unit = unit
        self.check = 1001  # items where only the checksum counts
        self.file = file or name.lower()
        self.tools = tools  # all in one place, whatever the variant


def goals(visible, opaque, buffer=None):
    found = {("yieldc", "visible"): visible, ("yieldc", "opaque"): opaque}
    if buffer:
        found["buffer", "opaque"] = buffer
    return found


def tools_row(name, title, items):
    """A pipeline of iterator tools, to the loop, and to what other languages' libraries have."""
    goal = {("yieldc", "visible"): Goal("loop", 1.05)}
    return Row(name, title, (items, items), goal, {}, tools=True)


ROWS = [
    Row(
        "W1",
        "Fibonacci numbers",
        (40000001, 10000001),
        goals(Goal("loop", 1.03), Goal("source", 1.00)),
        FIBONACCI,
    ),
    Row(
        "W1v",
        "squares; the loop is vectorised",
        (40000001, 10000001),
        goals(Goal("loop", 1.03), Goal("source")),
        SQUARES,
    ),
    Row(
        "W2",
        "Fibonacci, filter, map, take",
        (20000001, 2000001),
        goals(Goal("loop", 1.03), Goal("source", 1.00)),
        PIPELINE,
    ),
    Row(
        "W2-6",
        "six stages",
        (10000001, 1000001),
        goals(Goal("loop", 1.05), Goal("source")),
        PIPELINE,
        few=50001,
    ),
    Row(
        "W2-12",
        "twelve stages",
        (5000001, 300001),
        goals(Goal("loop", 1.05), Goal("source")),
        PIPELINE,
        few=20001,
    ),
    Row(
        "W3b",
        "walk of a balanced tree of 2^20 nodes",
        (1 << 20, 1 << 20),
        goals(Goal("machine", 1.80), Goal("source", 1.80)),
        dict(WALK, all=["harness/balanced.c"]),
        few=1 << 14,
        file="w3",
    ),
    Row(
        "W3d",
        "walk of a left-linked list 10,000 deep",
        (1000000, 1000000),
        goals(Goal("machine", 1.80), Goal("source", 1.80)),
        dict(WALK, all=["harness/left-linked.c"]),
        length=10000,
        few=2000,
        fewer={"rust": 10000},
        file="w3",
    ),
    Row(
        "W4",
        "make, take one value, close",
        (40000001, 2000001),
        goals(Goal("machine", 1.05), Goal("source", 0.45), Goal("source", 0.25)),
        FIBONACCI,
        length=3,
    ),
    Row(
        "W4b",
        "make, drain three values",
        (10000001, 2000001),
        goals(Goal("machine", 1.05), Goal("source")),
        FIBONACCI,
        length=3,
    ),
    Row(
        "W5",
        "a million live, three ints of state",
        (1000000, 1000000),
        goals(Goal(None, 48), Goal(None, 48), Goal(None, 40)),
        SUMS,
        scripts=False,
        unit="bytes",
    ),
    Row(
        "W6",
        "send and receive",
        (40000001, 10000001),
        goals(Goal("machine", 1.05), Goal("source", 1.00)),
        TOTALS,
    ),
    tools_row("I1", "a filter and a map of functions", 40000001),
    tools_row("I2", "ten tools", 40000001),
    tools_row("I3", "five generator expressions", 40000001),
    tools_row("I4", "two sequences side by side; the loop is vectorised", 100000001),
    tools_row("I5", "two sorted sequences merged", 40000001),
]
BY_NAME = {row.name.lower(): row for row in ROWS}
