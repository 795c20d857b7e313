// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef YIELDC_FRAMETYPE_H
#define YIELDC_FRAMETYPE_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/InstrTypes.h"

namespace yieldc {

/// A variable of the source, and where it lies in the frame.
struct FrameVariable {
  llvm::DILocalVariable *Variable;
  uint64_t Offset;
};

/// The type of the frame of Resume, a body with debug information, for
/// debuggers.
llvm::DIType *describeFrame(llvm::Function &Resume,
                            llvm::ArrayRef<FrameVariable> Variables);

} // namespace yieldc

#endif // YIELDC_FRAMETYPE_H
