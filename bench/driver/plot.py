# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# The plot: horizontal bars of the ratios to each row's reference, on a logarithmic scale, in plain SVG.

import math

from results import ratio_text
from rows import ROWS
from variants import BY_KEY

# Colours that stay apart in print and for the colour-blind.
COLOURS = {
    "yieldc": "#d55e00",
    "buffer": "#e69f00",
    "loop": "#444444",
    "machine": "#777777",
    "source": "#777777",
    "place": "#aaaaaa",
    "cpp": "#0072b2",
    "pooled": "#56b4e9",
    "rust": "#009e73",
}
LOW, HIGH = 0.1, 100.0
BAR, GAP, TOP, LEFT, WIDTH = 11, 12, 70, 56, 330


def x_of(ratio):
    clipped = min(max(ratio, LOW), HIGH)
    return WIDTH * (math.log10(clipped) - math.log10(LOW)) / (math.log10(HIGH) - math.log10(LOW))


def text(x, y, content, anchor="start", size=10, fill="#222", weight="normal"):
    content = content.replace("&", "&amp;").replace("<", "&lt;")
    return '<text x="%.1f" y="%.1f" text-anchor="%s" font-size="%d" fill="%s" font-weight="%s">%s</text>' % (
        x,
        y,
        anchor,
        size,
        fill,
        weight,
        content,
    )


def groups(results, visibility):
    """[(row, [(variant, value)])]: ratios, and for bytes the share of the hand-written one's."""
    found = []
    for row in ROWS:
        if row.tools:
            continue
        entry = results.get("rows", {}).get(row.name, {}).get(visibility, {})
        values = []
        for key in COLOURS:
            measured = entry.get(key, {})
            if row.unit == "bytes":
                base = results["rows"][row.name].get("opaque", {}).get("source", {}).get("bytes")
                if base and "bytes" in measured:
                    values.append((key, measured["bytes"] / base))
            elif "ratio" in measured:
                values.append((key, measured["ratio"]))
        if values:
            found.append((row, values))
    return found


def panel(results, visibility, left):
    parts = [text(left, TOP - 28, visibility.capitalize(), size=14, weight="bold")]
    about = "times the reference of the row (W5: bytes)"
    parts.append(text(left + WIDTH, TOP - 28, about, "end", 10, "#666"))
    y = TOP
    bars = []
    for row, values in groups(results, visibility):
        goal = row.goals.get(("yieldc", visibility))
        middle = y + len(values) * BAR / 2 + 4
        bars.append(text(left - 8, middle, row.name, "end", 11, weight="bold"))
        for key, value in values:
            start, end = x_of(min(value, 1)), x_of(max(value, 1))
            bars.append(
                '<rect x="%.1f" y="%.1f" width="%.1f" height="%d" fill="%s"><title>%s</title></rect>'
                % (left + start, y, max(end - start, 1.5), BAR - 2, COLOURS[key], BY_KEY[key].title)
            )
            shown = ratio_text(value) + (" →" if value > HIGH else "")
            if value >= 1:
                bars.append(text(left + end + 3, y + BAR - 3, shown, size=9))
            else:
                bars.append(text(left + start - 3, y + BAR - 3, shown, "end", 9))
            if key == "yieldc" and goal and goal.limit and row.unit == "ns":
                at = left + x_of(goal.limit)
                bars.append(
                    '<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="#000" stroke-width="1.6"/>'
                    % (at, y - 2, at, y + BAR)
                )
            y += BAR
        y += GAP
    for tick in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100):
        at = left + x_of(tick)
        colour = "#888" if tick == 1 else "#ddd"
        parts.append(
            '<line x1="%.1f" y1="%d" x2="%.1f" y2="%.1f" stroke="%s"/>' % (at, TOP - 6, at, y - GAP / 2, colour)
        )
        parts.append(text(at, TOP - 10, "%g" % tick, "middle", 9, "#666"))
    return parts + bars, y


def legend(results, x, y):
    used = {key for visibility in ("visible", "opaque") for _, v in groups(results, visibility) for key, _ in v}
    parts, seen = [], set()
    for key, colour in COLOURS.items():
        title = BY_KEY[key].title
        if key not in used or title in seen:
            continue
        seen.add(title)
        parts.append('<rect x="%d" y="%d" width="10" height="10" fill="%s"/>' % (x, y - 9, colour))
        parts.append(text(x + 14, y, title, size=11))
        x += 30 + 6.2 * len(title)
    parts.append('<line x1="%d" y1="%d" x2="%d" y2="%d" stroke="#000" stroke-width="1.6"/>' % (x, y - 11, x, y + 2))
    parts.append(text(x + 6, y, "goal", size=11))
    return parts


def draw(results):
    visible, y1 = panel(results, "visible", LEFT)
    opaque, y2 = panel(results, "opaque", LEFT + WIDTH + 110)
    width, height = 2 * WIDTH + LEFT + 160, max(y1, y2) + 8
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" font-family="%s">'
    lines = [head % (width, height, width, height, "Helvetica, Arial, sans-serif")]
    lines.append('<rect width="100%" height="100%" fill="#fff"/>')
    lines += legend(results, 12, 20)
    lines += visible + opaque + ["</svg>"]
    return "\n".join(lines) + "\n"
