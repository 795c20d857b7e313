; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;
; An alloca of unknown size becomes storage of its own, released down to a mark where the stack was restored, and wholly at
; the end. The test whether there was memory for it moves from behind its initialization to in front of it.
; RUN: %opt %load_pass -passes=yieldc-construct,verify -S %s | FileCheck %s
; RUN: %opt %load_pass -passes=yieldc-lower,verify -S %s -o /dev/null

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
declare i1 @yieldc_interrupted(ptr)
define internal ptr @yieldc_support_table() {
  ret ptr @yieldc_support
}

; CHECK-LABEL: define ptr @arrays(
; CHECK: store ptr null, ptr %vla.top
; CHECK-NOT: stacksave
; CHECK: %vla.mark = load ptr, ptr %vla.top
; CHECK-NOT: alloca
; CHECK: %array = call ptr @vla_push(ptr %frame, ptr %vla.top, i64 %{{.+}}, i64 16)
; CHECK-NEXT: %[[NULL:.+]] = icmp eq ptr %array, null
; CHECK-NEXT: br i1 %[[NULL]], label %failed, label %[[REST:.+]]
; CHECK: [[REST]]:
; CHECK-NOT: call i1 @yieldc_interrupted
; CHECK: store i32 1, ptr %array
; CHECK-NOT: call i1 @yieldc_interrupted
; CHECK: br label %made
; CHECK: made:
; CHECK: call void @vla_pop(ptr %vla.top, ptr %{{vla.mark.*|.+}})
; CHECK-NEXT: call void @vla_pop(ptr %vla.top, ptr null)
; CHECK-NEXT: br label %generator.return
; CHECK-NOT: call {{.*}}stackrestore
define ptr @arrays(i64 %n) {
entry:
  %n.addr = alloca i64
  %saved = alloca ptr
  store i64 %n, ptr %n.addr
  call void (i64, i64, ptr, i64, ...) @yieldc_begin(i64 24, i64 4, ptr @yieldc_support_table, i64 0)
  %self = call ptr @yieldc_self()
  %size = load i64, ptr %n.addr
  %stack = call ptr @llvm.stacksave.p0()
  store ptr %stack, ptr %saved
  %array = alloca i32, i64 %size, align 16
  store i32 1, ptr %array
  br label %filled
filled:
  %self.2 = call ptr @yieldc_self()
  %interrupted = call i1 @yieldc_interrupted(ptr %self.2)
  br i1 %interrupted, label %failed, label %made
failed:
  br label %end
made:
  call void @yieldc_suspend()
  br label %end
end:
  %mark = load ptr, ptr %saved
  call void @llvm.stackrestore.p0(ptr %mark)
  ret ptr null
}
declare ptr @llvm.stacksave.p0()
declare void @llvm.stackrestore.p0(ptr)
