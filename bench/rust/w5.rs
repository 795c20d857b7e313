// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W5 by a Rust gen block: boxed with the header of malloc's block, as the heap
// counts it.

#![feature(gen_blocks)]

mod harness;
use std::hint::black_box;

type Live = Box<dyn Iterator<Item = i32>>;

fn sums(mut a: i32, mut b: i32, mut c: i32) -> Live {
    Box::new(gen move {
        loop {
            yield a;
            a = (a + b) & 0xffff;
            b = (b + c) & 0xffff;
            c ^= a;
        }
    })
}

fn main() {
    harness::run_with_bytes(|items, _| {
        let mut sum = 0u64;
        let mut live: Vec<Live> = Vec::with_capacity(items as usize);
        let before = harness::heap();
        for i in 0..items {
            let mut made = black_box(sums((i & 0xff) as i32, 3, 5));
            sum += made.next().unwrap() as u64;
            live.push(made);
        }
        let bytes = (harness::heap() - before) as f64 / items as f64;
        for made in &mut live {
            sum += made.next().unwrap() as u64;
        }
        (sum, bytes)
    })
}
