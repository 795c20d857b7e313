// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Splitting coroutines, at the very start of the pipeline, before any
// optimisation: what moves values or calls across a suspension (EarlyCSE with
// pthread_self(), for one) never sees one, the frame holds what the source
// keeps alive and no more, and sanitizers instrument ordinary functions.
// docs/design.md has the measurements.

#include "Split.h"
#include "Compat.h"
#include "Frame.h"
#include "Markers.h"
#include "ResumePoint.h"
#include "llvm/Analysis/CGSCCPassManager.h"
#include "llvm/Analysis/ConstantFolding.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Coroutines/CoroCleanup.h"
#include "llvm/Transforms/Coroutines/CoroEarly.h"
#include "llvm/Transforms/Coroutines/CoroSplit.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"
#include "llvm/Transforms/Utils/Local.h"

using namespace llvm;

namespace yieldc {

/// The allocas that moved into the frame; at -O0 nothing else removes them, and
/// a ramp would reserve the frame on its stack as well.
static void removeDeadAllocas(Function &F) {
  for (Instruction &I : make_early_inc_range(instructions(F)))
    if (isa<AllocaInst>(I) && I.use_empty())
      I.eraseFromParent();
}

/// Sizes and alignments are constants now; computing with them folds.
static void foldConstants(Function &F) {
  const DataLayout &DL = F.getParent()->getDataLayout();
  for (Instruction &I : make_early_inc_range(instructions(F)))
    if (auto *Intrinsic = dyn_cast<IntrinsicInst>(&I))
      if (Intrinsic->getIntrinsicID() == Intrinsic::umax)
        if (Constant *Folded = ConstantFoldInstruction(&I, DL)) {
          I.replaceAllUsesWith(Folded);
          I.eraseFromParent();
        }
}

/// LLVM's f.destroy frees the frame of a generator that has ended. Ours unwinds
/// it before, if it has not: so closing is one call for the consumer. And most
/// of LLVM's is a second copy of the body, never reached.
static void makeDestroy(Function &Destroy, Function &Resume,
                        const CallBase &Allocate, Function &Release) {
  LLVMContext &Context = Destroy.getContext();
  DISubprogram *Subprogram = Destroy.getSubprogram();
  auto Linkage = Destroy.getLinkage();
  Destroy.deleteBody();
  Destroy.setLinkage(Linkage);
  Destroy.setSubprogram(Subprogram);

  auto *Entry = BasicBlock::Create(Context, "entry", &Destroy);
  auto *Unwind = BasicBlock::Create(Context, "unwind", &Destroy);
  auto *Free = BasicBlock::Create(Context, "free", &Destroy);
  Argument *Frame = Destroy.getArg(0);
  IRBuilder<> B(Entry);
  if (Subprogram)
    B.SetCurrentDebugLocation(DILocation::get(Context, 0, 0, Subprogram));
  Value *Address = statusAddress(B, Frame);
  Value *State = B.CreateAnd(B.CreateLoad(B.getInt8Ty(), Address),
                             B.getInt8(StateMask), "state");
  B.CreateCondBr(B.CreateICmpEQ(State, B.getInt8(Finished)), Free, Unwind);
  B.SetInsertPoint(Unwind);
  B.CreateStore(B.getInt8(Running | Closed), Address);
  B.CreateCall(&Resume, {Frame});
  B.CreateBr(Free);
  B.SetInsertPoint(Free);
  B.CreateCall(&Release,
               {Frame, Allocate.getArgOperand(0), Allocate.getArgOperand(1)});
  B.CreateRetVoid();
}

PreservedAnalyses SplitPass::run(Module &M, ModuleAnalysisManager &AM) {
  SmallVector<std::string, 8> Names;
  SmallVector<std::pair<Function *, GlobalValue::LinkageTypes>, 8> Unused;
  for (Function &F : M) {
    if (!F.isPresplitCoroutine())
      continue;
    Names.push_back(F.getName().str());
    // What only its second entry refers to (Buffers.h), which is not made yet,
    // is in no call graph, unless it can be called from elsewhere.
    if (F.hasLocalLinkage() && F.use_empty()) {
      Unused.push_back({&F, F.getLinkage()});
      F.setLinkage(GlobalValue::ExternalLinkage);
    }
  }
  if (Names.empty())
    return PreservedAnalyses::all();

  AM.invalidate(M, PreservedAnalyses::none());
  ModulePassManager Passes;
  Passes.addPass(CoroEarlyPass());
  Passes.addPass(
      createModuleToPostOrderCGSCCPassAdaptor(CoroSplitPass(OptimizeFrame)));
  Passes.addPass(CoroCleanupPass());
  Passes.run(M, AM);
  for (auto [F, Linkage] : Unused)
    F->setLinkage(Linkage);

  Support Support;
  bool Supported = readSupport(M, Support);
  for (const std::string &Name : Names) {
    Function *Ramp = M.getFunction(Name);
    // What LLVM's own elision would look at.
    if (GlobalVariable *Table = M.getNamedGlobal(Name + ".resumers");
        Table && Table->use_empty())
      Table->eraseFromParent();
    removeDeadAllocas(*Ramp);
    foldConstants(*Ramp);
    for (const char *Suffix : {".resume", ".destroy", ".cleanup"}) {
      Function *Part = M.getFunction(Name + Suffix);
      if (!Part)
        continue;
      // Consumers, which may be compiled by gcc, call with C's convention.
      Part->setCallingConv(CallingConv::C);
      removeDeadAllocas(*Part);
      foldConstants(*Part);
      Part->removeDeadConstantUsers();
      if (Part->use_empty())
        Part->eraseFromParent(); // f.cleanup, for elided frames
    }
    Function *Resume = M.getFunction(Name + ".resume");
    CallBase *Allocate =
        Supported ? findCall(*Ramp, Support.Allocate) : nullptr;
    if (!Resume || !Allocate)
      continue;
    if (OptimizeFrame)
      improveResumePoint(*Ramp, *Resume);
    makeDestroy(*M.getFunction(Name + ".destroy"), *Resume, *Allocate,
                *Support.Release);
  }
  return PreservedAnalyses::none();
}

} // namespace yieldc
