// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef YIELDC_RESUMEPOINT_H
#define YIELDC_RESUMEPOINT_H

#include "llvm/IR/Instructions.h"

namespace yieldc {

/// The load in Resume of the number of the suspension it was left at, or null.
llvm::LoadInst *suspensionNumber(llvm::Function &Resume);

/// Improves how a split generator notes where it is to be resumed: Resume is
/// its body, which begins with a switch on that number, and Ramp makes its
/// frame.
void improveResumePoint(llvm::Function &Ramp, llvm::Function &Resume);

} // namespace yieldc

#endif // YIELDC_RESUMEPOINT_H
