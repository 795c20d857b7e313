// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// I4 by Rust iterators.

mod functions;
mod harness;

fn main() {
    harness::run(|items, _| {
        (0..items)
            .zip(7u64..)
            .map(|(i, j)| i.wrapping_mul(j))
            .fold(0, |sum, x| sum ^ x)
    })
}
