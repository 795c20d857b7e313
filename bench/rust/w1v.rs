// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W1v by Rust gen blocks.

#![feature(gen_blocks, coroutines, coroutine_trait, stmt_expr_attributes)]

mod harness;
#[cfg(visible)]
mod sequences;
use sequences::*;

fn main() {
    harness::run(|items, _| {
        let mut sum = 0;
        for x in squares(items) {
            sum ^= x;
        }
        sum
    })
}
