// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Usage, alone:
//   opt -load-pass-plugin=yieldc.so -passes=yieldc-lower marker-form.ll -S

#include "PassPlugin.h"
#include "Compat.h"
#include "Construct.h"
#include "Lower.h"
#include "Split.h"
#include "llvm/Passes/PassBuilder.h"

using namespace llvm;

namespace yieldc {

void registerPasses(PassBuilder &PB, uint64_t FrameLimit) {
  PB.registerPipelineStartEPCallback(
      [=](ModulePassManager &Passes, OptimizationLevel Level) {
        Passes.addPass(LowerPass(Level != OptimizationLevel::O0, FrameLimit));
      });
  PB.registerPipelineParsingCallback(
      [](StringRef Name, ModulePassManager &Passes,
         ArrayRef<PassBuilder::PipelineElement>) {
        if (Name == "yieldc-construct")
          Passes.addPass(ConstructPass());
        else if (Name == "yieldc-split")
          Passes.addPass(SplitPass());
        else if (Name == "yieldc-lower")
          Passes.addPass(LowerPass());
        else
          return false;
        return true;
      });
}

} // namespace yieldc

extern "C" __attribute__((visibility("default"))) ::llvm::PassPluginLibraryInfo
llvmGetPassPluginInfo() {
  return {LLVM_PLUGIN_API_VERSION, "yieldc", YIELDC_VERSION,
          [](PassBuilder &PB) {
            yieldc::registerPasses(PB, yieldc::LowerPass::DefaultFrameLimit);
          }};
}
