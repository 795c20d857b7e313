# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# nested.py YIELDCC CLANG INCLUDE FOLDER: bodies that nest DEPTH deep, by all that can. Each compiles, or gets an error in its
# own text, in some seconds. The compiler may run out of stack where Clang does without the plugin: that is how it deals with
# depth. The same text is compiled by it with functions in place of the keywords.

import re
import subprocess
import sys

yieldcc, clang, include, folder = sys.argv[1:]
DEPTH = 10000
SECONDS = 60

WITH = "#include <yieldc.h>\nextern generator(int) g;\ngenerator(int, int, int) f(int n) {\n  int e[2];\n%s\n  yield 0;\n  return n;\n}\n"
WITHOUT = (
    "int yield(int), from(int), gen_fail(int), gen_catch(int, int);\nint f(int n) {\n  int e[2];\n%s\n  return n;\n}\n"
)


def nested(opening, inside, closing="", depth=DEPTH):
    return opening * depth + inside + closing * depth


# With keywords, and what stands for it without. (Brackets of the second are Clang's own depth, so there may be fewer.)
BODIES = {
    "blocks": nested("{", "yield (n);", "}"),
    "parentheses": "n = " + nested("(", "yield (n)", ")") + ";",
    "operand in parentheses": "yield " + nested("(", "n", ")") + ";",
    "statement expressions": "n = " + nested("({", "yield (n);", "});"),
    "if": nested("if (n) ", "yield (n);"),
    "for": nested("for (;;) ", "yield (n);"),
    "sum": "n = yield (n)" + " + n" * DEPTH + ";",
    "commas": "yield (n)" + ", n" * DEPTH + ";",
    "conditions": "n = " + nested("n ? ", "yield (n)", " : 0") + ";",
    "yield in parentheses": nested("yield (", "n", ")") + ";",
    "yield of yield": (nested("yield ", "n") + ";", nested("yield (", "n", ")") + ";"),
    "return": nested("return ({ ", "yield (n);", " }); ({ ; })") + ";",
    "fail": nested("gen_fail(({ ", "n", "; 1; }))") + ";",
    "delegation": (nested("yield from ({", "g", ";})") + ";", nested("from ({", "n", ";})") + ";"),
    "variables of gen_catch": nested("gen_catch(e[", "n", "], yield (1))") + ";",
    "operands of gen_catch": (nested("gen_catch(*e, yield ", "n", ")") + ";", nested("gen_catch(*e, yield (", "n", "))") + ";"),
    "end of the file in blocks": "yield (n);" + "{" * DEPTH,
    "end of the file in yield": "yield (" * DEPTH,
}


def compiled(command, name, text):
    source = "%s/%s.c" % (folder, name.replace(" ", "-"))
    with open(source, "w") as file:
        file.write(text)
    done = subprocess.run(
        command + ["-w", "-std=gnu11", "-fsyntax-only", source], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=SECONDS
    )
    # (In the shell of yieldcc a signal is a status.)
    return done.returncode < 0 or done.returncode > 128, done.returncode, re.findall("^.*error: .*$", done.stderr, re.M), source


failures = 0
for name, bodies in BODIES.items():
    body, plain = bodies if isinstance(bodies, tuple) else (bodies, bodies)
    crashed, status, errors, source = compiled([yieldcc], name, WITH % body if "end" not in name else WITH.split("%s")[0] + body)
    if crashed:
        right = compiled([clang, "-I", include], name + ".plain", WITHOUT % plain)[0]
    else:
        right = all(error.startswith(source + ":") for error in errors) and (status == 0 or errors)
    if not right:
        failures += 1
        print("%s: status %d, %s" % (name, status, errors[:3]))
sys.exit(failures > 0)
