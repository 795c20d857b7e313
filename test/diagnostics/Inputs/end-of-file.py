# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# end-of-file.py YIELDCC FOLDER: compiles bodies at which the file ends, and looks at the errors' places and at the first one.

import os
import re
import subprocess
import sys

yieldcc, folder = sys.argv[1:]
HEAD = "#include <yieldc.h>\ngenerator(int, int) f(int n) {\n  int e;\n  yield n;\n  "
INCLUDED = {"open.h": "{ if (1) {\n", "close.h": "} }\n"}

# What follows HEAD, the first error, and its place.
BODIES = [
    ("", "body.c:5", "expected '}'"),
    ("yield", "body.c:5", "'yield' needs a value here"),
    ("yield 2", "body.c:5", "expected ';' after expression"),
    ("yield \\", "body.c:5", "expected expression"),
    ("yield from", "body.c:5", "use of undeclared identifier 'from'"),
    ("yield from f(n", "body.c:5", "expected ')'"),
    ("n = (yield 1", "body.c:5", "expected ')'"),
    ("return", "body.c:5", "expected ';' after return statement"),
    ("n = gen_catch(e, yield", "body.c:5", "'yield' needs a value here"),
    ("n = gen_catch(e, yield 2; }", "body.c:5", "expected ')'"),
    ("gen_fail(", "body.c:5", "expected expression"),
    ("gen_fail(3; }", "body.c:5", "expected ')'"),
    ("foreach (x, f(", "body.c:5", "unterminated function-like macro invocation"),
    ("^", "body.c:5", "type name requires"),
    ("yield 2; /*", "body.c:5", "unterminated /* comment"),
    ("#define X", "body.c:5", "expected '}'"),
    ("#if 1\n  yield 1;\n}\n", "body.c:5", "unterminated conditional directive"),
    ("#define OPEN {\n  OPEN yield 2; }\n", "body.c:6", "expected '}'"),
    ('#include "open.h"\n  yield 3;\n}\n', "body.c:7", "expected '}'"),
    ('#include "close.h"\n', "close.h:1", "extraneous closing brace"),
]

for name, text in INCLUDED.items():
    with open(os.path.join(folder, name), "w") as file:
        file.write(text)
failures = 0
for body, place, first in BODIES:
    source = os.path.join(folder, "body.c")
    with open(source, "w") as file:
        file.write(HEAD + body)
    done = subprocess.run([yieldcc, "-fsyntax-only", "-w", source], stderr=subprocess.PIPE, text=True)
    errors = re.findall(r"^.*error: .*$", done.stderr, re.M)
    right = done.returncode == 1 and errors and errors[0].startswith(os.path.join(folder, place) + ":") and first in errors[0]
    if not right or any(not error.startswith(folder) for error in errors) or re.search("unavailable|dependent type", done.stderr):
        failures += 1
        print("%r, expected at %s %s:\n%s" % (body, place, first, done.stderr))
sys.exit(failures > 0)
