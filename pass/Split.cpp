// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Splitting coroutines, at the very start of the pipeline, before any
// optimisation: what moves values or calls across a suspension (EarlyCSE with
// pthread_self(), for one) never sees one, the frame holds what the source
// keeps alive and no more, and sanitizers instrument ordinary functions.
// docs/design.md has the measurements.

#include "Split.h"
#include "Compat.h"
#include "DebugInfo.h"
#include "Frame.h"
#include "Markers.h"
#include "Pins.h"
#include "ResumePoint.h"
#include "Simplify.h"
#include "llvm/Analysis/CGSCCPassManager.h"
#include "llvm/Analysis/ConstantFolding.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Coroutines/CoroCleanup.h"
#include "llvm/Transforms/Coroutines/CoroEarly.h"
#include "llvm/Transforms/Coroutines/CoroSplit.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"

using namespace llvm;

namespace yieldc {

/// The allocas that moved into the frame; at -O0 nothing else removes them, and
/// a ramp would reserve the frame on its stack as well.
static void removeDeadAllocas(Function &F) {
  for (Instruction &I : make_early_inc_range(instructions(F)))
    if (isa<AllocaInst>(I) && I.use_empty())
      I.eraseFromParent();
}

constexpr StringLiteral DebuggerText = "# yieldc: kept for debuggers";

/// Whether V, where nothing is optimised, looks like what the plugin makes for
/// the value of a `yield`, or Clang for that of a statement expression: it is
/// written once, and copied from as a whole. (-ftrivial-auto-var-init writes
/// too, with an annotation.)
static bool isTemporary(AllocaInst &V) {
  StoreInst *Store = nullptr;
  bool IsLoaded = false;
  for (Use &U : V.uses()) {
    if (cast<Instruction>(U.getUser())->hasMetadata(LLVMContext::MD_annotation))
      continue;
    if (isa<LoadInst>(U.getUser()))
      IsLoaded = true;
    else if (isa<StoreInst>(U.getUser()) && !Store)
      Store = cast<StoreInst>(U.getUser());
    else if (!isa<MemCpyInst>(U.getUser()) || U.getOperandNo() != 1)
      return false;
  }
  if (!Store || !IsLoaded)
    return true;
  auto *Value = dyn_cast<Instruction>(Store->getValueOperand());
  return Value && !Value->hasOneUse();
}

/// Where nothing is optimised, all variables are in the frame, needed there or
/// not: so they have their values wherever the body is resumed. (Which of them
/// are the source's is not known without debug information.)
static void keepVariables(Function &F) {
  Instruction *Last = nullptr;
  for (Instruction &I : instructions(F))
    if (auto *Call = dyn_cast<IntrinsicInst>(&I);
        Call && Call->getIntrinsicID() == Intrinsic::coro_suspend &&
        cast<ConstantInt>(Call->getArgOperand(1))->isOne())
      Last = Call;
  if (!Last)
    return;
  for (Instruction &I : F.getEntryBlock()) {
    auto *V = dyn_cast<AllocaInst>(&I);
    bool IsPromise = any_of(I.users(), [](User *U) {
      auto *Call = dyn_cast<IntrinsicInst>(U);
      return Call && Call->getIntrinsicID() == Intrinsic::coro_id;
    });
    if (V && !IsPromise && !isTemporary(*V))
      pin(*V, *Last, DebuggerText, "r");
  }
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

/// Takes away what F, a part of a generator, needed until it was split.
static void tidy(Function &F) {
  removeUnreached(F); // LLVM leaves the body in the ramp
  removePins(F, DebuggerText);
  removeDebugVariables(F);
  removeDeadAllocas(F);
  foldConstants(F);
}

/// LLVM's f.destroy frees the frame of a generator that has ended. Ours unwinds
/// it before, if it has not: so closing is one call for the consumer. And most
/// of LLVM's is a second copy of the body, never reached. It has no debug
/// information: a breakpoint at f is not for it.
static void makeDestroy(Function &Destroy, Function &Resume,
                        const CallBase &Allocate, Function &Release) {
  LLVMContext &Context = Destroy.getContext();
  auto Linkage = Destroy.getLinkage();
  Destroy.deleteBody();
  Destroy.setLinkage(Linkage);

  auto *Entry = BasicBlock::Create(Context, "entry", &Destroy);
  auto *Unwind = BasicBlock::Create(Context, "unwind", &Destroy);
  auto *Free = BasicBlock::Create(Context, "free", &Destroy);
  Argument *Frame = Destroy.getArg(0);
  IRBuilder<> B(Entry);
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

/// Where nothing is optimised, the inlined management of memory would be most
/// of a generator's code.
static void keepOutOfLine(const Support &Support) {
  for (Function *F : {Support.Allocate, Support.Release, Support.Fit}) {
    F->removeFnAttr(Attribute::AlwaysInline);
    F->addFnAttr(Attribute::NoInline);
  }
}

PreservedAnalyses SplitPass::run(Module &M, ModuleAnalysisManager &AM) {
  SmallVector<std::string, 8> Names;
  SmallVector<std::pair<Function *, GlobalValue::LinkageTypes>, 8> Locals;
  for (Function &F : M) {
    if (!F.isPresplitCoroutine())
      continue;
    Names.push_back(F.getName().str());
    if (!OptimizeFrame)
      keepVariables(F);
    // LazyCallGraph begins at what can be called from elsewhere. What is called
    // by nothing in use, or only by its second entry (Buffers.h), which is not
    // made yet, would not be split, and CoroCleanup would take it apart.
    if (F.hasLocalLinkage()) {
      Locals.push_back({&F, F.getLinkage()});
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
  for (auto [F, Linkage] : Locals)
    F->setLinkage(Linkage);

  Support Support;
  bool Supported = readSupport(M, Support);
  if (Supported && !OptimizeFrame)
    keepOutOfLine(Support);
  for (const std::string &Name : Names) {
    Function *Ramp = M.getFunction(Name);
    // What LLVM's own elision would look at.
    if (GlobalVariable *Table = M.getNamedGlobal(Name + ".resumers");
        Table && Table->use_empty())
      Table->eraseFromParent();
    tidy(*Ramp);
    for (const char *Suffix : {".resume", ".destroy", ".cleanup"}) {
      Function *Part = M.getFunction(Name + Suffix);
      if (!Part)
        continue;
      // Consumers, which may be compiled by gcc, call with C's convention.
      Part->setCallingConv(CallingConv::C);
      Part->removeDeadConstantUsers();
      if (Part->use_empty())
        Part->eraseFromParent(); // f.cleanup, for elided frames
      else
        tidy(*Part);
    }
    Function *Resume = M.getFunction(Name + ".resume");
    CallBase *Allocate =
        Supported ? findCall(*Ramp, Support.Allocate) : nullptr;
    if (!Resume || !Allocate)
      continue;
    if (OptimizeFrame) {
      improveResumePoint(*Ramp, *Resume);
    } else {
      keepArguments(*Ramp);
      keepArguments(*Resume);
    }
    makeDestroy(*M.getFunction(Name + ".destroy"), *Resume, *Allocate,
                *Support.Release);
  }
  return PreservedAnalyses::none();
}

} // namespace yieldc
