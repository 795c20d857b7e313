// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Declares a generator function, and forgets <yieldc.h>.
gen_generator(int) numbers(int n);
