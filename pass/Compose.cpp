// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Compose.h"
#include "FrameVariables.h"
#include "Markers.h"
#include "NoAllocation.h"
#include "llvm/IR/Dominators.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Utils/Cloning.h"

using namespace llvm;

namespace yieldc {

/// The call that makes the generator V, if it is made for one use only; or
/// null. It can be made later, in the body of whom it is made for: that only
/// stores its arguments. (A record that it copies from the caller's memory is
/// gone by then: so only if the IR tells what is to be copied.)
static CallBase *sourceIn(Value *V, const SplitGenerators &Known) {
  auto *Call = dyn_cast<CallInst>(V);
  if (!Call || !Call->hasOneUse())
    return nullptr;
  if (isNever(Call))
    return sourceIn(Call->getArgOperand(0), Known);
  auto It = Known.find(Call->getCalledFunction());
  return It == Known.end() || It->second.Unfit || It->second.HasRecords
             ? nullptr
             : Call;
}

bool canCompose(CallBase &Make, const SplitGenerators &Known) {
  auto It = Known.find(Make.getCalledFunction());
  return It != Known.end() && It->second.Marked && isa<CallInst>(Make) &&
         any_of(It->second.Handles, [&](unsigned I) {
           return sourceIn(Make.getArgOperand(I), Known) != nullptr;
         });
}

namespace {

/// Builds one such function.
class Composition {
public:
  Composition(CallBase &Make, const SplitGenerators &Known)
      : Make(Make), G(Known.find(Make.getCalledFunction())->second),
        Known(Known) {}

  Function &run() {
    collect(Make, G);
    ValueToValueMapTy Values;
    Stage = CloneFunction(G.Marked, Values);
    Function &F = makeFunction();
    takeBody(F);
    replaceMake(F);
    return F;
  }

private:
  /// Where an argument of Make, or of a call that makes a source of it, or of
  /// one of those, goes to: a parameter of the new function.
  struct Leaf {
    CallBase *Call;
    unsigned Operand;
    bool IsHandle;
  };

  /// The calls in the tree of Make's sources, and its leaves.
  void collect(CallBase &Call, const SplitGenerator &Of) {
    for (unsigned I = 0; I < Call.arg_size(); ++I) {
      bool IsHandle = is_contained(Of.Handles, I);
      CallBase *Source =
          IsHandle ? sourceIn(Call.getArgOperand(I), Known) : nullptr;
      if (!Source) {
        Leaves.push_back({&Call, I, IsHandle});
        continue;
      }
      collect(*Source, Known.find(Source->getCalledFunction())->second);
      // Innermost first, with the marks that each of them goes through.
      for (Instruction *Step = Source; Step != &Call; Step = Step->user_back())
        Sources.push_back(cast<CallInst>(Step));
    }
  }

  /// With the attributes of the stage, and of each argument.
  Function &makeFunction() {
    SmallVector<Type *, 8> Types;
    for (const Leaf &L : Leaves) {
      Types.push_back(L.Call->getArgOperand(L.Operand)->getType());
      Attributes.push_back(
          L.Call->getCalledFunction()->getAttributes().getParamAttrs(
              L.Operand));
    }
    auto *F = Function::Create(
        FunctionType::get(Stage->getReturnType(), Types, /*isVarArg=*/false),
        GlobalValue::InternalLinkage, "", Stage->getParent());
    F->copyAttributesFrom(Stage);
    F->setAttributes(AttributeList::get(F->getContext(),
                                        Stage->getAttributes().getFnAttrs(),
                                        AttributeSet(), Attributes));
    F->setCallingConv(G.Ramp->getCallingConv());
    F->setName(plainName(*G.Ramp) + ComposedSuffix);
    return *F;
  }

  /// The body of the stage, which makes its sources when it begins.
  void takeBody(Function &F) {
    F.splice(F.begin(), Stage);
    F.setSubprogram(Stage->getSubprogram());
    Stage->setSubprogram(nullptr);
    DenseMap<std::pair<CallBase *, unsigned>, Argument *> Parameters;
    for (auto [L, A] : zip(Leaves, F.args()))
      Parameters[{L.Call, L.Operand}] = &A;

    Markers Found;
    bool Valid = findMarkers(F, Found);
    assert(Valid && "the stage was in marker form");
    (void)Valid;
    IRBuilder<> AtEntry(&*F.getEntryBlock().getFirstInsertionPt());
    IRBuilder<> AtBegin(&*bodyOf(F, *Found.Begin));
    AtBegin.SetCurrentDebugLocation(Found.Begin->getDebugLoc());
    Constant *Null = ConstantPointerNull::get(AtBegin.getPtrTy());

    // A handle that is to be given to a source is this generator's until then.
    SmallVector<Value *, 4> Handles;
    auto Give = [&](Argument *A) -> Value * {
      AllocaInst *Held = AtEntry.CreateAlloca(A->getType());
      AtEntry.CreateStore(A, Held);
      Handles.push_back(Held);
      Value *Handle = AtBegin.CreateLoad(A->getType(), Held);
      AtBegin.CreateStore(Null, Held);
      return Handle;
    };
    DenseMap<Value *, Value *> Made;
    for (CallInst *Source : Sources) {
      auto *New = cast<CallInst>(Source->clone());
      for (unsigned I = 0; I < Source->arg_size(); ++I) {
        Value *&Operand = Made[Source->getArgOperand(I)];
        if (!Operand) {
          Argument *A = Parameters.lookup({Source, I});
          New->setArgOperand(I, isHandle(*Source, I) ? Give(A) : A);
        } else {
          New->setArgOperand(I, Operand);
        }
      }
      AtBegin.Insert(New);
      New->setDebugLoc(Found.Begin->getDebugLoc());
      Made[Source] = New;
    }

    // The variable of a parameter that is replaced is an ordinary one, null
    // before the body begins, and closed when it ends.
    for (Argument &Old : Stage->args()) {
      if (Argument *A = Parameters.lookup({&Make, Old.getArgNo()})) {
        A->takeName(&Old);
        Old.replaceAllUsesWith(A);
        continue;
      }
      Value *Variable = variableOf(Old);
      AtBegin.CreateStore(Made.lookup(Make.getArgOperand(Old.getArgNo())),
                          Variable);
      Old.replaceAllUsesWith(Null);
      erase(Found.Handles, Variable);
      unpinVariable(*Variable);
      for (BasicBlock &Block : F)
        if (auto *Return = dyn_cast<ReturnInst>(Block.getTerminator())) {
          IRBuilder<> B(Return);
          B.SetCurrentDebugLocation(Found.Begin->getDebugLoc());
          B.CreateCall(Found.Support.Close,
                       {B.CreateLoad(B.getPtrTy(), Variable)});
        }
    }
    append_range(Handles, Found.Handles);
    replaceHandles(*Found.Begin, Handles);
    Stage->eraseFromParent();
  }

  /// Where the body begins: behind the test whether it is to, since it may be
  /// closed before.
  BasicBlock::iterator bodyOf(Function &F, CallBase &Begin) {
    DominatorTree Tree(F);
    SmallVector<BasicBlock *, 8> Uses;
    for (Argument &Old : Stage->args())
      if (isReplaced(Old))
        for (User *U : variableOf(Old)->users())
          if (auto *I = cast<Instruction>(U); Tree.dominates(&Begin, I))
            Uses.push_back(I->getParent());
    for (BasicBlock *Next : successors(Begin.getParent()))
      if (Next->getSinglePredecessor() &&
          all_of(Uses, [&](auto *Use) { return Tree.dominates(Next, Use); }))
        return Next->getFirstInsertionPt();
    return std::next(Begin.getIterator());
  }

  bool isReplaced(const Argument &Old) const {
    return is_contained(G.Handles, Old.getArgNo()) &&
           sourceIn(Make.getArgOperand(Old.getArgNo()), Known);
  }

  /// The variable that the begin marker has the address of.
  static Value *variableOf(Argument &Handle) {
    for (User *U : Handle.users())
      if (auto *Store = dyn_cast<StoreInst>(U))
        return Store->getPointerOperand();
    llvm_unreachable("no handle");
  }

  bool isHandle(const CallInst &Source, unsigned I) const {
    auto It = Known.find(Source.getCalledFunction());
    return It != Known.end() && is_contained(It->second.Handles, I);
  }

  void replaceMake(Function &F) {
    SmallVector<Value *, 8> Arguments;
    for (const Leaf &L : Leaves)
      Arguments.push_back(L.Call->getArgOperand(L.Operand));
    CallInst *New = CallInst::Create(&F, Arguments, "", Make.getIterator());
    New->setCallingConv(Make.getCallingConv());
    New->setAttributes(
        AttributeList::get(F.getContext(), Make.getAttributes().getFnAttrs(),
                           Make.getAttributes().getRetAttrs(), Attributes));
    New->copyMetadata(Make);
    New->takeName(&Make);
    Make.replaceAllUsesWith(New);
    Make.eraseFromParent();
    for (CallInst *Source : reverse(Sources))
      Source->eraseFromParent();
  }

  CallBase &Make;
  const SplitGenerator &G;
  const SplitGenerators &Known;
  SmallVector<CallInst *, 8> Sources;
  SmallVector<Leaf, 8> Leaves;
  SmallVector<AttributeSet, 8> Attributes; ///< of the leaves
  Function *Stage = nullptr;               ///< a copy of the stage
};

} // namespace

Function &compose(CallBase &Make, const SplitGenerators &Known) {
  return Composition(Make, Known).run();
}

} // namespace yieldc
