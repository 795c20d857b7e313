// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef YIELDC_LOWER_H
#define YIELDC_LOWER_H

#include "llvm/IR/PassManager.h"

namespace yieldc {

/// `yieldc-lower`: ConstructPass and SplitPass, with fusion in between
/// (Fusion.h) unless at -O0; and then removes what only marker form needed.
/// Does nothing, in no time, in a module without generator functions.
struct LowerPass : llvm::PassInfoMixin<LowerPass> {
  explicit LowerPass(bool Optimize = true) : Optimize(Optimize) {}
  llvm::PreservedAnalyses run(llvm::Module &M, llvm::ModuleAnalysisManager &AM);
  static bool isRequired() { return true; }

private:
  bool Optimize;
};

} // namespace yieldc

#endif // YIELDC_LOWER_H
