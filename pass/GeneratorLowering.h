// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef YIELDC_GENERATORLOWERING_H
#define YIELDC_GENERATORLOWERING_H

#include "llvm/IR/PassManager.h"

namespace yieldc {

/// `yieldc-construct`: generator functions in marker form become
/// switched-resume coroutines of LLVM, not yet split.
struct ConstructPass : llvm::PassInfoMixin<ConstructPass> {
  llvm::PreservedAnalyses run(llvm::Module &M, llvm::ModuleAnalysisManager &);
  static bool isRequired() { return true; }
};

/// `yieldc-split`: splits those coroutines with LLVM's passes, and leaves
/// ordinary functions: the ramp, which makes the frame, and f.resume and
/// f.destroy.
struct SplitPass : llvm::PassInfoMixin<SplitPass> {
  explicit SplitPass(bool OptimizeFrame = true)
      : OptimizeFrame(OptimizeFrame) {}
  llvm::PreservedAnalyses run(llvm::Module &M, llvm::ModuleAnalysisManager &AM);
  static bool isRequired() { return true; }

private:
  bool OptimizeFrame;
};

/// `yieldc-lower`: both, with fusion in between (Fusion.h) unless at -O0; and
/// then removes what only marker form needed. Does nothing, in no time, in a
/// module without generator functions.
struct LowerPass : llvm::PassInfoMixin<LowerPass> {
  explicit LowerPass(bool Optimize = true) : Optimize(Optimize) {}
  llvm::PreservedAnalyses run(llvm::Module &M, llvm::ModuleAnalysisManager &AM);
  static bool isRequired() { return true; }

private:
  bool Optimize;
};

} // namespace yieldc

#endif // YIELDC_GENERATORLOWERING_H
