// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Markers.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/DiagnosticInfo.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace yieldc {

SmallVector<Function *, 8> markerForms(Module &M) {
  SmallSetVector<Function *, 8> Result;
  if (Function *Marker = M.getFunction(BeginMarker))
    for (User *U : Marker->users())
      if (auto *Call = dyn_cast<CallBase>(U))
        Result.insert(Call->getFunction());
  // A use list is in no order that means anything.
  SmallVector<Function *, 8> InOrder;
  for (Function &F : M)
    if (Result.contains(&F))
      InOrder.push_back(&F);
  return InOrder;
}

bool readSupport(const Module &M, struct Support &Result) {
  const GlobalVariable *Variable = M.getNamedGlobal(SupportTable);
  if (!Variable || !Variable->hasInitializer())
    return false;
  const Constant *Init = Variable->getInitializer();
  Function **Fields[] = {
      &Result.Allocate,     &Result.Release,    &Result.Close,
      &Result.VlaPush,      &Result.VlaPop,     &Result.LocalNext,
      &Result.LocalSend,    &Result.LocalThrow, &Result.LocalClose,
      &Result.LocalFailure, &Result.Relay,      &Result.Fit};
  for (unsigned I = 0; I < std::size(Fields); ++I) {
    Constant *Field = Init->getAggregateElement(I);
    *Fields[I] =
        Field ? dyn_cast<Function>(Field->stripPointerCasts()) : nullptr;
    if (!*Fields[I])
      return false;
  }
  return true;
}

static bool readNumber(const Value *V, uint64_t &Result) {
  auto *Number = dyn_cast<ConstantInt>(V);
  if (Number)
    Result = Number->getZExtValue();
  return Number;
}

/// Operands of the begin marker in front of the handles; the last of them is
/// how many these are.
constexpr unsigned FixedOperands = 4;

static bool readBegin(Markers &M) {
  const CallBase &Begin = *M.Begin;
  unsigned Count = Begin.arg_size();
  uint64_t Handles = 0;
  if (Count < FixedOperands || !readNumber(Begin.getArgOperand(0), M.SlotEnd) ||
      !readNumber(Begin.getArgOperand(1), M.SlotAlign) ||
      !isPowerOf2_64(M.SlotAlign) ||
      !readSupport(*Begin.getModule(), M.Support) ||
      !readNumber(Begin.getArgOperand(FixedOperands - 1), Handles) ||
      Handles > Count - FixedOperands)
    return false;
  unsigned I = FixedOperands;
  for (; I < FixedOperands + Handles; ++I)
    M.Handles.push_back(Begin.getArgOperand(I)->stripPointerCasts());
  for (; I + 2 < Count; I += 3) {
    uint64_t Size, Alignment;
    if (!readNumber(Begin.getArgOperand(I + 1), Size) ||
        !readNumber(Begin.getArgOperand(I + 2), Alignment) ||
        !isPowerOf2_64(Alignment))
      return false;
    M.Records.push_back(
        {Begin.getArgOperand(I)->stripPointerCasts(), Size, Align(Alignment)});
  }
  return I == Count;
}

void replaceHandles(CallBase &Begin, ArrayRef<Value *> Handles) {
  Value *Count = Begin.getArgOperand(FixedOperands - 1);
  uint64_t Before = cast<ConstantInt>(Count)->getZExtValue();
  SmallVector<Value *, 8> Arguments(Begin.arg_begin(),
                                    Begin.arg_begin() + FixedOperands);
  Arguments.back() = ConstantInt::get(Count->getType(), Handles.size());
  append_range(Arguments, Handles);
  append_range(Arguments, drop_begin(Begin.args(), FixedOperands + Before));
  CallInst *New =
      CallInst::Create(Begin.getFunctionType(), Begin.getCalledOperand(),
                       Arguments, "", Begin.getIterator());
  New->setAttributes(AttributeList::get(
      Begin.getContext(), Begin.getAttributes().getFnAttrs(), {}, {}));
  New->setDebugLoc(Begin.getDebugLoc());
  Begin.eraseFromParent();
}

CallBase *findCall(Function &F, const Function *Callee) {
  for (Instruction &I : instructions(F))
    if (auto *Call = dyn_cast<CallBase>(&I);
        Call && Call->getCalledFunction() == Callee)
      return Call;
  return nullptr;
}

void answerNullTests(CallBase &Call, bool IsNull) {
  for (User *U : make_early_inc_range(Call.users()))
    if (auto *Test = dyn_cast<ICmpInst>(U)) {
      Test->replaceAllUsesWith(ConstantInt::getBool(
          Call.getContext(),
          (Test->getPredicate() == ICmpInst::ICMP_EQ) == IsNull));
      Test->eraseFromParent();
    }
}

void eraseCall(CallBase &Call) {
  if (auto *Invoke = dyn_cast<InvokeInst>(&Call)) {
    BranchInst::Create(Invoke->getNormalDest(), Invoke->getIterator());
    Invoke->getUnwindDest()->removePredecessor(Invoke->getParent());
  }
  Call.eraseFromParent();
}

void reportMalformed(const Function &F) {
  F.getContext().diagnose(DiagnosticInfoUnsupported(
      F, "malformed yieldc markers: compile the source with one version of "
         "yieldc, header and plugin alike"));
}

bool findMarkers(Function &F, Markers &Result) {
  bool Valid = true;
  for (Instruction &I : instructions(F)) {
    auto *Call = dyn_cast<CallBase>(&I);
    const Function *Callee = Call ? Call->getCalledFunction() : nullptr;
    if (!Callee)
      continue;
    if (Callee->getName() == BeginMarker) {
      Valid &= !Result.Begin;
      Result.Begin = Call;
    } else if (Callee->getName() == SuspendMarker) {
      Result.Suspends.push_back(Call);
    } else if (Callee->getName() == SelfMarker) {
      Result.Selves.push_back(Call);
    }
  }
  Valid = Valid && Result.Begin && readBegin(Result) &&
          F.getReturnType()->isPointerTy();
  if (!Valid)
    reportMalformed(F);
  return Valid;
}

} // namespace yieldc
