// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef YIELDC_FRAMEVARIABLES_H
#define YIELDC_FRAMEVARIABLES_H

#include "llvm/IR/Function.h"

namespace yieldc {

/// Pins the variables of F, a generator function in marker form, that are alive
/// at a suspension: until unpinVariables passes leave them in memory, so that
/// they become the variables of the frame. All others may be promoted to
/// registers, and then need no place in it.
void pinFrameVariables(llvm::Function &F);
void unpinVariables(llvm::Function &F);
void unpinVariable(llvm::Value &Variable);

} // namespace yieldc

#endif // YIELDC_FRAMEVARIABLES_H
