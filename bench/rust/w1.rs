// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W1 by Rust gen blocks.

#![feature(gen_blocks, coroutines, coroutine_trait, stmt_expr_attributes)]

mod harness;
#[cfg(visible)]
mod sequences;
use sequences::*;

fn main() {
    harness::run(|items, _| {
        let mut sum = 0u64;
        for x in fibonacci(0, 1, items) {
            sum = sum.wrapping_add(x);
        }
        sum
    })
}
