; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;
; Markers that are not as the plugin makes them are refused, with the function's name and what to do; nothing crashes.
; RUN: rm -rf %t && split-file %s %t
; RUN: for case in two-begins size-not-constant align-not-a-power table-missing table-of-others too-few-handles record-without-size record-without-alignment \
; RUN:             no-pointer-returned handle-count-not-constant too-few-arguments array-without-test; do \
; RUN:   cat %t/declarations.ll %t/$case.ll > %t/case.ll; \
; RUN:   for pass in yieldc-construct yieldc-lower; do not %opt %load_pass -passes=$pass -S %t/case.ll > %t/out 2>&1; \
; RUN:     test $? = 0 && FileCheck --input-file %t/out %s || { echo fails: $case $pass; exit 1; }; done; done
; CHECK: error: {{.*}}in function broken {{.*}}: malformed yieldc markers: compile the source with one version of yieldc, header and plugin alike
; CHECK-NOT: Stack dump

;--- declarations.ll
declare ptr @allocate(i64, i64)
declare void @release(ptr, i64, i64)
declare void @close(ptr)
declare ptr @fit(ptr, i64, i64, i64)
declare ptr @vla_push(ptr, ptr, i64, i64)
declare void @vla_pop(ptr, ptr)
declare void @yieldc_begin(i64, i64, ptr, i64, ...)
declare void @yieldc_suspend()
declare ptr @yieldc_self()
declare ptr @yieldc_support_table()
;--- two-begins.ll
@yieldc_support = internal constant [12 x ptr] [ptr @allocate, ptr @release, ptr @close, ptr @vla_push, ptr @vla_pop, ptr @close, ptr @close, ptr @close, ptr @close, ptr @close, ptr @close, ptr @fit]
define ptr @broken() {
  call void (i64, i64, ptr, i64, ...) @yieldc_begin(i64 24, i64 4, ptr @yieldc_support_table, i64 0)
  call void (i64, i64, ptr, i64, ...) @yieldc_begin(i64 24, i64 4, ptr @yieldc_support_table, i64 0)
  ret ptr null
}
;--- size-not-constant.ll
@yieldc_support = internal constant [12 x ptr] [ptr @allocate, ptr @release, ptr @close, ptr @vla_push, ptr @vla_pop, ptr @close, ptr @close, ptr @close, ptr @close, ptr @close, ptr @close, ptr @fit]
define ptr @broken(i64 %n) {
  call void (i64, i64, ptr, i64, ...) @yieldc_begin(i64 %n, i64 4, ptr @yieldc_support_table, i64 0)
  ret ptr null
}
;--- align-not-a-power.ll
@yieldc_support = internal constant [12 x ptr] [ptr @allocate, ptr @release, ptr @close, ptr @vla_push, ptr @vla_pop, ptr @close, ptr @close, ptr @close, ptr @close, ptr @close, ptr @close, ptr @fit]
define ptr @broken() {
  call void (i64, i64, ptr, i64, ...) @yieldc_begin(i64 24, i64 12, ptr @yieldc_support_table, i64 0)
  ret ptr null
}
;--- table-missing.ll
define ptr @broken() {
  call void (i64, i64, ptr, i64, ...) @yieldc_begin(i64 24, i64 4, ptr @yieldc_support_table, i64 0)
  ret ptr null
}
;--- table-of-others.ll
@variable = global i64 24
@yieldc_support = internal constant { ptr, ptr, ptr, ptr, ptr } { ptr @allocate, ptr @release, ptr @variable, ptr @vla_push, ptr @vla_pop }
define ptr @broken() {
  call void (i64, i64, ptr, i64, ...) @yieldc_begin(i64 24, i64 4, ptr @yieldc_support_table, i64 0)
  ret ptr null
}
;--- too-few-handles.ll
@yieldc_support = internal constant [12 x ptr] [ptr @allocate, ptr @release, ptr @close, ptr @vla_push, ptr @vla_pop, ptr @close, ptr @close, ptr @close, ptr @close, ptr @close, ptr @close, ptr @fit]
define ptr @broken(ptr %g) {
  %g.addr = alloca ptr
  store ptr %g, ptr %g.addr
  call void (i64, i64, ptr, i64, ...) @yieldc_begin(i64 24, i64 4, ptr @yieldc_support_table, i64 2, ptr %g.addr)
  ret ptr null
}
;--- record-without-size.ll
@yieldc_support = internal constant [12 x ptr] [ptr @allocate, ptr @release, ptr @close, ptr @vla_push, ptr @vla_pop, ptr @close, ptr @close, ptr @close, ptr @close, ptr @close, ptr @close, ptr @fit]
define ptr @broken(ptr %p) {
  call void (i64, i64, ptr, i64, ...) @yieldc_begin(i64 24, i64 4, ptr @yieldc_support_table, i64 0, ptr %p)
  ret ptr null
}
;--- record-without-alignment.ll
@yieldc_support = internal constant [12 x ptr] [ptr @allocate, ptr @release, ptr @close, ptr @vla_push, ptr @vla_pop, ptr @close, ptr @close, ptr @close, ptr @close, ptr @close, ptr @close, ptr @fit]
define ptr @broken(ptr %p) {
  call void (i64, i64, ptr, i64, ...) @yieldc_begin(i64 24, i64 4, ptr @yieldc_support_table, i64 0, ptr %p, i64 8)
  ret ptr null
}
;--- no-pointer-returned.ll
@yieldc_support = internal constant [12 x ptr] [ptr @allocate, ptr @release, ptr @close, ptr @vla_push, ptr @vla_pop, ptr @close, ptr @close, ptr @close, ptr @close, ptr @close, ptr @close, ptr @fit]
define i32 @broken() {
  call void (i64, i64, ptr, i64, ...) @yieldc_begin(i64 24, i64 4, ptr @yieldc_support_table, i64 0)
  ret i32 0
}
;--- handle-count-not-constant.ll
@yieldc_support = internal constant [12 x ptr] [ptr @allocate, ptr @release, ptr @close, ptr @vla_push, ptr @vla_pop, ptr @close, ptr @close, ptr @close, ptr @close, ptr @close, ptr @close, ptr @fit]
define ptr @broken(i64 %n) {
  call void (i64, i64, ptr, i64, ...) @yieldc_begin(i64 24, i64 4, ptr @yieldc_support_table, i64 %n)
  ret ptr null
}
;--- too-few-arguments.ll
@yieldc_support = internal constant [12 x ptr] [ptr @allocate, ptr @release, ptr @close, ptr @vla_push, ptr @vla_pop, ptr @close, ptr @close, ptr @close, ptr @close, ptr @close, ptr @close, ptr @fit]
define ptr @broken() {
  call void @yieldc_begin(i64 24, i64 4)
  ret ptr null
}
;--- array-without-test.ll
@yieldc_support = internal constant [12 x ptr] [ptr @allocate, ptr @release, ptr @close, ptr @vla_push, ptr @vla_pop, ptr @close, ptr @close, ptr @close, ptr @close, ptr @close, ptr @close, ptr @fit]
define ptr @broken(i64 %n) {
  call void (i64, i64, ptr, i64, ...) @yieldc_begin(i64 24, i64 4, ptr @yieldc_support_table, i64 0)
  %array = alloca i32, i64 %n
  store i32 1, ptr %array
  ret ptr null
}
