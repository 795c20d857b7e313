; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;
; Records that the caller passes in its own memory are copied before the first suspension: those marked byval, and those that
; only the marker tells.
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

; CHECK-LABEL: define ptr @in_memory(
; CHECK-DAG: %p.copy = alloca [40 x i8], align 8
; CHECK-DAG: %q.copy = alloca [64 x i8], align 32
; CHECK-DAG: call void @llvm.memcpy.{{.*}}(ptr align 8 %p.copy, ptr align 8 %p, i64 40, i1 false)
; CHECK-DAG: call void @llvm.memcpy.{{.*}}(ptr align 32 %q.copy, ptr align 32 %q, i64 64, i1 false)
; CHECK: call i8 @llvm.coro.suspend(token none, i1 false)
; CHECK: call void @use(ptr %p.copy)
; CHECK: call void @use(ptr %q.copy)
define ptr @in_memory(ptr byval([40 x i8]) align 8 %p, ptr %q) {
entry:
  call void (i64, i64, ptr, i64, ...) @yieldc_begin(i64 24, i64 4, ptr @yieldc_support_table, i64 0, ptr %p, i64 40, i64 8, ptr %q, i64 64, i64 32)
  call void @use(ptr %p)
  call void @use(ptr %q)
  call void @yieldc_suspend()
  ret ptr null
}

; Passed in registers and stored by the function itself: nothing to do.
; CHECK-LABEL: define ptr @in_registers(
; CHECK-NOT: memcpy
; CHECK: store i64 %p.coerce, ptr %p
; CHECK-NOT: memcpy
; CHECK: ret ptr %frame
define ptr @in_registers(i64 %p.coerce) {
entry:
  %p = alloca { i32, i32 }
  store i64 %p.coerce, ptr %p
  call void (i64, i64, ptr, i64, ...) @yieldc_begin(i64 24, i64 4, ptr @yieldc_support_table, i64 0, ptr %p, i64 8, i64 4)
  call void @yieldc_suspend()
  ret ptr null
}

; Not named by the marker, but byval.
; CHECK-LABEL: define ptr @unnamed(
; CHECK: call void @llvm.memcpy
; CHECK: call i8 @llvm.coro.suspend
define ptr @unnamed(ptr byval([40 x i8]) align 8 %p) {
entry:
  call void (i64, i64, ptr, i64, ...) @yieldc_begin(i64 24, i64 4, ptr @yieldc_support_table, i64 0)
  call void @yieldc_suspend()
  ret ptr null
}
declare void @use(ptr)
