// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W2-12 by Rust gen blocks.

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
        let numbers = skip(map(filter(numbers, has_bit_2), folded), 5);
        let numbers = filter(map(numbers, plus_9), has_bit_5);
        let numbers = skip(map(map(numbers, triple_plus_1), folded), 3);
        for x in take(map(numbers, plus_9), items) {
            sum ^= x;
        }
        sum
    })
}
