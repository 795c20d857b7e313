; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;
; Splitting makes three ordinary functions, of C's calling convention, for consumers may be compiled by gcc; lowering does
; both steps, and removes the markers and the table, if it is internal.
; RUN: %opt %load_pass -passes=yieldc-construct -S %s -o %t.ll && %opt %load_pass -passes=yieldc-split,verify -S %t.ll -o %t.split.ll
; RUN: FileCheck %s --input-file %t.split.ll
; RUN: %opt %load_pass -passes=yieldc-lower,verify -S %s -o %t.lower.ll
; RUN: FileCheck %s --input-file %t.lower.ll && FileCheck --check-prefix CLEAN %s --input-file %t.lower.ll

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

; What lives across a suspension is in the frame, what does not is not: two pointers, the public part, %n, the index.
; CHECK: %count.Frame = type { ptr, ptr, [8 x i8], i32, i{{[0-9]+}} }
; CHECK: define ptr @count(i32 %n){{.*}} {
; CHECK: call ptr @allocate(i64 32, i64
; CHECK: store ptr @count.resume, ptr
; CHECK: store ptr @count.destroy, ptr
; CHECK: store i32 %n, ptr
; CHECK-NOT: call void @use
; CHECK: define internal void @count.resume(ptr {{.*}}) {{.*}}{
; CHECK: call void @use(i32
; CHECK: define internal void @count.destroy(ptr {{.*}}) {{.*}}{
; CHECK: call void @release(ptr
; CHECK-NOT: fastcc
; CHECK-NOT: call {{.*}}@llvm.coro.
; CLEAN-NOT: @yieldc_{{begin|suspend|self|support}}
define ptr @count(i32 %n) {
entry:
  %n.addr = alloca i32
  %short = alloca i32
  store i32 %n, ptr %n.addr
  call void (i64, i64, ptr, i64, ...) @yieldc_begin(i64 24, i64 4, ptr @yieldc_support_table, i64 0)
  call void @yieldc_suspend()
  %kept = load i32, ptr %n.addr
  store i32 %kept, ptr %short
  %loaded = load i32, ptr %short
  call void @use(i32 %loaded)
  ret ptr null
}
declare void @use(i32)
