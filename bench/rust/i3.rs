// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// I3 by Rust iterators.

mod functions;
mod harness;

fn main() {
    harness::run(|items, _| {
        let k = 9;
        (0..items)
            .filter(|i| i & 1 != 0)
            .map(|i: u64| i.wrapping_mul(i))
            .map(|x| x.wrapping_mul(3).wrapping_add(1))
            .filter(|x| x & 4 != 0)
            .map(|x| x.wrapping_add(k))
            .map(|x| x ^ x >> 1)
            .fold(0, |sum, x| sum ^ x)
    })
}
