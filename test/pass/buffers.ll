; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;
; Beside a generator function stand a second entry, which makes the frame in a buffer, and the frame's size and alignment. A call that
; is given a buffer is one of the second entry.
; RUN: %opt %load_pass -passes=yieldc-lower,verify -S %s | FileCheck %s

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
declare ptr @yieldc_given(ptr, i64, ptr)
declare ptr @yieldc_layout(ptr)
declare ptr @elsewhere(i32 signext)
declare void @keep(ptr)

define internal ptr @yieldc_support_table() {
  ret ptr @yieldc_support
}

; The layout holds what the ramps ask for.
; CHECK-DAG: @shared.layout = constant { i64, i64 } { i64 [[SIZE:[0-9]+]], i64 [[ALIGN:[0-9]+]] }
; CHECK-DAG: @asked.layout = internal constant { i64, i64 }
; CHECK-DAG: @elsewhere.layout = external constant { i64, i64 }
; CHECK-NOT: @unasked.layout
; CHECK-NOT: @given.layout

; CHECK-LABEL: define ptr @shared(i32 %n)
; CHECK: call ptr @allocate(i64 [[SIZE]], i64 [[ALIGN]])
; CHECK: store ptr @shared.destroy,
define ptr @shared(i32 %n) {
  %n.addr = alloca i32
  store i32 %n, ptr %n.addr
  call void (i64, i64, ptr, i64, ...) @yieldc_begin(i64 24, i64 4, ptr @yieldc_support_table, i64 0)
  call void @yieldc_suspend()
  %value = load i32, ptr %n.addr
  %self = call ptr @yieldc_self()
  store i32 %value, ptr %self
  ret ptr null
}

define internal ptr @given(i32 %n) {
  call void (i64, i64, ptr, i64, ...) @yieldc_begin(i64 24, i64 4, ptr @yieldc_support_table, i64 0)
  call void @yieldc_suspend()
  ret ptr null
}

define internal ptr @asked() {
  call void (i64, i64, ptr, i64, ...) @yieldc_begin(i64 24, i64 4, ptr @yieldc_support_table, i64 0)
  call void @yieldc_suspend()
  ret ptr null
}

; CHECK: define internal ptr @unasked()
define internal ptr @unasked() {
  call void (i64, i64, ptr, i64, ...) @yieldc_begin(i64 24, i64 4, ptr @yieldc_support_table, i64 0)
  call void @yieldc_suspend()
  ret ptr null
}

; The arguments keep their attributes; the buffer comes last.
; CHECK-LABEL: define void @consumer(
; CHECK: call ptr @elsewhere.in(i32 signext %n, ptr %buffer, i64 %size)
; CHECK: call ptr @given.in(i32 7, ptr %buffer, i64 %size)
; CHECK: call void @keep(ptr @elsewhere.layout)
; CHECK: call void @keep(ptr @asked.layout)
define void @consumer(ptr %buffer, i64 %size, i32 %n) {
  %a = call ptr @elsewhere(i32 signext %n)
  %b = call ptr @yieldc_given(ptr %buffer, i64 %size, ptr %a)
  call void @keep(ptr %b)
  %c = call ptr @given(i32 7)
  %d = call ptr @yieldc_given(ptr %buffer, i64 %size, ptr %c)
  call void @keep(ptr %d)
  %e = call ptr @yieldc_layout(ptr @elsewhere)
  call void @keep(ptr %e)
  %f = call ptr @yieldc_layout(ptr @asked)
  call void @keep(ptr %f)
  %g = call ptr @unasked()
  call void @keep(ptr %g)
  ret void
}

; CHECK-LABEL: define ptr @shared.in(i32 %n, ptr %0, i64 %1)
; CHECK-NOT: @allocate
; CHECK: call ptr @fit(ptr %0, i64 %1, i64 [[SIZE]], i64 [[ALIGN]])
; CHECK: store ptr @shared.leave,

; Closing one unwinds it and frees nothing.
; CHECK-LABEL: define internal void @shared.leave(
; CHECK: call void @shared.resume(
; CHECK-NOT: @release
; CHECK: ret void
; CHECK: define internal ptr @given.in(
; CHECK-NOT: define {{.*}}asked.in(
