// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The generators of all rows, as gen blocks. Visible: a module of the consumer.
// Opaque: a crate of its own, which gives out boxed iterators.

#![cfg_attr(
    not(visible),
    feature(gen_blocks, coroutines, coroutine_trait, stmt_expr_attributes)
)]
#![allow(dead_code)]

use std::ops::Coroutine;

#[cfg(visible)]
macro_rules! sequence { () => { impl Iterator<Item = u64> } }
#[cfg(visible)]
macro_rules! made {
    ($block:expr) => {
        $block
    };
}
#[cfg(not(visible))]
macro_rules! sequence { () => { Box<dyn Iterator<Item = u64>> } }
#[cfg(not(visible))]
macro_rules! made {
    ($block:expr) => {
        Box::new($block)
    };
}

pub fn fibonacci(mut a: u64, mut b: u64, n: u64) -> sequence!() {
    made!(gen move {
        for _ in 0..n {
            yield a;
            (a, b) = (b, a.wrapping_add(b));
        }
    })
}

pub fn fibonacci_endless(mut a: u64, mut b: u64) -> sequence!() {
    made!(gen move {
        loop {
            yield a;
            (a, b) = (b, a.wrapping_add(b));
        }
    })
}

pub fn squares(n: u64) -> sequence!() {
    made!(gen move {
        for i in 0..n {
            yield i.wrapping_mul(i);
        }
    })
}

#[cfg(visible)]
macro_rules! source { () => { impl Iterator<Item = u64> } }
#[cfg(not(visible))]
macro_rules! source { () => { Box<dyn Iterator<Item = u64>> } }

pub fn filter(from: source!(), keep: fn(u64) -> bool) -> sequence!() {
    made!(gen move {
        for x in from {
            if keep(x) {
                yield x;
            }
        }
    })
}

pub fn map(from: source!(), f: fn(u64) -> u64) -> sequence!() {
    made!(gen move {
        for x in from {
            yield f(x);
        }
    })
}

pub fn skip(from: source!(), mut n: u64) -> sequence!() {
    made!(gen move {
        for x in from {
            if n > 0 {
                n -= 1;
            } else {
                yield x;
            }
        }
    })
}

pub fn take(from: source!(), mut n: u64) -> sequence!() {
    made!(gen move {
        if n == 0 {
            return;
        }
        for x in from {
            yield x;
            n -= 1;
            if n == 0 {
                return;
            }
        }
    })
}

pub struct Node {
    pub left: Option<Box<Node>>,
    pub right: Option<Box<Node>>,
    pub value: u64,
}

/// Rust has no delegation: each level passes on the items of the next.
pub fn walk(node: &Node) -> Box<dyn Iterator<Item = u64> + '_> {
    Box::new(gen move {
        if let Some(left) = &node.left {
            for x in walk(left) {
                yield x;
            }
        }
        yield node.value;
        if let Some(right) = &node.right {
            for x in walk(right) {
                yield x;
            }
        }
    })
}

pub type Totals = Box<dyn Coroutine<u64, Yield = u64, Return = ()> + Unpin>;

#[cfg(visible)]
pub fn totals(mut total: u64) -> impl Coroutine<u64, Yield = u64, Return = ()> + Unpin {
    #[coroutine]
    move |_first: u64| {
        loop {
            let sent: u64 = yield total;
            total = total.wrapping_add(sent);
        }
    }
}

#[cfg(not(visible))]
pub fn totals(mut total: u64) -> Totals {
    Box::new(
        #[coroutine]
        move |_first: u64| {
            loop {
                let sent: u64 = yield total;
                total = total.wrapping_add(sent);
            }
        },
    )
}
