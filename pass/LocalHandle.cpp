// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "LocalHandle.h"
#include "NoAllocation.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/IR/CFG.h"
#include "llvm/IR/IntrinsicInst.h"

using namespace llvm;

namespace yieldc {

HandleCall handleCall(const CallBase &Call) {
  const Function *Callee = Call.getCalledFunction();
  if (!Callee || !Callee->hasLocalLinkage())
    return HandleCall::None;
  return StringSwitch<HandleCall>(Callee->getName())
      .Case("yieldc_next", HandleCall::Next)
      .Case("yieldc_send", HandleCall::Send)
      .Case("yieldc_throw", HandleCall::Throw)
      .Case("yieldc_close", HandleCall::Close)
      .Case("yieldc_loop_failure", HandleCall::Failure)
      .Case("yieldc_delegate", HandleCall::Delegate)
      .Default(HandleCall::None);
}

LocalHandle::LocalHandle(CallBase &Make) : Make(Make) {
  visit(&Make);
  for (size_t I = 0; I < Merges.size() && isLocal(); ++I)
    visit(Merges[I]);
  if (isLocal())
    checkMerges();
  if (isLocal())
    checkInstances();
}

void LocalHandle::visit(Value *V) {
  for (Use &U : V->uses())
    visitUse(U);
}

void LocalHandle::visitUse(Use &U) {
  auto *I = cast<Instruction>(U.getUser());
  if (isa<PHINode, SelectInst>(I)) {
    Merges.insert(I);
  } else if (auto *Test = dyn_cast<ICmpInst>(I)) {
    if (!isa<ConstantPointerNull>(Test->getOperand(1)))
      escapes("it is compared with another");
    else
      NullTests.push_back(Test);
  } else if (isa<GetElementPtrInst>(I)) {
    visitAddress(I);
  } else if (auto *Store = dyn_cast<StoreInst>(I)) {
    if (U.getOperandNo() != Store->getPointerOperandIndex())
      escapes("it is stored in a variable whose address is taken, or that is "
              "shared");
  } else if (auto *Call = dyn_cast<CallBase>(I)) {
    visitCall(U, *Call);
  } else if (isa<ReturnInst>(I)) {
    escapes("it is returned");
  } else if (!isa<LoadInst>(I)) {
    escapes("its value is used in another way");
  }
}

void LocalHandle::visitCall(Use &U, CallBase &Call) {
  if (isa<MemIntrinsic>(Call) || Call.isLifetimeStartOrEnd())
    return;
  if (isNever(&Call)) {
    Merges.insert(&Call);
    return;
  }
  switch (handleCall(Call)) {
  case HandleCall::None: {
    const Function *Callee = Call.getCalledFunction();
    escapes(Callee ? "it is passed to '" + Callee->getName().str() + "'"
                   : "it is passed to a function");
    break;
  }
  case HandleCall::Close:
  case HandleCall::Failure:
    Calls.push_back(&Call);
    break;
  case HandleCall::Delegate:
    if (U.getOperandNo() == 1)
      Delegates.push_back(&Call);
    else
      escapes("it is delegated from");
    break;
  default: // a handle that is sent goes into a variable of gen_send's
    Calls.push_back(&Call);
    Merges.insert(&Call);
  }
}

/// V lies in the frame.
void LocalHandle::visitAddress(Value *V) {
  for (Use &U : V->uses()) {
    auto *I = cast<Instruction>(U.getUser());
    if (isa<GetElementPtrInst>(I)) {
      visitAddress(I);
    } else if (auto *Store = dyn_cast<StoreInst>(I)) {
      if (U.getOperandNo() != Store->getPointerOperandIndex())
        escapes("the address of its value is kept");
    } else if (!isa<LoadInst, MemIntrinsic, AssumeInst>(I)) {
      escapes("the address of its value is kept");
    }
  }
}

/// Phis and selects may merge nothing else than the handle and null.
void LocalHandle::checkMerges() {
  auto Known = [&](Value *V) {
    return V == &Make || isa<ConstantPointerNull, UndefValue>(V) ||
           Merges.contains(V);
  };
  for (Value *V : Merges) {
    bool Valid = true;
    if (auto *Phi = dyn_cast<PHINode>(V))
      Valid = all_of(Phi->incoming_values(), Known);
    else if (auto *Select = dyn_cast<SelectInst>(V))
      Valid = Known(Select->getTrueValue()) && Known(Select->getFalseValue());
    if (!Valid)
      escapes("its variable may hold another generator as well");
  }
}

/// One call is not one instance: the frame may be used again only if the
/// generator before was closed. So no path may lead from the call back to
/// itself without a close of this very value. (A close of a value in Merges may
/// close one made in an earlier pass.)
void LocalHandle::checkInstances() {
  auto Closes = [&](const Instruction &I) {
    auto *Call = dyn_cast<CallBase>(&I);
    if (!Call || handleCall(*Call) != HandleCall::Close)
      return false;
    const Value *Closed = Call->getArgOperand(0);
    while (isNever(Closed))
      Closed = cast<CallBase>(Closed)->getArgOperand(0);
    return Closed == &Make;
  };
  SmallPtrSet<const BasicBlock *, 16> Seen;
  SmallVector<const BasicBlock *, 16> Work;
  // The rest of the block first; the block as a whole only if it is come back
  // to.
  auto Scan = [&](BasicBlock::const_iterator I, const BasicBlock &Block) {
    for (; I != Block.end(); ++I) {
      if (&*I == &Make) {
        escapes(
            "several of them may be alive at once, made by the same call in "
            "a loop");
        return;
      }
      if (Closes(*I))
        return;
    }
    for (const BasicBlock *Next : successors(&Block))
      if (Seen.insert(Next).second)
        Work.push_back(Next);
  };
  Scan(std::next(Make.getIterator()), *Make.getParent());
  while (!Work.empty() && isLocal()) {
    const BasicBlock *Block = Work.pop_back_val();
    Scan(Block->begin(), *Block);
  }
}

} // namespace yieldc
