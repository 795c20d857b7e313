// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Simplify.h"
#include "LocalHandle.h"
#include "Pins.h"
#include "llvm/Analysis/ValueTracking.h"
#include "llvm/IR/Dominators.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/Transforms/InstCombine/InstCombine.h"
#include "llvm/Transforms/Scalar/ADCE.h"
#include "llvm/Transforms/Scalar/CorrelatedValuePropagation.h"
#include "llvm/Transforms/Scalar/EarlyCSE.h"
#include "llvm/Transforms/Scalar/InstSimplifyPass.h"
#include "llvm/Transforms/Scalar/JumpThreading.h"
#include "llvm/Transforms/Scalar/LowerExpectIntrinsic.h"
#include "llvm/Transforms/Scalar/SCCP.h"
#include "llvm/Transforms/Scalar/SROA.h"
#include "llvm/Transforms/Scalar/SimplifyCFG.h"
#include "llvm/Transforms/Utils/Cloning.h"
#include "llvm/Transforms/Utils/Local.h"
#include "llvm/Transforms/Utils/PromoteMemToReg.h"

using namespace llvm;

namespace yieldc {

static bool isWrapper(const CallBase &Call) {
  const Function *Callee = Call.getCalledFunction();
  return Callee && !Callee->isDeclaration() && Callee->hasLocalLinkage() &&
         Callee->hasFnAttribute(Attribute::AlwaysInline) &&
         Callee->getName().starts_with("yieldc_") &&
         Callee->getName() != "yieldc_resume" &&
         Callee->getName() != "yieldc_destroy" &&
         (handleCall(Call) == HandleCall::None ||
          isa<ConstantPointerNull>(Call.getArgOperand(0)));
}

void inlineWrappers(Function &F) {
  SmallVector<CallBase *, 16> Work;
  for (Instruction &I : instructions(F))
    if (auto *Call = dyn_cast<CallBase>(&I); Call && isWrapper(*Call))
      Work.push_back(Call);
  if (Work.empty())
    return;
  SmallVector<AllocaInst *, 16> Variables;
  while (!Work.empty()) {
    InlineFunctionInfo Info;
    if (!InlineFunction(*Work.pop_back_val(), Info).isSuccess())
      continue;
    append_range(Variables, Info.StaticAllocas);
    for (CallBase *Call : Info.InlinedCallSites)
      if (isWrapper(*Call))
        Work.push_back(Call);
  }
  // Their parameters hold addresses of the user's variables, of which one would
  // otherwise have to assume that they go anywhere.
  promote(F, Variables);
}

void removeUnreached(Function &F) {
  for (BasicBlock &Block : F)
    ConstantFoldTerminator(&Block);
  removeUnreachableBlocks(F);
}

void promote(Function &F, SmallVectorImpl<AllocaInst *> &Variables) {
  removeUnreachableBlocks(F);
  erase_if(Variables, [](AllocaInst *A) { return !isAllocaPromotable(A); });
  DominatorTree Dominators(F);
  PromoteMemToReg(Variables, Dominators);
}

constexpr StringLiteral StaysText = "# yieldc: stays here";

/// Keeps what is computed of the current thread before a suspension from being
/// computed behind it: InstCombine would sink it there, to its only use. One
/// more use, by an empty assembler statement, keeps it where it is.
static void pinThreadValues(Function &F) {
  for (Instruction &I : make_early_inc_range(instructions(F))) {
    auto *Call = dyn_cast<CallInst>(&I);
    if (!Call || Call->getType()->isVoidTy() || !Call->doesNotAccessMemory() ||
        (isa<IntrinsicInst>(Call) &&
         Call->getIntrinsicID() != Intrinsic::threadlocal_address))
      continue;
    CallInst *Pin = pin(*Call, *Call->getNextNode(), StaysText, "X");
    Pin->setOnlyAccessesInaccessibleMemory();
    Pin->setDoesNotThrow();
    Pin->addFnAttr(Attribute::WillReturn);
  }
}

/// Computes addresses in frames where they are used. Otherwise, where jump
/// threading makes two of a block that computes one, a phi would merge the
/// addresses, and not the handles: and of a handle whose address is kept
/// nothing more is known.
static void sinkAddresses(Function &F) {
  for (Instruction &I : make_early_inc_range(instructions(F))) {
    auto *Address = dyn_cast<GetElementPtrInst>(&I);
    if (!Address || !Address->hasAllConstantIndices())
      continue;
    for (Use &U : make_early_inc_range(Address->uses())) {
      auto *User = cast<Instruction>(U.getUser());
      if (isa<PHINode>(User) || User->getParent() == Address->getParent())
        continue;
      Instruction *Copy = Address->clone();
      Copy->insertBefore(User->getIterator());
      U.set(Copy);
    }
    if (Address->use_empty())
      Address->eraseFromParent();
  }
}

/// Where one test for null follows another, SimplifyCFG makes the second one of
/// integers (performValueComparisonIntoPredecessorFolding): those of handles
/// are to be seen.
static void testPointers(Function &F) {
  SmallVector<Instruction *, 8> Dead;
  for (Instruction &I : instructions(F)) {
    auto *Test = dyn_cast<ICmpInst>(&I);
    auto *Cast = Test ? dyn_cast<PtrToIntInst>(Test->getOperand(0)) : nullptr;
    auto *With = Cast ? dyn_cast<ConstantInt>(Test->getOperand(1)) : nullptr;
    if (!With || !With->isZero() || !Test->isEquality())
      continue;
    Value *Pointer = Cast->getPointerOperand();
    IRBuilder<> B(Test);
    Test->replaceAllUsesWith(
        B.CreateICmp(Test->getPredicate(), Pointer,
                     Constant::getNullValue(Pointer->getType())));
    Dead.push_back(Test);
  }
  for (Instruction *I : Dead)
    RecursivelyDeleteTriviallyDeadInstructions(I);
}

constexpr StringLiteral LoadedText = "# yieldc: loaded here";

/// Where a phi has what is loaded in several places, or computed of it,
/// InstCombine makes one load through a phi of the addresses
/// (foldPHIArgLoadIntoPHI): then the frames they lie in are not known there any
/// more. Not if a load has one more use.
static void pinLoadsOfFrames(Function &F) {
  SmallVector<LoadInst *, 16> Loads;
  for (Instruction &I : instructions(F))
    if (auto *Load = dyn_cast<LoadInst>(&I);
        Load && Load->hasOneUse() && Load->getType()->isSingleValueType())
      if (auto *Frame = dyn_cast<CallBase>(
              getUnderlyingObject(Load->getPointerOperand()));
          Frame && handleCall(*Frame) != HandleCall::None)
        Loads.push_back(Load);
  for (LoadInst *Load : Loads)
    pin(*Load, *Load->getNextNode(), LoadedText, "X");
}

/// Takes an attribute from a function as long as it lives, or gives it one.
class TemporaryAttribute {
public:
  TemporaryAttribute(Function &F, Attribute::AttrKind Kind, bool Has)
      : F(F), Kind(Kind), Had(F.hasFnAttribute(Kind)) {
    set(Has);
  }
  ~TemporaryAttribute() { set(Had); }

private:
  void set(bool Has) {
    if (Has)
      F.addFnAttr(Kind);
    else
      F.removeFnAttr(Kind);
  }

  Function &F;
  Attribute::AttrKind Kind;
  bool Had;
};

template <typename... Passes>
static void runPasses(Function &F, FunctionAnalysisManager &FAM,
                      Passes &&...P) {
  pinThreadValues(F);
  // Marker form is treated as a coroutine by the passes that ask: or EarlyCSE
  // would take pthread_self() behind a suspension for what it was before.
  TemporaryAttribute Coroutine(F, Attribute::PresplitCoroutine, true);
  // What makes code smaller in the end makes it larger first.
  TemporaryAttribute Size(F, Attribute::OptimizeForSize, false);
  TemporaryAttribute MinSize(F, Attribute::MinSize, false);
  FAM.invalidate(F, PreservedAnalyses::none());
  FunctionPassManager Manager;
  (Manager.addPass(std::forward<Passes>(P)), ...);
  Manager.run(F, FAM);
  removePins(F, StaysText);
  testPointers(F);
  FAM.invalidate(F, PreservedAnalyses::none());
}

/// Loops need not be kept in any form: LLVM would keep a block for a loop's
/// header, through which no jump is threaded.
static SimplifyCFGPass simplifyCFG() {
  return SimplifyCFGPass(SimplifyCFGOptions().needCanonicalLoops(false));
}

void threadJumps(Function &F, FunctionAnalysisManager &FAM) {
  runPasses(F, FAM, LowerExpectIntrinsicPass(), InstSimplifyPass(),
            simplifyCFG());
  sinkAddresses(F);
  runPasses(F, FAM, JumpThreadingPass(), simplifyCFG());
}

void simplify(Function &F, FunctionAnalysisManager &FAM) {
  runPasses(F, FAM, LowerExpectIntrinsicPass(),
            SROAPass(SROAOptions::ModifyCFG), EarlyCSEPass(), simplifyCFG(),
            ADCEPass());
}

void foldStates(Function &F, FunctionAnalysisManager &FAM) {
  // What one state decides may fix another.
  for (unsigned Size = ~0u; F.getInstructionCount() < Size;) {
    Size = F.getInstructionCount();
    inlineWrappers(F);
    runPasses(F, FAM, LowerExpectIntrinsicPass(),
              SROAPass(SROAOptions::ModifyCFG), EarlyCSEPass(), simplifyCFG());
    sinkAddresses(F);
    runPasses(F, FAM, SCCPPass(), JumpThreadingPass(),
              CorrelatedValuePropagationPass());
    pinLoadsOfFrames(F);
    runPasses(F, FAM, InstCombinePass());
    removePins(F, LoadedText);
    runPasses(F, FAM, simplifyCFG(), ADCEPass());
  }
}

} // namespace yieldc
