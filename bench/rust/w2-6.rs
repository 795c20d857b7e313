// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W2-6 by Rust gen blocks.

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
        let numbers = filter(fibonacci_endless(0, 1), odd);
        let numbers = skip(map(numbers, triple_plus_1), 10);
        let numbers = map(filter(numbers, has_bit_2), folded);
        for x in take(numbers, items) {
            sum ^= x;
        }
        sum
    })
}
