; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;
; A module without markers is left as it is, whatever names its functions have.
; RUN: %opt -S %s -o %t.before.ll && %opt %load_pass -passes=yieldc-lower -S %s -o %t.after.ll && cmp %t.before.ll %t.after.ll
; RUN: %opt %load_pass -passes=yieldc-construct,yieldc-split -S %s -o %t.after.ll && cmp %t.before.ll %t.after.ll
; RUN: %opt -passes='default<O2>' -S %s -o %t.before.ll && %opt %load_pass -passes='default<O2>' -S %s -o %t.after.ll && cmp %t.before.ll %t.after.ll

%struct.yieldc_frame = type { ptr, ptr, i8, i8 }
declare void @yieldc_suspended()
define i8 @yieldc_status(ptr %frame) {
  %status = getelementptr %struct.yieldc_frame, ptr %frame, i32 0, i32 2
  %value = load i8, ptr %status
  call void @yieldc_suspended()
  ret i8 %value
}
