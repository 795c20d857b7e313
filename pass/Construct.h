// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef YIELDC_CONSTRUCT_H
#define YIELDC_CONSTRUCT_H

#include "llvm/IR/Instructions.h"
#include "llvm/IR/PassManager.h"

namespace yieldc {

/// `yieldc-construct`: generator functions in marker form become
/// switched-resume coroutines of LLVM, not yet split.
struct ConstructPass : llvm::PassInfoMixin<ConstructPass> {
  llvm::PreservedAnalyses run(llvm::Module &M, llvm::ModuleAnalysisManager &);
  static bool isRequired() { return true; }
};

/// The same for one function. Does nothing if its markers are malformed, which
/// is reported.
void construct(llvm::Function &F);

/// Removes a load of the variable in which Clang collects what is returned, and
/// the variable if that was all: it would lie in the frame.
void removeReturnValue(llvm::LoadInst *Load);

} // namespace yieldc

#endif // YIELDC_CONSTRUCT_H
