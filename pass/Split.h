// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef YIELDC_SPLIT_H
#define YIELDC_SPLIT_H

#include "llvm/IR/PassManager.h"

namespace yieldc {

/// `yieldc-split`: splits the coroutines that ConstructPass makes with LLVM's
/// passes, and leaves ordinary functions: the ramp, which makes the frame, and
/// f.resume and f.destroy.
struct SplitPass : llvm::PassInfoMixin<SplitPass> {
  explicit SplitPass(bool OptimizeFrame = true)
      : OptimizeFrame(OptimizeFrame) {}
  llvm::PreservedAnalyses run(llvm::Module &M, llvm::ModuleAnalysisManager &AM);
  static bool isRequired() { return true; }

private:
  bool OptimizeFrame;
};

} // namespace yieldc

#endif // YIELDC_SPLIT_H
