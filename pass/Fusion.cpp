// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A foreach over a visible generator function is to be a loop. In each
// consumer:
//
//   1. Inline the header's wrappers, and promote variables to registers.
//   2. Find a handle that stays in the function (LocalHandle.h). Its frame
//      becomes an alloca, the code that makes it is inlined, and the calls that
//      take it become those of a local generator (body.h), which resume it
//      directly.
//   3. Inline those resumes, and clean up at once: specialization removes the
//      switch on where it was suspended, for the place is known from the place
//      it was resumed at (StateSpecialization.h), and SROA takes the frame
//      apart.
//   4. The source of a stage that was a parameter of it is now the result of a
//      visible call as well: go on from 2, until nothing is left to do.
//
// A consumer that is a generator function is in marker form, not yet split: so
// what is alive of an inner generator across a suspension becomes part of its
// frame.

#include "Fusion.h"
#include "Buffers.h"
#include "Compat.h"
#include "Compose.h"
#include "LocalHandle.h"
#include "NoAllocation.h"
#include "ScatteredFrame.h"
#include "Simplify.h"
#include "llvm/Analysis/InlineCost.h"
#include "llvm/Analysis/OptimizationRemarkEmitter.h"
#include "llvm/Analysis/TargetTransformInfo.h"
#include "llvm/IR/Attributes.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/ValueHandle.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"
#include "llvm/Transforms/Utils/Cloning.h"

using namespace llvm;

#define DEBUG_TYPE "yieldc"

namespace yieldc {

namespace {

/// A function does not become larger than this by the bodies it takes in, in
/// instructions.
constexpr unsigned MaxFunctionSize = 3000;
/// And takes in none that is larger than this.
constexpr unsigned MaxBodySize = 2000;

/// What is known of a function that makes generators; null if nothing. With a
/// buffer of the caller's it makes the same.
const SplitGenerator *find(const SplitGenerators &Known, Function *F) {
  auto It = Known.find(F);
  if (It == Known.end() && F)
    if (Function *Of = entryOf(*F))
      It = Known.find(Of);
  return It == Known.end() ? nullptr : &It->second;
}

class Fusion {
public:
  Fusion(Function &F, const SplitGenerators &Known, uint64_t MaxFrameSize,
         FunctionAnalysisManager &FAM, function_ref<void(Function &)> Lower)
      : F(F), Known(Known), MaxFrameSize(MaxFrameSize), FAM(FAM), Lower(Lower) {
  }

  bool run() {
    for (CallBase *Make : makes(/*Fit=*/false))
      reportMissed(*Make);
    if (!eligible())
      return false;
    inlineWrappers(F);
    // Of one call jump threading would make two, and then neither can be fused:
    // the variable may hold the generator of the other.
    for (CallBase *Make : makes())
      Make->addFnAttr(Attribute::NoDuplicate);
    simplify(F, FAM);
    while (fuseNext())
      foldStates(F, FAM);
    for (CallBase *Make : makes()) {
      Make->removeFnAttr(Attribute::NoDuplicate);
      reportMissed(*Make);
    }
    return Outlines;
  }

private:
  bool eligible() {
    if (F.hasOptNone() || makes().empty())
      return false;
    // What setjmp saved of a frame in registers, longjmp does not bring back.
    if (F.callsFunctionThatReturnsTwice()) {
      for (CallBase *Make : makes())
        reportMissed(*Make);
      return false;
    }
    return true;
  }

  /// The calls in F that make a generator that might be fused (Fit), or of
  /// which it is known that it can't.
  SmallVector<CallBase *, 8> makes(bool Fit = true) {
    SmallVector<CallBase *, 8> Result;
    for (Instruction &I : instructions(F))
      if (auto *Call = dyn_cast<CallBase>(&I))
        if (auto *G = find(Known, Call->getCalledFunction()))
          if (Fit == !G->Unfit)
            Result.push_back(Call);
    return Result;
  }

  /// Fuses the first generator that can be; false if there is none. In a large
  /// function, all of them: no body is inlined there, so that there is nothing
  /// to clean up at once, which would take the square of its size.
  bool fuseNext() {
    bool Fused = false;
    SmallVector<CallBase *, 8> Calls = makes();
    SmallVector<WeakVH, 8> Makes(Calls.begin(), Calls.end());
    for (WeakVH &Make : Makes) {
      bool Large = F.getInstructionCount() > MaxFunctionSize;
      Fused |= Make && fuse(*cast<CallBase>(Make), /*CleanUp=*/!Large);
      if (Fused && !Large)
        break;
    }
    return Fused;
  }

  bool fuse(CallBase &Make, bool CleanUp) {
    const SplitGenerator &G = *find(Known, Make.getCalledFunction());
    if (G.FrameSize > MaxFrameSize)
      return false;
    LocalHandle Handle(Make);
    if (!Handle.isLocal())
      return false;
    if (!Handle.Delegates.empty()) {
      relay(F, Handle.Delegates, G.Support);
      return true;
    }
    bool Inline = fits(*G.Resume, countResumes(Handle));
    if ((!Inline || G.Outlines) && canCompose(Make, Known)) {
      holdSources(Handle, G);
      Lower(compose(Make, Known)); // Now another one is made.
    } else if (entryOf(*Make.getCalledFunction())) {
      LocalHandle Plain(callWithoutBuffer(Make, *G.Ramp));
      fuse(Plain, G, Inline, CleanUp);
    } else {
      Make.setCalledFunction(G.Ramp);
      fuse(Handle, G, Inline, CleanUp);
    }
    return true;
  }

  void fuse(LocalHandle &Handle, const SplitGenerator &G, bool Inline,
            bool CleanUp) {
    StringRef Name = plainName(*G.Ramp);
    DebugLoc Loc = Handle.Make.getDebugLoc();
    BasicBlock *Where = Handle.Make.getParent();

    IRBuilder<> B(&*F.getEntryBlock().getFirstInsertionPt());
    AllocaInst *Frame = B.CreateAlloca(
        ArrayType::get(B.getInt8Ty(), G.FrameSize), nullptr, Name + ".frame");
    Frame->setAlignment(Align(G.FrameAlign));
    holdSources(Handle, G);
    SmallVector<AllocaInst *, 16> Variables;
    SmallVector<CallBase *, 4> Resumes = makeLocal(Handle, G, Frame, Variables);
    make(Handle.Make, G, Frame);
    bool Inlined = Inline;
    if (Inline)
      for (CallBase *Resume : Resumes)
        Inlined &= inlineBody(*Resume);
    Outlines |= !Inlined && !G.Handles.empty();
    if (CleanUp) {
      promote(F, Variables);
      threadJumps(F, FAM); // folds the offsets in the frame
    }
    if (Inlined)
      specializeStates(F, scatterFrame(*Frame, *G.Ramp, *G.Resume));

    remark([&] {
      return OptimizationRemark(DEBUG_TYPE, Inlined ? "Fused" : "Elided", Loc,
                                Where)
             << "generator '" << Name << "' " << (Inlined ? "fused" : "put")
             << " into '" << plainName(F) << "': no allocation"
             << (Inlined ? "" : ", but its body stays a function")
             << "; frame of " << ore::NV("FrameSize", unsigned(G.FrameSize))
             << " bytes";
    });
  }

  /// What must not be allocated may not be made from what is.
  void holdSources(LocalHandle &Handle, const SplitGenerator &G) {
    auto Never = find_if(Handle.Merges, isNever);
    if (Never == Handle.Merges.end())
      return;
    for (unsigned I : G.Handles) {
      Value *Source =
          holdLike(*cast<CallBase>(*Never), Handle.Make.getArgOperand(I));
      cast<Instruction>(Source)->insertBefore(Handle.Make.getIterator());
      Handle.Make.setArgOperand(I, Source);
    }
  }

  /// Inlines the ramp, with the frame where it would have been allocated.
  void make(CallBase &Make, const SplitGenerator &G, AllocaInst *Frame) {
    IRBuilder<> B(&Make);
    createLifetimeStart(B, Frame, G.FrameSize);
    InlineFunctionInfo Info;
    InlineResult Result = InlineFunction(Make, Info);
    assert(Result.isSuccess() && "a ramp is simple");
    (void)Result;
    for (CallBase *Call : Info.InlinedCallSites) {
      if (Call->getCalledFunction() != G.Support.Allocate)
        continue;
      answerNullTests(*Call, /*IsNull=*/false);
      Call->replaceAllUsesWith(Frame);
      eraseCall(*Call);
      break;
    }
  }

  /// Replaces the handle by its frame, tests for null by what is known of them,
  /// and the calls that take it by those for local generators. Returns the
  /// calls that resume it, and in Variables those of what it inlined.
  SmallVector<CallBase *, 4>
  makeLocal(LocalHandle &Handle, const SplitGenerator &G, AllocaInst *Frame,
            SmallVectorImpl<AllocaInst *> &Variables) {
    // Which of the merged values are the handle, as bits; and what has come of
    // the calls.
    DenseMap<Value *, WeakTrackingVH> IsHandle;
    SmallVector<CallBase *, 4> LocalCalls;
    IRBuilder<> B(F.getContext());
    for (CallBase *Call : Handle.Calls) {
      B.SetInsertPoint(Call);
      SmallVector<Value *, 4> Arguments(Call->args());
      Arguments[0] = Frame;
      CallInst *Local = B.CreateCall(localVersion(*Call, G.Support), Arguments);
      LocalCalls.push_back(Local);
      IsHandle[Call] = Local;
    }
    for (auto [Call, Local] : zip(Handle.Calls, LocalCalls)) {
      if (Call->getArgOperand(0) != &Handle.Make)
        callIf(isHandle(Call->getArgOperand(0), Handle, IsHandle), *Local,
               resultForNull(*Call, *Local));
      if (handleCall(*Call) == HandleCall::Failure)
        Call->replaceAllUsesWith(IsHandle[Call]);
      if (handleCall(*Call) == HandleCall::Close) {
        B.SetInsertPoint(Local->getNextNode());
        createLifetimeEnd(B, Frame, G.FrameSize);
      }
    }
    for (ICmpInst *Test : Handle.NullTests) {
      B.SetInsertPoint(Test);
      Value *Is = isHandle(Test->getOperand(0), Handle, IsHandle);
      Test->replaceAllUsesWith(
          Test->getPredicate() == ICmpInst::ICMP_NE ? Is : B.CreateNot(Is));
      Test->eraseFromParent();
    }
    // Every other use of them is one of a handle.
    for (Value *Merge : Handle.Merges)
      Merge->replaceAllUsesWith(Frame);
    for (Value *Merge : Handle.Merges)
      if (isa<PHINode, SelectInst>(Merge) || isNever(Merge))
        cast<Instruction>(Merge)->eraseFromParent();
    for (CallBase *Call : Handle.Calls)
      eraseCall(*Call);
    Handle.Make.replaceAllUsesWith(Frame);

    SmallVector<CallBase *, 4> Resumes;
    while (!LocalCalls.empty()) {
      CallBase *Call = LocalCalls.pop_back_val();
      InlineFunctionInfo Info;
      if (!InlineFunction(*Call, Info).isSuccess())
        continue;
      append_range(Variables, Info.StaticAllocas);
      for (CallBase *Inner : Info.InlinedCallSites) {
        if (Inner->getCalledFunction()->getName() != "yieldc_resume") {
          LocalCalls.push_back(Inner);
          continue;
        }
        Inner->setCalledFunction(G.Resume);
        Resumes.push_back(Inner);
      }
    }
    return Resumes;
  }

  static Function *localVersion(const CallBase &Call, const Support &Support) {
    switch (handleCall(Call)) {
    case HandleCall::Next:
      return Support.LocalNext;
    case HandleCall::Send:
      return Support.LocalSend;
    case HandleCall::Throw:
      return Support.LocalThrow;
    case HandleCall::Close:
      return Support.LocalClose;
    case HandleCall::Failure:
      return Support.LocalFailure;
    case HandleCall::None:
    case HandleCall::Delegate:
      break;
    }
    llvm_unreachable("no call that takes a handle");
  }

  /// A bit that tells whether V is the handle, and not null.
  Value *isHandle(Value *V, const LocalHandle &Handle,
                  DenseMap<Value *, WeakTrackingVH> &Memo) {
    if (V == &Handle.Make)
      return ConstantInt::getTrue(F.getContext());
    // What is not defined may be the handle as well.
    if (isa<UndefValue>(V))
      return UndefValue::get(Type::getInt1Ty(F.getContext()));
    if (!Handle.Merges.contains(V))
      return ConstantInt::getFalse(F.getContext());
    if (Value *Done = Memo.lookup(V))
      return Done;
    if (isNever(V))
      return isHandle(cast<CallBase>(V)->getArgOperand(0), Handle, Memo);
    IRBuilder<> B(cast<Instruction>(V));
    if (auto *Select = dyn_cast<SelectInst>(V))
      return Memo[V] = B.CreateSelect(
                 Select->getCondition(),
                 isHandle(Select->getTrueValue(), Handle, Memo),
                 isHandle(Select->getFalseValue(), Handle, Memo));
    auto *Phi = cast<PHINode>(V);
    PHINode *Bits = B.CreatePHI(B.getInt1Ty(), Phi->getNumIncomingValues());
    Memo[V] = Bits; // before its operands, which may lead back to it
    for (unsigned I = 0; I < Phi->getNumIncomingValues(); ++I)
      Bits->addIncoming(isHandle(Phi->getIncomingValue(I), Handle, Memo),
                        Phi->getIncomingBlock(I));
    return Bits;
  }

  /// What a call gives if the handle is null: no frame (false in place of it),
  /// or a code, which only the header's function knows.
  Value *resultForNull(CallBase &Call, Instruction &Where) {
    if (handleCall(Call) != HandleCall::Failure)
      return ConstantInt::getFalse(F.getContext());
    IRBuilder<> B(&Where);
    return B.CreateCall(Call.getCalledFunction(),
                        ConstantPointerNull::get(B.getPtrTy()));
  }

  /// Makes Local a call that is not made, and gives Otherwise, unless
  /// Condition.
  void callIf(Value *Condition, CallBase &Local, Value *Otherwise) {
    BasicBlock *Before = Local.getParent();
    BasicBlock *After = SplitBlock(Before, Local.getNextNode()->getIterator());
    BasicBlock *Then = SplitBlock(Before, Local.getIterator());
    Before->getTerminator()->eraseFromParent();
    BranchInst::Create(Then, After, Condition, Before);
    if (Local.getType()->isVoidTy())
      return;
    PHINode *Result = PHINode::Create(Local.getType(), 2, "", After->begin());
    Local.replaceAllUsesWith(Result);
    Result->addIncoming(&Local, Then);
    Result->addIncoming(Otherwise, Before);
  }

  static unsigned countResumes(const LocalHandle &Handle) {
    return count_if(Handle.Calls, [](CallBase *Call) {
      return handleCall(*Call) != HandleCall::Failure;
    });
  }

  /// Whether Body can be inlined where it is resumed, so many times in all.
  bool fits(Function &Body, unsigned Resumes) {
    return Body.getInstructionCount() <= MaxBodySize &&
           F.getInstructionCount() + Resumes * Body.getInstructionCount() <=
               MaxFunctionSize &&
           !Body.hasFnAttribute(Attribute::NoInline) &&
           isInlineViable(Body).isSuccess() &&
           FAM.getResult<TargetIRAnalysis>(F).areInlineCompatible(&F, &Body) &&
           AttributeFuncs::areInlineCompatible(F, Body);
  }

  static bool inlineBody(CallBase &Resume) {
    InlineFunctionInfo Info;
    return !Resume.isNoInline() &&
           InlineFunction(Resume, Info, /*MergeAttributes=*/true).isSuccess();
  }

  template <typename Make> void remark(Make &&M) {
    OptimizationRemarkEmitter(&F).emit(M);
  }

  void reportMissed(CallBase &Make) {
    remark([&] {
      const Function *Callee = Make.getCalledFunction();
      const Function *Of = entryOf(*Callee);
      return OptimizationRemarkMissed(DEBUG_TYPE, "NotFused", &Make)
             << "generator '" << plainName(Of ? *Of : *Callee) << "' is "
             << (Of ? "not fused, but lies in its buffer" : "allocated")
             << " in '" << plainName(F)
             << "': " << whyNotFused(Make, Known, MaxFrameSize);
    });
  }

  Function &F;
  const SplitGenerators &Known;
  uint64_t MaxFrameSize;
  FunctionAnalysisManager &FAM;
  function_ref<void(Function &)> Lower;
  bool Outlines = false;
};

} // namespace

StringRef plainName(const Function &Ramp) {
  StringRef Name = Ramp.getName();
  for (StringRef Suffix : {ComposedSuffix, RelaySuffix})
    Name = Name.substr(0, Name.find(Suffix));
  return Name;
}

std::string whyNotFused(CallBase &Make, const SplitGenerators &Known,
                        uint64_t MaxFrameSize) {
  const SplitGenerator *G = find(Known, Make.getCalledFunction());
  if (!G)
    return "its definition is not visible here";
  if (G->Unfit)
    return G->Unfit;
  const Function &F = *Make.getFunction();
  if (F.hasOptNone())
    return "'" + F.getName().str() + "' is not optimised";
  if (F.callsFunctionThatReturnsTwice())
    return "the function calls setjmp";
  if (G->FrameSize > MaxFrameSize)
    return "its frame of " + std::to_string(G->FrameSize) +
           " bytes is too large for the stack";
  return LocalHandle(Make).reason();
}

void relay(Function &F, ArrayRef<CallBase *> Delegates,
           const Support &Support) {
  for (CallBase *Call : Delegates)
    Call->setCalledFunction(Support.Relay);
  inlineWrappers(F);
}

bool fuseGenerators(Function &F, const SplitGenerators &Known,
                    uint64_t MaxFrameSize, FunctionAnalysisManager &FAM,
                    function_ref<void(Function &)> Lower) {
  return Fusion(F, Known, MaxFrameSize, FAM, Lower).run();
}

} // namespace yieldc
