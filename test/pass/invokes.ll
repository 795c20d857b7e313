; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;
; Under -fexceptions markers may come as invokes: they never unwind, and are replaced as calls are.
; RUN: %opt %load_pass -passes=yieldc-construct,verify -S %s | FileCheck %s
; RUN: %opt %load_pass -passes=yieldc-lower,verify -S %s | FileCheck --check-prefix LOWER %s

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

; CHECK-LABEL: define ptr @f(
; CHECK-NOT: invoke {{.*}}@yieldc_
; CHECK: call i8 @llvm.coro.suspend(token none, i1 false)
; CHECK: invoke void @use(ptr %frame)
; CHECK: call i8 @llvm.coro.suspend(token none, i1 false)
; CHECK: invoke void @use(ptr %frame)
; CHECK: landingpad
; CHECK: call i8 @llvm.coro.suspend(token none, i1 true)
; LOWER: @f.resume(
; LOWER-NOT: @yieldc_
define ptr @f() personality ptr @__gcc_personality_v0 {
entry:
  invoke void (i64, i64, ptr, i64, ...) @yieldc_begin(i64 24, i64 4, ptr @yieldc_support_table, i64 0)
          to label %begun unwind label %unwind
begun:
  %self = invoke ptr @yieldc_self()
          to label %asked unwind label %unwind
asked:
  invoke void @use(ptr %self)
          to label %used unwind label %unwind
used:
  invoke void @yieldc_suspend()
          to label %resumed unwind label %unwind
resumed:
  %again = invoke ptr @yieldc_self()
          to label %last unwind label %unwind
last:
  invoke void @use(ptr %again)
          to label %end unwind label %unwind
end:
  ret ptr null
unwind:
  %pad = landingpad { ptr, i32 } cleanup
  resume { ptr, i32 } %pad
}
; Only markers lead to the landing pad here: nothing does any more.
; CHECK-LABEL: define ptr @only(
; CHECK-NOT: invoke
; CHECK: ret ptr %frame
define ptr @only() personality ptr @__gcc_personality_v0 {
entry:
  invoke void (i64, i64, ptr, i64, ...) @yieldc_begin(i64 24, i64 4, ptr @yieldc_support_table, i64 0)
          to label %begun unwind label %unwind
begun:
  invoke void @yieldc_suspend()
          to label %end unwind label %unwind
end:
  ret ptr null
unwind:
  %pad = landingpad { ptr, i32 } cleanup
  resume { ptr, i32 } %pad
}
declare void @use(ptr)
declare i32 @__gcc_personality_v0(...)
