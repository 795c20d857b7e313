# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# The same tokens, spelled as the oldest parts of C allow: digraphs, trigraphs, line splices in the middle of words, comments
# and line ends between them.

import random

from mutations import TOKEN

SPELLINGS = {
    "{": ["<%", "??<"], "}": ["%>", "??>"], "[": ["<:", "??("], "]": [":>", "??)"], "|": ["??!"], "||": ["??!??!", "|??!"], "^": ["??'"], "~": ["??-"],
}
BETWEEN = ["/**/", "/* yield } */", "// yield {\n", "\n", "\t", "\f", "\\\n", "\r\n", "/* \n */", "// \\\n }\n", "/* \u2028 é */"]


def disguised(text, seed):
    chance = random.Random(seed)
    often = chance.choice([0, 0.02, 0.1, 0.3])

    def word(token):
        if token in SPELLINGS and chance.random() < often:
            return chance.choice(SPELLINGS[token])
        if token.isspace() and chance.random() < often:
            return chance.choice(BETWEEN) + token
        if len(token) > 1 and token.isidentifier() and token.isascii() and chance.random() < often:
            at = chance.randrange(1, len(token))
            return token[:at] + chance.choice(["\\\n", "??/\n"]) + token[at:]
        return token

    lines = []
    for line in text.split("\n"):
        if line.lstrip().startswith("#"):  # a directive is one line
            lines.append(line.replace("#", chance.choice(["%:", "??="]), 1) if chance.random() < often else line)
        else:
            lines.append("".join(map(word, TOKEN.findall(line))))
    return "\n".join(lines)
