// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef YIELDC_DEBUGINFO_H
#define YIELDC_DEBUGINFO_H

#include "llvm/IR/Module.h"

namespace yieldc {

/// Takes away the variables that LLVM has added to F, a part of a split
/// generator, for debug information alone: with it the code is what it is
/// without.
void removeDebugVariables(llvm::Function &F);

/// Keeps the arguments of F, which is not optimised, in memory all the time,
/// for debuggers; as Clang does with those of other functions.
void keepArguments(llvm::Function &F);

/// Adds to the debug information of the split generators of M what lies in
/// their frames.
void describeFrames(llvm::Module &M);

} // namespace yieldc

#endif // YIELDC_DEBUGINFO_H
