// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Thread-local things that the program knows by their declarations only.

_Thread_local int elsewhere;
int *where_elsewhere_is(void);
int *where_elsewhere_is(void) { return &elsewhere; }
