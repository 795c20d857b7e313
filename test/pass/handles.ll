; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;
; The handles that a generator function is given are closed at its end; and, for want of memory, at once.
; RUN: %opt %load_pass -passes=yieldc-construct,verify -S %s | FileCheck %s

@yieldc_support = internal constant [12 x ptr] [ptr @allocate, ptr @release, ptr @close, ptr @vla_push, ptr @vla_pop, ptr @close, ptr @close, ptr @close, ptr @close, ptr @close, ptr @close, ptr @fit]
declare ptr @fit(ptr, i64, i64, i64)
declare ptr @allocate(i64, i64)
declare void @release(ptr, i64, i64)
declare void @close(ptr)
declare ptr @vla_push(ptr, ptr, i64, i64)
declare void @vla_pop(ptr, ptr)
declare void @yieldc_begin(i64, i64, ptr, i64, ...)
declare void @yieldc_suspend()
declare ptr @yieldc_self()
define internal ptr @yieldc_support_table() {
  ret ptr @yieldc_support
}

; CHECK-LABEL: define ptr @two(
; CHECK: no.memory:
; CHECK-NEXT: call void @close(ptr %g)
; CHECK-NEXT: call void @close(ptr %h)
; CHECK-NEXT: ret ptr null
; CHECK: generator.return:
; CHECK: [[G:%.+]] = load ptr, ptr %g.addr
; CHECK-NEXT: call void @close(ptr [[G]])
; CHECK-NEXT: [[H:%.+]] = load ptr, ptr %h.addr
; CHECK-NEXT: call void @close(ptr [[H]])
; CHECK: call i8 @llvm.coro.suspend(token none, i1 true)
; CHECK-NOT: @close
define ptr @two(ptr %g, i32 %n, ptr %h) {
entry:
  %g.addr = alloca ptr
  %h.addr = alloca ptr
  store ptr %g, ptr %g.addr
  store ptr %h, ptr %h.addr
  call void (i64, i64, ptr, i64, ...) @yieldc_begin(i64 24, i64 4, ptr @yieldc_support_table, i64 2, ptr %g.addr, ptr %h.addr)
  call void @yieldc_suspend()
  ret ptr null
}
