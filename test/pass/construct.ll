; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;
; The marker form becomes a coroutine: the frame is allocated first thing, there is a suspension at each marker and a last one
; where the function returned, and what asked for the frame has it.
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

; CHECK: define ptr @count(i32 %n) [[ATTRIBUTES:#[0-9]+]] {
; CHECK: %promise = alloca [8 x i8], align 8
; CHECK: %id = call token @llvm.coro.id(i32 0, ptr %promise, ptr null, ptr null)
; CHECK: [[MEMORY:%.+]] = call ptr @allocate(i64 %size, i64 %{{.+}})
; CHECK: [[NULL:%.+]] = icmp eq ptr [[MEMORY]], null
; CHECK: br i1 [[NULL]], label %no.memory, label %body
; CHECK: no.memory:
; CHECK-NEXT: ret ptr null
; CHECK: body:
; CHECK-NEXT: %frame = call ptr @llvm.coro.begin(token %id, ptr [[MEMORY]])
; Created, and nothing refused; no other byte of the public part is set.
; CHECK: [[STATUS:%.+]] = getelementptr inbounds i8, ptr %frame, i64 16
; CHECK-NEXT: store i8 1, ptr [[STATUS]]
; Parameters are stored behind it: into the frame.
; CHECK-NEXT: store i32 %n, ptr %n.addr
; CHECK-NEXT: [[HOW:%.+]] = call i8 @llvm.coro.suspend(token none, i1 false)
; CHECK-NEXT: switch i8 [[HOW]], label %suspend [
; CHECK-NOT: yieldc_begin
; CHECK: call void @use(ptr %frame)
; CHECK: call i8 @llvm.coro.suspend(token none, i1 false)
; CHECK: call i8 @llvm.coro.suspend(token none, i1 false)
; The end: finished, which is 4, with the flags that tell how, 16 and 64.
; CHECK: generator.return:
; CHECK: [[END:%.+]] = load i8, ptr [[AT_END:%.+]]
; CHECK-NEXT: [[FLAGS:%.+]] = and i8 [[END]], 80
; CHECK-NEXT: [[FINISHED:%.+]] = or i8 [[FLAGS]], 4
; CHECK-NEXT: store i8 [[FINISHED]], ptr [[AT_END]]
; CHECK-NEXT: call i8 @llvm.coro.suspend(token none, i1 true)
; CHECK-NOT: llvm.coro.suspend
; The frame's release is given its size and alignment.
; CHECK: release:
; CHECK: [[FREED:%.+]] = call ptr @llvm.coro.free(token %id, ptr %frame)
; CHECK: call void @release(ptr [[FREED]], i64 %{{.+}}, i64 %{{.+}})
; CHECK: ret ptr %frame
; CHECK-NOT: call {{.*}}@yieldc_
define ptr @count(i32 %n) {
entry:
  %result = alloca ptr
  %n.addr = alloca i32
  store i32 %n, ptr %n.addr
  call void (i64, i64, ptr, i64, ...) @yieldc_begin(i64 24, i64 4, ptr @yieldc_support_table, i64 0)
  %self = call ptr @yieldc_self()
  call void @use(ptr %self)
  %early = icmp eq i32 %n, 0
  br i1 %early, label %first, label %second
first:
  call void @yieldc_suspend()
  store ptr null, ptr %result
  ret ptr null
second:
  call void @yieldc_suspend()
  ret ptr null
}
declare void @use(ptr)

; What has no begin marker is left alone.
; CHECK: define ptr @ordinary(ptr %p) {
; CHECK-NEXT: ret ptr %p
define ptr @ordinary(ptr %p) {
  ret ptr %p
}
; CHECK: attributes [[ATTRIBUTES]] = { presplitcoroutine }
