// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W6 by Rust gen blocks.

#![feature(gen_blocks, coroutines, coroutine_trait, stmt_expr_attributes)]

mod harness;
#[cfg(visible)]
mod sequences;
use sequences::*;
use std::ops::{Coroutine, CoroutineState};
use std::pin::Pin;

fn main() {
    harness::run(|items, _| {
        let mut sum = totals(1);
        let mut x = 0;
        if let CoroutineState::Yielded(first) = Pin::new(&mut sum).resume(0) {
            x = first;
        }
        for i in 0..items {
            if let CoroutineState::Yielded(next) = Pin::new(&mut sum).resume(x ^ 3 * i) {
                x = next;
            }
        }
        x
    })
}
