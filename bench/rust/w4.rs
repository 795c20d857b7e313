// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W4 by Rust gen blocks.

#![feature(gen_blocks, coroutines, coroutine_trait, stmt_expr_attributes)]

mod harness;
#[cfg(visible)]
mod sequences;
use sequences::*;

fn main() {
    harness::run(|items, length| {
        let mut sum = 0;
        for i in 0..items {
            if let Some(x) = fibonacci(i, i + 1, length).next() {
                sum ^= x;
            }
        }
        sum
    })
}
