// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef YIELDC_LOWER_H
#define YIELDC_LOWER_H

#include "llvm/IR/PassManager.h"

namespace yieldc {

/// `yieldc-lower`: ConstructPass and SplitPass, with fusion in between
/// (Fusion.h) unless at -O0; and then removes what only marker form needed.
/// Also generators in buffers (Buffers.h), and what must not be allocated
/// (NoAllocation.h). Does nothing, in no time, in a module that has none of it.
struct LowerPass : llvm::PassInfoMixin<LowerPass> {
  /// Frames of more bytes are not put on a consumer's stack.
  static constexpr uint64_t DefaultFrameLimit = 16 << 10;

  explicit LowerPass(bool Optimize = true,
                     uint64_t FrameLimit = DefaultFrameLimit)
      : Optimize(Optimize), FrameLimit(FrameLimit) {}
  llvm::PreservedAnalyses run(llvm::Module &M, llvm::ModuleAnalysisManager &AM);
  static bool isRequired() { return true; }

private:
  bool Optimize;
  uint64_t FrameLimit;
};

} // namespace yieldc

#endif // YIELDC_LOWER_H
