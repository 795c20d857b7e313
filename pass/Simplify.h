// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the lowering borrows of LLVM's optimiser, before the pipeline itself
// begins. All of it keeps generator functions in marker form right: nothing
// moves across a suspension.

#ifndef YIELDC_SIMPLIFY_H
#define YIELDC_SIMPLIFY_H

#include "llvm/IR/Instructions.h"
#include "llvm/IR/PassManager.h"

namespace yieldc {

/// Inlines the header's functions, but for those that LocalHandle.h looks for.
void inlineWrappers(llvm::Function &F);

/// Removes what stands behind constant tests.
void removeUnreached(llvm::Function &F);

/// Promotes those of the variables to registers that can be, and no others.
void promote(llvm::Function &F,
             llvm::SmallVectorImpl<llvm::AllocaInst *> &Variables);

/// Removes ways that can't be taken, such as those to a branch on what is known
/// where they come from. Leaves variables as they are.
void threadJumps(llvm::Function &F, llvm::FunctionAnalysisManager &FAM);

/// Promotes variables to registers, and removes what then is found needless.
void simplify(llvm::Function &F, llvm::FunctionAnalysisManager &FAM);

/// The same, and threads jumps over what is known of the states of the
/// generators fused into F, until their switches are gone.
void foldStates(llvm::Function &F, llvm::FunctionAnalysisManager &FAM);

} // namespace yieldc

#endif // YIELDC_SIMPLIFY_H
