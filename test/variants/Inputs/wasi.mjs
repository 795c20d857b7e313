// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// node wasi.mjs PROGRAM.wasm [ARG…]: runs a program for WASI, and exits with what it exits with.

import { readFile } from "node:fs/promises";
import { WASI } from "node:wasi";

const args = process.argv.slice(2);
const wasi = new WASI({ version: "preview1", args, returnOnExit: true });
const { instance } = await WebAssembly.instantiate(await readFile(args[0]), { wasi_snapshot_preview1: wasi.wasiImport });
process.exitCode = wasi.start(instance);
