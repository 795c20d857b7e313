// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// I2 by Rust iterators.

mod functions;
mod harness;
use functions::*;

fn main() {
    harness::run(|items, _| {
        let (least, limit) = (100, 8 * items);
        (0u64..)
            .take(items as usize)
            .filter(|&x| odd(x))
            .map(triple_plus_1)
            .skip(10)
            .filter(|&x| has_bit_2(x))
            .map(plus_9)
            .take_while(|&x| below(x, limit))
            .skip_while(|&x| below(x, least))
            .map(folded)
            .fold(0, |sum, x| sum ^ x)
    })
}
