// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W3 by Rust gen blocks.

#![feature(gen_blocks, coroutines, coroutine_trait, stmt_expr_attributes)]

mod harness;
#[cfg(visible)]
mod sequences;
mod tree;
use sequences::*;

fn main() {
    let numbers = harness::arguments();
    let tree = tree::made(numbers[0], numbers[1]);
    harness::run(|items, length| {
        let size = if length == 0 {
            items
        } else {
            length.min(items)
        };
        let mut sum = 0u64;
        for _ in 0..items.div_ceil(size) {
            for x in walk(&tree) {
                sum = sum.wrapping_mul(5).wrapping_add(x);
            }
        }
        sum
    })
}
