// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// I1 by Rust iterators.

mod functions;
mod harness;
use functions::*;

fn main() {
    harness::run(|items, _| {
        (0..items)
            .filter(|&x| odd(x))
            .map(square)
            .fold(0u64, u64::wrapping_add)
    })
}
