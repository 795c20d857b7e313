// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The trees that are walked: balanced, or, with a length, a list of that depth.

use crate::Node;

fn value(i: u64) -> u64 {
    i.wrapping_mul(2654435761)
}

fn balanced(first: u64, n: u64) -> Option<Box<Node>> {
    if n == 0 {
        return None;
    }
    let left = balanced(first, n / 2);
    let middle = first + n / 2;
    let right = balanced(middle + 1, n - n / 2 - 1);
    Some(Box::new(Node {
        left,
        right,
        value: value(middle),
    }))
}

pub fn made(items: u64, length: u64) -> Box<Node> {
    if length == 0 {
        return balanced(0, items).unwrap();
    }
    let mut tree = None;
    for i in 0..length.min(items) {
        tree = Some(Box::new(Node {
            left: tree,
            right: None,
            value: value(i),
        }));
    }
    tree.unwrap()
}
