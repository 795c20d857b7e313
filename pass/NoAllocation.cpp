// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "NoAllocation.h"
#include "Buffers.h"
#include "Simplify.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/DiagnosticInfo.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace yieldc {

constexpr StringLiteral ErrorAttribute = "dontcall-error";
constexpr StringLiteral NeverMarker = "yieldc_never";

bool isNeverAllocated(const Function &F) {
  return F.getFnAttribute(ErrorAttribute)
      .getValueAsString()
      .starts_with(NoAllocationMark);
}

bool hasMarks(const Module &M) {
  return M.getFunction(NeverMarker) || any_of(M, isNeverAllocated);
}

bool isNever(const Value *V) {
  auto *Call = dyn_cast<CallBase>(V);
  const Function *Callee = Call ? Call->getCalledFunction() : nullptr;
  return Callee && Callee->getName() == NeverMarker;
}

Value *holdLike(CallBase &Never, Value *V) {
  auto *New = cast<CallBase>(Never.clone());
  New->setArgOperand(0, V);
  return New;
}

/// What V is, also if it went through a variable of its own, as the values of
/// statement expressions do, and through foreach's function.
static Value *origin(Value *V) {
  if (auto *Call = dyn_cast<CallBase>(V);
      Call && Call->getCalledFunction() &&
      Call->getCalledFunction()->getName() == "yieldc_source")
    return origin(Call->getArgOperand(0));
  auto *Load = dyn_cast<LoadInst>(V);
  auto *Variable =
      Load ? dyn_cast<AllocaInst>(Load->getPointerOperand()) : nullptr;
  if (!Variable)
    return V;
  StoreInst *Only = nullptr;
  for (User *U : Variable->users()) {
    auto *Store = dyn_cast<StoreInst>(U);
    if (!Store)
      continue;
    if (Only || Store->getPointerOperand() != Variable)
      return V;
    Only = Store;
  }
  return Only ? origin(Only->getValueOperand()) : V;
}

void reportError(LLVMContext &Context, const MDNode *Where, const Twine &Text) {
  uint64_t Cookie = 0;
  if (Where && Where->getNumOperands())
    if (auto *Number = mdconst::dyn_extract<ConstantInt>(Where->getOperand(0)))
      Cookie = Number->getZExtValue();
  std::string Message = Text.str();
  // (Of all that a pass may report, this goes to a place without needing debug
  // information.)
  Context.diagnose(DiagnosticInfoInlineAsm(Cookie, Message));
}

bool reportAllocations(Function &F,
                       function_ref<std::string(CallBase &Make)> Why) {
  SmallPtrSet<CallBase *, 4> Reported;
  SmallVector<CallBase *, 4> Nevers, Makes;
  for (Instruction &I : instructions(F)) {
    auto *Call = dyn_cast<CallBase>(&I);
    const Function *Callee = Call ? Call->getCalledFunction() : nullptr;
    if (Callee && isNever(Call))
      Nevers.push_back(Call);
    else if (Callee && isNeverAllocated(*Callee))
      Makes.push_back(Call);
  }
  for (CallBase *Never : Nevers) {
    Value *Source = origin(Never->getArgOperand(0));
    auto *Make = dyn_cast<CallBase>(Source);
    Function *Callee = Make ? Make->getCalledFunction() : nullptr;
    const MDNode *Where = Never->getMetadata("srcloc");
    bool Known = Callee && !Callee->getName().starts_with("yieldc_");
    if (Known && !entryOf(*Callee)) {
      reportError(F.getContext(), Where,
                  "foreach_noalloc: generator '" + Callee->getName() +
                      "' is allocated: " + Why(*Make));
      Reported.insert(Make);
    } else if (!Known && !isa<ConstantPointerNull, UndefValue>(Source)) {
      reportError(F.getContext(), Where,
                  "foreach_noalloc: this generator may have been allocated, "
                  "for it is not known here which call made it; make it in "
                  "the parentheses");
    }
    Never->replaceAllUsesWith(Never->getArgOperand(0));
    eraseCall(*Never);
  }
  for (CallBase *Make : Makes)
    if (!Reported.contains(Make))
      reportError(F.getContext(), Make->getMetadata("srcloc"),
                  "generator '" + Make->getCalledFunction()->getName() +
                      "' is marked gen_noalloc and would be allocated here: " +
                      Why(*Make) + "; or give it a buffer, with gen_in");
  return !Nevers.empty();
}

void allocateNothing(Function &Ramp, CallBase &Allocate) {
  answerNullTests(Allocate, /*IsNull=*/true);
  Allocate.replaceAllUsesWith(
      ConstantPointerNull::get(cast<PointerType>(Allocate.getType())));
  eraseCall(Allocate);
  removeUnreached(Ramp);
  Module &M = *Ramp.getParent();
  if (Function *Destroy = M.getFunction((Ramp.getName() + ".destroy").str());
      Destroy && Destroy->use_empty())
    Destroy->eraseFromParent();
}

void removeNoAllocation(Module &M) {
  for (Function &F : M)
    if (isNeverAllocated(F))
      F.removeFnAttr(ErrorAttribute);
}

} // namespace yieldc
