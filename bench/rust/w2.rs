// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W2 by Rust gen blocks.

#![feature(gen_blocks, coroutines, coroutine_trait, stmt_expr_attributes)]

mod functions;
mod harness;
#[cfg(visible)]
mod sequences;
use functions::*;
use sequences::*;

fn main() {
    harness::run(|items, _| {
        let mut sum = 0;
        for x in take(
            map(filter(fibonacci_endless(0, 1), odd), triple_plus_1),
            items,
        ) {
            sum ^= x;
        }
        sum
    })
}
