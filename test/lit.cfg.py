# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# The test suite: substitutions and features, listed in CONTRIBUTING.md. A build tree's lit.site.cfg.py loads this file; if
# lit finds it first (lit test/lang/x.c), it takes the build tree in $YIELDC_BUILD, or build/.

import glob
import os
import shutil
import subprocess
import sys

import lit.formats

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "variants", "Inputs"))
sys.dont_write_bytecode = True
import variants  # noqa: E402

if not hasattr(config, "yieldc_build"):
    build = os.environ.get("YIELDC_BUILD") or os.path.join(here, "..", "build")
    site = os.path.join(os.path.abspath(build), "test", "lit.site.cfg.py")
    if not os.path.exists(site):
        lit_config.fatal("no %s: run tools/build, or set YIELDC_BUILD to a build folder" % site)
    lit_config.load_config(config, site)
    raise SystemExit  # the site's file has loaded this one again

config.name = "yieldc-llvm" + config.llvm_major
config.test_format = lit.formats.ShTest(execute_external=True)
config.suffixes = [".c", ".cpp", ".ll", ".test"]
config.excludes = ["Inputs"]
config.test_source_root = here
config.test_exec_root = os.path.join(config.yieldc_build, "test")


def in_build(*parts):
    return os.path.join(config.yieldc_build, *parts)


def in_llvm(tool, bin=config.llvm_bin):
    return os.path.join(bin, tool)


yieldcc = in_build("bin", "yieldcc")
plugin = in_build("lib", "yieldc.so")
asan_plugin = config.host_bin != config.llvm_bin
presets = {"build": "default", "build-llvm19": "llvm19", "build-asan": "asan"}
preset = presets.get(os.path.relpath(config.yieldc_build, config.yieldc_source))
other_major = "19" if config.llvm_major == "22" else "22"
other_bin = "/usr/lib/llvm-%s/bin" % other_major

# tools/check --all: the full matrices. Not for the plugin under AddressSanitizer: what it looks for lies in the variety of
# the input, not in the combinations of flags.
all_of_it = os.environ.get("YIELDC_TEST_ALL") and not asan_plugin

# In a plain run each level but -Os is seen by one of the two LLVMs; conformance/ sees all of them by both.
if all_of_it:
    levels, fused_levels = "0,1,2,3,s", "1,2,3,s"
elif config.llvm_major == "22":
    levels, fused_levels = "0,2", "2,s"
else:
    levels, fused_levels = "1,3", "1,3"
# For another variant there are only the tests whose programs %levels runs.
variant_name = os.environ.get("YIELDC_VARIANT")
variant = variants.VARIANTS[variant_name] if variant_name else None
run_levels = "%s --cc %s --out %%t.levels %s --levels " % (os.path.join(here, "run-levels"), yieldcc, variant.options() if variant else "")
every_level = "0,1,2,3,s"
if variant and not all_of_it:
    levels = every_level = "2" if config.llvm_major == "22" else "0"
config.yieldc_every_level = run_levels + every_level
if variant:
    config.test_exec_root = in_build("test", "variants", variant_name)
    sources = [name for end in config.suffixes for name in glob.glob(os.path.join(here, "**", "*" + end), recursive=True)]
    config.excludes += [os.path.basename(name) for name in sources if not variants.runs_in_variants(name)]

check_fused = "%s --cc %s --clang %s --out %%t.fused --levels %s" % (
    os.path.join(here, "fusion", "Inputs", "check-fused"),
    yieldcc,
    in_llvm("clang", config.host_bin),
    fused_levels,
)

# One for both: it can't be installed beside that of the other major.
lldb = shutil.which("lldb-22")

# On one machine, as whatever user, however many processors it has; and a test that hangs ends.
mpirun = (
    "env OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_plm=isolated"
    " OMPI_MCA_btl_vader_single_copy_mechanism=none timeout 120 mpirun --oversubscribe"
)
mpi_flags = ""
if shutil.which("mpirun") and shutil.which("pkg-config"):
    found = subprocess.run(["pkg-config", "--cflags", "--libs", "ompi-c"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    mpi_flags = found.stdout.strip()

# A program with tasks is linked with the libraries of the build tree; one under sanitizers with all of them, compiled so.
task_library = in_build("lib", "libyieldc-task.a")
task_flags = "-luv -pthread"


def library(name, needs):
    return "%s %s %s %s" % (in_build("lib", "libyieldc-%s.a" % name), task_library, needs, task_flags)


def checked(needs):
    return "%s %s %s" % (in_build("test", "checked", "libchecked.a"), needs, task_flags)


# Compilers without the plugin.
clang = in_llvm("clang", config.host_bin)
gcc = shutil.which("gcc") or "gcc"
if variant:
    clang = gcc = "%s %s" % (clang, variant.compiling)

# Longer names first: a substitution also matches as the beginning of a word.
config.substitutions += [
    ("%checked_levels", "0,2" if all_of_it else "2"),
    ("%cc1_verify", yieldcc + " -fsyntax-only -Xclang -verify"),
    ("%clangxx", in_llvm("clang++", config.host_bin)),
    ("%clang", clang),
    ("%cmake", config.cmake),
    ("%FileCheck", in_llvm("FileCheck")),
    ("%fused", check_fused),
    ("%gcc", gcc),
    ("%gxx", shutil.which("g++") or "g++"),
    ("%include", in_build("include")),
    ("%levels", run_levels + levels),
    ("%lldb", lldb or "lldb"),
    ("%llvm_bin", config.llvm_bin),
    ("%mpirun", mpirun),
    ("%mpi", mpi_flags),
    ("%llvm_major", config.llvm_major),
    ("%load_pass", "-load-pass-plugin=" + plugin),
    ("%opt", in_llvm("opt", config.host_bin)),
    ("%other_clang", in_llvm("clang", other_bin)),
    ("%other_major", other_major),
    ("%other_opt", in_llvm("opt", other_bin)),
    ("%plugin", plugin),
    ("%checked_fetch", checked("-lcurl")),
    ("%fetch", library("fetch", "-lcurl")),
    ("%checked_http", checked("-lhttp_parser")),
    ("%http", library("http", "-lhttp_parser")),
    ("%checked_tls", checked("-lssl -lcrypto")),
    ("%tls", library("tls", "-lssl -lcrypto")),
    ("%checked_task", checked("")),
    ("%task", "%s %s" % (task_library, task_flags)),
    ("%run_tool", "env YIELDC_PRESET=%s %s/tools/run" % (preset, config.yieldc_source)),
    ("%source", config.yieldc_source),
    ("%yieldcc", yieldcc),
    ("%build", config.yieldc_build),
]

# Bare names: FileCheck, not, opt, llvm-nm and all else of this LLVM.
# And the python that runs lit, rather than a version manager's script that looks for one each time.
path = [config.host_bin, config.llvm_bin, os.path.dirname(sys.executable), os.environ.get("PATH", "")]
config.environment["PATH"] = os.pathsep.join(dict.fromkeys(path))
config.environment["LC_ALL"] = "C"
config.environment["DEBUGINFOD_URLS"] = ""
config.environment["ASAN_SYMBOLIZER_PATH"] = in_llvm("llvm-symbolizer")
if asan_plugin:
    config.environment["YIELDC_CLANG"] = in_llvm("clang", config.host_bin)

# What REQUIRES can name.
config.available_features.add("llvm-" + config.llvm_major)
runtimes = os.path.join(config.llvm_bin, "..", "lib", "clang", config.llvm_major, "lib", "linux")
features = {
    "all": all_of_it,
    "asan-plugin": asan_plugin,
    "clangd": os.path.exists(in_llvm("clangd")),
    "ccache": shutil.which("ccache"),
    "clang-tidy": os.path.exists(in_llvm("clang-tidy")),
    "distcc": shutil.which("distcc") and shutil.which("distccd"),
    "chromium": shutil.which("chromium"),
    "gcc": shutil.which("gcc"),
    "gdb": shutil.which("gdb"),
    "gxx": shutil.which("g++"),
    "pkg-config": shutil.which("pkg-config"),
    "lldb": lldb,
    "qemu-system-arm": shutil.which("qemu-system-arm"),
    "lld": os.path.exists(in_llvm("ld.lld")),
    "other-llvm": os.path.exists(in_llvm("clang", other_bin)),
    "preset": preset,
    "sanitizers": glob.glob(os.path.join(runtimes, "libclang_rt.asan*")),
    "mpi": mpi_flags,
    "csmith": shutil.which("csmith") and os.path.exists("/usr/include/csmith/csmith.h"),
    "cjson": os.path.exists("/usr/include/cjson/cJSON.h"),
    "libuv": os.path.exists(task_library),
    "curl": os.path.exists(in_build("lib", "libyieldc-fetch.a")),
    "http-parser": os.path.exists(in_build("lib", "libyieldc-http.a")),
    "openssl": os.path.exists(in_build("lib", "libyieldc-tls.a")),
    "uthash": os.path.exists("/usr/include/uthash.h"),
    "stb": os.path.exists("/usr/include/stb/stb_image.h") or os.path.exists("/usr/include/stb_image.h"),
}
features.update((name, other.present()) for name, other in variants.VARIANTS.items())
if variant:
    features = {"all": all_of_it, "in-" + variant_name: True, "uthash": features["uthash"] and not variant.libraries}
features.update(dict.fromkeys(["threads", "pie"], not variant or variant.is_elf))
config.available_features.update(name for name, present in features.items() if present)
# What single files do under sanitizers one LLVM does in a plain run; conformance/ both.
config.available_features_of_both = set(config.available_features)
if not all_of_it and config.llvm_major != "22":
    config.available_features.discard("sanitizers")
