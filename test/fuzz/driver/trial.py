# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What the kinds of trials of tools/fuzz have in common.

import os
import shutil
import signal
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
BUILDS = {"22": "build", "19": "build-llvm19", "asan": "build-asan"}
COMPILING = 120  # seconds are too many
WAITING = 20


class LeftOut(Exception):
    """It says nothing about us."""


class Failed(Exception):
    pass


def yieldcc(major):
    return os.path.join(ROOT, BUILDS[major], "bin", "yieldcc")


def clang(major):
    return shutil.which("clang-" + major) or "/usr/lib/llvm-%s/bin/clang" % major


def run(command, seconds, folder=None, errors=False):
    """Its exit status, and what it printed, with errors if it failed or if they are asked for. None, if it took too long: so many
    seconds of a processor's time, for on a busy machine others say little, or WAITING times as many by the clock."""
    limited = ["prlimit", "--cpu=%d:%d" % (seconds, seconds + 10), "--core=0", *command]
    try:
        done = subprocess.run(
            limited,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            timeout=seconds * WAITING,
        )
    except subprocess.TimeoutExpired:
        return None, "took longer than %d s" % (seconds * WAITING)
    if done.returncode in (-signal.SIGXCPU, 128 + signal.SIGXCPU) or "CPU time limit exceeded" in done.stderr:
        return None, "took more than %d s of a processor" % seconds
    return done.returncode, done.stdout if not (done.returncode or errors) else done.stdout + done.stderr


class Trial:
    """One program, or several that belong together, in a folder that is empty at first."""

    def __init__(self, seed, chosen, folder):
        self.seed = seed
        self.chosen = chosen
        self.folder = folder

    def file(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.file(name), "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(text)
