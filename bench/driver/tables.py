# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# The tables, for a terminal and in Markdown.

from results import ratio_text, time_text, verdicts
from rows import ROWS
from variants import BY_KEY, CONTEXT, VARIANTS


def goal_lines(results):
    """The head and the lines of the table of goals."""
    lines = []
    for v in verdicts(results):
        name = v.row.name + (" in a caller's buffer" if v.variant == "buffer" else "")
        reference = BY_KEY[v.goal.reference].title if v.goal.reference else ""
        ours, theirs, allocations = "", "", ""
        if v.measured:
            ours = time_text(v.measured["ns"])
            allocations = v.measured.get("allocations", "")
        if v.reference:
            theirs = time_text(v.reference["ns"])
        lines.append((name, v.visibility, ours, reference, theirs, v.value_text(), v.goal_text(), v.text(), allocations))
    head = ("row", "", "ns", "reference", "its ns", "ratio", "goal", "", "allocations")
    return head, lines


def comparison_lines(results, visibility, keys, tools=False):
    """Everybody's ratios to the row's reference, and the bytes of W5."""
    lines = []
    for row in ROWS:
        if row.tools != tools:
            continue
        entry = results.get("rows", {}).get(row.name, {}).get(visibility)
        if not entry or not any(key in entry for key in keys):
            continue
        cells = []
        for key in keys:
            found = entry.get(key, {})
            if row.unit == "bytes":
                cells.append("%.0f B" % found["bytes"] if "bytes" in found else "")
            else:
                cells.append(ratio_text(found["ratio"]) if "ratio" in found else "")
        lines.append([row.name] + cells)
    used = [i for i, key in enumerate(keys) if any(line[i + 1] for line in lines)]
    head = ["row"] + [BY_KEY[keys[i]].title for i in used]
    return head, [[line[0]] + [line[i + 1] for i in used] for line in lines]


def comparisons(results):
    """[(title, head, lines)]"""
    compiled = [variant.key for variant in VARIANTS if variant.key not in CONTEXT]
    found = []
    for title, visibility, keys, tools in (
        ("Visible", "visible", compiled, False),
        ("Opaque", "opaque", compiled, False),
        ("For context: interpreters, to the same reference as opaque", "opaque", CONTEXT, False),
        ("Iterator tools: C++ by ranges, Rust by iterators, Python by itertools", "visible", compiled + CONTEXT, True),
    ):
        head, lines = comparison_lines(results, visibility, keys, tools)
        if lines:
            found.append((title, head, lines))
    return found


def compile_tables(results):
    tables = results.get("compile", {})
    return [(title, table["head"], table["lines"]) for title, table in tables.items()]


def plain(head, lines):
    """Aligned with blanks; the cells that look like numbers to the right."""
    rows = [[str(cell) for cell in line] for line in [head] + list(lines)]
    widths = [max(len(line[i]) for line in rows) for i in range(len(head))]
    text = []
    for line in rows:
        cells = [
            cell.rjust(width) if cell[:1].isdigit() else cell.ljust(width) for cell, width in zip(line, widths)
        ]
        text.append("  ".join(cells).rstrip())
    return "\n".join(text)


def markdown(head, lines):
    def line_of(cells):
        return "| %s |" % " | ".join(str(cell) for cell in cells)

    right = [all(not line[i] or str(line[i])[:1].isdigit() for line in lines) for i in range(len(head))]
    rule = "|%s|" % "|".join("---:" if numbers else "---" for numbers in right)
    return "\n".join([line_of(head), rule] + [line_of(line) for line in lines])
