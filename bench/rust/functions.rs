// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The functions that the pipelines call through pointers.

#![allow(dead_code)]

pub fn odd(x: u64) -> bool {
    x & 1 != 0
}
pub fn has_bit_2(x: u64) -> bool {
    x & 4 != 0
}
pub fn has_bit_5(x: u64) -> bool {
    x & 32 != 0
}
pub fn triple_plus_1(x: u64) -> u64 {
    x.wrapping_mul(3).wrapping_add(1)
}
pub fn folded(x: u64) -> u64 {
    x ^ x >> 1
}
pub fn plus_9(x: u64) -> u64 {
    x.wrapping_add(9)
}
pub fn square(x: u64) -> u64 {
    x.wrapping_mul(x)
}
pub fn below(x: u64, limit: u64) -> bool {
    x < limit
}
