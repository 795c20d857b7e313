// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The frame has a list of the arrays alive, the youngest first. An alloca
// enters one; llvm.stacksave is the list's top, and llvm.stackrestore frees
// down to what was saved. So each way out of a scope (its end, goto, return,
// close) frees just what it left behind on a stack.
//
// Out of memory, an array is null and the body fails: behind each declaration
// the plugin has put a test that returns. Clang fills the array in front of it
// (`= {}`, -ftrivial-auto-var-init), so the test moves to where the memory is
// asked for.

#include "VlaStorage.h"
#include "Compat.h"
#include "Markers.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/Analysis/OptimizationRemarkEmitter.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace yieldc {

/// A product that is the largest number instead of wrapping: of that many bytes
/// there is no array.
static Value *multiply(IRBuilder<> &B, Value *L, Value *R) {
  Value *Result = B.CreateBinaryIntrinsic(Intrinsic::umul_with_overflow, L, R);
  return B.CreateSelect(B.CreateExtractValue(Result, 1),
                        Constant::getAllOnesValue(L->getType()),
                        B.CreateExtractValue(Result, 0));
}

/// Clang multiplies the lengths of an array of arrays as if that never wrapped.
static Value *saturated(IRBuilder<> &B, Value *Length) {
  auto *Product = dyn_cast<BinaryOperator>(Length);
  if (!Product || Product->getOpcode() != Instruction::Mul ||
      !Product->hasNoUnsignedWrap())
    return Length;
  return multiply(B, saturated(B, Product->getOperand(0)),
                  saturated(B, Product->getOperand(1)));
}

static void remark(Function &F, const AllocaInst &Array) {
  if (F.hasOptNone())
    return;
  OptimizationRemarkEmitter(&F).emit([&] {
    return OptimizationRemarkMissed("yieldc", "VariableLengthArray",
                                    Array.getDebugLoc(), Array.getParent())
           << "a variable-length array of generator '" << F.getName()
           << "' takes an allocation while it lives; give it a constant length";
  });
}

/// The branch on the first test behind I whether the body is to end, or null.
static BranchInst *testBehind(Instruction &I) {
  SmallSetVector<BasicBlock *, 8> Blocks;
  Blocks.insert(I.getParent());
  auto Begin = std::next(I.getIterator());
  for (unsigned Next = 0; Next < Blocks.size(); ++Next) {
    BasicBlock *Block = Blocks[Next];
    for (Instruction &Other :
         make_range(Next ? Block->begin() : Begin, Block->end()))
      if (auto *Call = dyn_cast<CallBase>(&Other);
          Call && Call->getCalledFunction() &&
          Call->getCalledFunction()->getName() == "yieldc_interrupted")
        return Call->hasOneUse() ? dyn_cast<BranchInst>(Call->user_back())
                                 : nullptr;
    Blocks.insert(succ_begin(Block), succ_end(Block));
  }
  return nullptr;
}

/// Moves the test for Array from behind its initialization to in front of it.
static void testAtOnce(CallInst &Array) {
  BranchInst *Branch = testBehind(Array);
  if (!Branch)
    return reportMalformed(*Array.getFunction());
  auto *Test = cast<CallBase>(Branch->getCondition());
  BasicBlock *Failed = Branch->getSuccessor(0);
  BasicBlock *Block = Array.getParent();
  BasicBlock *Rest = Block->splitBasicBlock(std::next(Array.getIterator()));
  Block->getTerminator()->eraseFromParent();
  IRBuilder<> B(Block);
  B.SetCurrentDebugLocation(Branch->getDebugLoc());
  B.CreateCondBr(B.CreateIsNull(&Array), Failed, Rest);
  B.SetInsertPoint(Branch);
  B.CreateBr(Branch->getSuccessor(1));
  Branch->eraseFromParent();
  eraseCall(*Test);
}

void lowerVlas(Function &F, Markers &M) {
  SmallVector<AllocaInst *, 4> Arrays;
  SmallVector<ReturnInst *, 4> Returns;
  SmallVector<IntrinsicInst *, 8> Saves, Restores;
  for (Instruction &I : instructions(F)) {
    if (auto *Alloca = dyn_cast<AllocaInst>(&I)) {
      if (!Alloca->isStaticAlloca())
        Arrays.push_back(Alloca);
    } else if (auto *Return = dyn_cast<ReturnInst>(&I)) {
      Returns.push_back(Return);
    } else if (auto *Intrinsic = dyn_cast<IntrinsicInst>(&I)) {
      if (Intrinsic->getIntrinsicID() == Intrinsic::stacksave)
        Saves.push_back(Intrinsic);
      else if (Intrinsic->getIntrinsicID() == Intrinsic::stackrestore)
        Restores.push_back(Intrinsic);
    }
  }
  if (Arrays.empty())
    return;

  const DataLayout &DL = F.getParent()->getDataLayout();
  IRBuilder<> B(&*F.getEntryBlock().getFirstInsertionPt());
  Type *Ptr = B.getPtrTy(), *Size = DL.getIntPtrType(F.getContext());
  AllocaInst *Top = B.CreateAlloca(Ptr, nullptr, "vla.top");
  B.SetInsertPoint(M.Begin);
  B.CreateStore(ConstantPointerNull::get(B.getPtrTy()), Top);

  Function *Self = F.getParent()->getFunction(SelfMarker);
  for (AllocaInst *Array : Arrays) {
    remark(F, *Array);
    B.SetInsertPoint(Array);
    Value *Bytes = multiply(
        B, saturated(B, B.CreateZExtOrTrunc(Array->getArraySize(), Size)),
        ConstantInt::get(Size, DL.getTypeAllocSize(Array->getAllocatedType())));
    M.Selves.push_back(B.CreateCall(Self));
    CallInst *Memory = B.CreateCall(
        M.Support.VlaPush, {M.Selves.back(), Top, Bytes,
                            ConstantInt::get(Size, Array->getAlign().value())});
    Memory->takeName(Array);
    Array->replaceAllUsesWith(Memory);
    Array->eraseFromParent();
    testAtOnce(*Memory);
  }
  for (IntrinsicInst *Save : Saves) {
    B.SetInsertPoint(Save);
    Save->replaceAllUsesWith(B.CreateLoad(Ptr, Top, "vla.mark"));
    Save->eraseFromParent();
  }
  for (IntrinsicInst *Restore : Restores) {
    B.SetInsertPoint(Restore);
    B.CreateCall(M.Support.VlaPop, {Top, Restore->getArgOperand(0)});
    Restore->eraseFromParent();
  }
  for (ReturnInst *Return : Returns) {
    B.SetInsertPoint(Return);
    if (DISubprogram *Subprogram = F.getSubprogram())
      B.SetCurrentDebugLocation(
          DILocation::get(F.getContext(), 0, 0, Subprogram));
    B.CreateCall(M.Support.VlaPop,
                 {Top, ConstantPointerNull::get(B.getPtrTy())});
  }
}

} // namespace yieldc
