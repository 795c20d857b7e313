# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# The alternatives that are measured against each other. Where the sources of a program lie follows from the names of
# the variant and of the row.

BOTH = ("visible", "opaque")


class Variant:
    """One way to write the rows, in C or C++."""

    def __init__(self, key, title, folder, suffix=".c", ending="", visibilities=BOTH, defines=(), parts=None):
        self.key = key
        self.title = title
        self.folder = folder
        self.suffix = suffix
        self.ending = ending  # of the consumer's name
        self.visibilities = visibilities
        self.defines = list(defines)
        self.parts = parts or folder  # the name of its list of parts in a row

    def visibilities_of(self, row):
        if row.tools:  # which are no coroutines: nothing is allocated that could be pooled
            return BOTH[: not self.defines]
        return self.visibilities

    def consumer(self, row):
        return "%s/%s%s%s" % (self.folder, row.file, self.ending, self.suffix)

    def sources(self, row, visibility):
        """[(file, macros)], the consumer first. If it is visible, the consumer includes the parts."""
        if visibility == "visible":
            return [(self.consumer(row), self.defines + ["BENCH_VISIBLE"])]
        parts = ["%s/%s%s" % (self.folder, part, self.suffix) for part in row.parts.get(self.parts, [])]
        return [(source, self.defines) for source in [self.consumer(row)] + parts]


class Rust(Variant):
    """FOLDER/ROW.rs, with FOLDER/sequences.rs as a module if it is visible, as another crate if not."""

    def __init__(self, key, title, folder):
        super().__init__(key, title, folder, ".rs")
        self.library = folder + "/sequences.rs"


class Script(Variant):
    """FOLDER/generators.EXT, run by an interpreter and told the row's name."""

    def __init__(self, key, title, folder, suffix, interpreter):
        super().__init__(key, title, folder, suffix, visibilities=("opaque",))
        self.interpreter = interpreter

    def visibilities_of(self, row):
        return BOTH[: self.key == "python"] if row.tools else self.visibilities

    def consumer(self, row):
        return "%s/generators%s" % (self.folder, self.suffix)


VARIANTS = [
    Variant("yieldc", "yieldc", "yieldc"),
    Variant("buffer", "yieldc, caller's buffer", "yieldc", ending="-buffer", visibilities=("opaque",)),
    Variant("loop", "plain loop", "loop", visibilities=("visible",)),
    Variant("machine", "hand-written", "machine", visibilities=("visible",)),
    Variant("source", "hand-written", "machine", ending="-source", visibilities=("opaque",), parts="source"),
    Variant("place", "hand-written, in place", "machine", visibilities=("opaque",)),
    Variant("cpp", "C++", "cpp", ".cpp"),
    Variant("pooled", "C++, pooled", "cpp", ".cpp", visibilities=("opaque",), defines=["BENCH_POOLED"]),
    Rust("rust", "Rust", "rust"),
    Script("luajit", "LuaJIT", "scripts", ".lua", "luajit"),
    Script("node", "Node.js", "scripts", ".js", "node"),
    Script("python", "Python", "scripts", ".py", "python3"),
]
BY_KEY = {variant.key: variant for variant in VARIANTS}
CONTEXT = [variant.key for variant in VARIANTS if isinstance(variant, Script)]
