#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# diagnostics.py DEF PAGE HEADER...    compares the plugin's diagnostics, and the header's texts, with their documentation
#
# Each name in DEF has a heading in PAGE, and each heading of that form a name in DEF. Each text in a HEADER is in PAGE, word
# for word; one that begins with the name of the call, which a macro puts there, is so for one call at least.

import re
import sys

definitions, page, *headers = sys.argv[1:]
names = set(re.findall(r"^YIELDC_DIAGNOSTIC\((\w+)", open(definitions).read(), re.M))
text = open(page).read()
entries = re.findall(r"^### (\w+)$", text, re.M)
wrong = [f"no entry: {name}" for name in sorted(names - set(entries))]
wrong += [f"not in the registry: {name}" for name in sorted(set(entries) - names)]
wrong += [f"entry twice: {name}" for name in sorted(set(entries)) if entries.count(name) > 1]

words = " ".join(text.split())
literal = r'"((?:[^"\\]|\\.)*)"'
for header in headers:
    source = re.sub(r"//[^\n]*|\\\n", " ", open(header).read())
    for run in re.finditer(rf"{literal}(?:\s*{literal})*", source):
        said = "".join(re.findall(literal, run[0])).strip(": ")
        if " " in said and not said.startswith("clang diagnostic") and said not in words:
            wrong.append(f"{header}: not in the page: {said}")
print("\n".join(wrong))
sys.exit(bool(wrong))
