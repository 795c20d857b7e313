// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What harness.c is for C, for Rust: times `workload` in processor time of the
// thread, and prints the same line.

#![allow(dead_code)]

#[repr(C)]
struct Timespec {
    seconds: i64,
    nanoseconds: i64,
}

/// glibc's struct mallinfo2.
#[repr(C)]
struct Mallinfo {
    before_mapped: [usize; 4],
    mapped: usize,
    between: [usize; 2],
    used: usize,
    rest: [usize; 2],
}

unsafe extern "C" {
    fn clock_gettime(clock: i32, time: *mut Timespec) -> i32;
    fn mallinfo2() -> Mallinfo;
}

pub fn heap() -> usize {
    let info = unsafe { mallinfo2() };
    info.used + info.mapped
}

fn now() -> u64 {
    const CLOCK_THREAD_CPUTIME_ID: i32 = 3;
    let mut time = Timespec {
        seconds: 0,
        nanoseconds: 0,
    };
    unsafe { clock_gettime(CLOCK_THREAD_CPUTIME_ID, &mut time) };
    time.seconds as u64 * 1_000_000_000 + time.nanoseconds as u64
}

pub fn arguments() -> Vec<u64> {
    std::env::args()
        .skip(1)
        .map(|word| word.parse().unwrap())
        .collect()
}

pub fn run(workload: impl Fn(u64, u64) -> u64) {
    run_with_bytes(|items, length| (workload(items, length), 0.0))
}

pub fn run_with_bytes(workload: impl Fn(u64, u64) -> (u64, f64)) {
    let numbers = arguments();
    let (mut best, mut sum, mut bytes) = (u64::MAX, 0, 0.0);
    for _ in 0..numbers[2] {
        let start = now();
        (sum, bytes) = workload(numbers[0], numbers[1]);
        best = best.min(now() - start);
    }
    if bytes > 0.0 {
        println!("ns={best} sum={sum} bytes={bytes:.2}");
    } else {
        println!("ns={best} sum={sum}");
    }
}
