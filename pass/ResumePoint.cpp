// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The number of the suspension that a body is at lies in the frame. LLVM stores
// it at each suspension, as an integer of just as many bits as it needs.
//
// - It becomes one of whole bytes. SROA can't take apart a frame in which such
//   an integer is as large in memory as another one, and so would leave it in
//   memory when the generator is fused.
// - Where each way to a suspension leads to that one only, the number is stored
//   where it changes: when the body is resumed from another one. In a loop that
//   yields it so is stored once.
// - To begin is the rare case.

#include "ResumePoint.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/IR/CFG.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/MDBuilder.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace yieldc {

/// What a body begins with.
static SwitchInst *firstSwitch(BasicBlock &Entry) {
  BasicBlock *Block = &Entry;
  while (BasicBlock *Next = Block->getSingleSuccessor())
    Block = Next;
  return dyn_cast<SwitchInst>(Block->getTerminator());
}

namespace {

class ResumePoint {
public:
  explicit ResumePoint(Function &Resume)
      : Resume(Resume), DL(Resume.getParent()->getDataLayout()),
        Switch(firstSwitch(Resume.getEntryBlock())) {}

  /// Whether the body begins as expected.
  bool find() {
    auto *Load = Switch ? dyn_cast<LoadInst>(Switch->getCondition()) : nullptr;
    if (!Load || !Load->hasOneUse())
      return false;
    Number = cast<IntegerType>(Load->getType());
    Offset = APInt(DL.getIndexTypeSizeInBits(Load->getPointerOperandType()), 0);
    return Load->getPointerOperand()->stripAndAccumulateConstantOffsets(
               DL, Offset, /*AllowNonInbounds=*/true) == Resume.getArg(0);
  }

  void widen(Function &Ramp) {
    auto *Wide = IntegerType::get(
        Resume.getContext(),
        8 * PowerOf2Ceil(divideCeil(Number->getBitWidth(), 8)));
    if (Wide == Number)
      return;
    for (StoreInst *Store : stores(Ramp))
      widen(*Store, Wide);
    for (StoreInst *Store : stores(Resume))
      widen(*Store, Wide);
    auto *Load = cast<LoadInst>(Switch->getCondition());
    IRBuilder<> B(Switch);
    Switch->setCondition(
        B.CreateAlignedLoad(Wide, Load->getPointerOperand(), Load->getAlign()));
    for (auto Case : Switch->cases())
      Case.setValue(ConstantInt::get(
          Resume.getContext(),
          Case.getCaseValue()->getValue().zext(Wide->getBitWidth())));
    Load->eraseFromParent();
    Number = Wide;
  }

  void hoistStores() {
    SmallVector<StoreInst *, 8> Stores = stores(Resume);
    DenseMap<BasicBlock *, StoreInst *> InBlock; // the first
    for (StoreInst *Store : reverse(Stores))
      InBlock[Store->getParent()] = Store;
    DenseMap<BasicBlock *, StoreInst *> Ahead = onlyAhead(InBlock);
    DenseMap<BasicBlock *, unsigned> Edges; // from the switch
    for (auto Case : Switch->cases())
      ++Edges[Case.getCaseSuccessor()];
    DenseMap<StoreInst *, SmallVector<unsigned, 4>> ComeFrom;
    SmallVector<BasicBlock *, 8> Undecided;
    for (auto Case : Switch->cases()) {
      BasicBlock *Target = Case.getCaseSuccessor();
      StoreInst *Store = Ahead.lookup(Target);
      if (Store && Edges[Target] == 1)
        ComeFrom[Store].push_back(Case.getCaseIndex());
      else
        Undecided.push_back(Target);
    }
    SmallPtrSet<StoreInst *, 8> Needed = reached(Undecided, InBlock);
    for (StoreInst *Store : Stores)
      if (!Needed.contains(Store))
        hoist(*Store, ComeFrom[Store]);
  }

  void weigh() {
    // The first case is the default, which is unreachable.
    SmallVector<uint32_t, 8> Weights(1, 0);
    for (auto Case : Switch->cases())
      Weights.push_back(Case.getCaseValue()->isZero() ? 1 : 100);
    Switch->setMetadata(
        LLVMContext::MD_prof,
        MDBuilder(Resume.getContext()).createBranchWeights(Weights));
  }

private:
  /// Those of the number, in the order they are in.
  SmallVector<StoreInst *, 8> stores(Function &F) {
    SmallVector<StoreInst *, 8> Result;
    for (Instruction &I : instructions(F)) {
      auto *Store = dyn_cast<StoreInst>(&I);
      if (!Store || Store->getValueOperand()->getType() != Number ||
          !isa<ConstantInt>(Store->getValueOperand()))
        continue;
      APInt At(Offset.getBitWidth(), 0);
      Value *Base =
          Store->getPointerOperand()->stripAndAccumulateConstantOffsets(
              DL, At, /*AllowNonInbounds=*/true);
      bool OfFrame = &F == &Resume ? Base == F.getArg(0) : isa<CallBase>(Base);
      if (OfFrame && At == Offset)
        Result.push_back(Store);
    }
    return Result;
  }

  void widen(StoreInst &Store, IntegerType *Wide) {
    IRBuilder<> B(&Store);
    auto *Value = cast<ConstantInt>(Store.getValueOperand());
    B.CreateAlignedStore(ConstantInt::get(Wide, Value->getZExtValue()),
                         Store.getPointerOperand(), Store.getAlign());
    Store.eraseFromParent();
  }

  /// For the blocks from which ways lead to suspensions: the first on all of
  /// them, or null if there are several. Behind the store there is nothing but
  /// the suspension. Linear in the size of the body, since what is known of a
  /// block changes at most twice.
  static DenseMap<BasicBlock *, StoreInst *>
  onlyAhead(const DenseMap<BasicBlock *, StoreInst *> &InBlock) {
    DenseMap<BasicBlock *, StoreInst *> Result = InBlock;
    SmallVector<BasicBlock *, 16> Work;
    for (auto [Block, Store] : InBlock)
      Work.push_back(Block);
    while (!Work.empty()) {
      BasicBlock *Block = Work.pop_back_val();
      StoreInst *Store = Result.lookup(Block);
      for (BasicBlock *Before : predecessors(Block)) {
        if (InBlock.contains(Before))
          continue;
        auto [Known, New] = Result.try_emplace(Before, Store);
        if (!New && (!Known->second || Known->second == Store))
          continue;
        if (!New)
          Known->second = nullptr;
        Work.push_back(Before);
      }
    }
    return Result;
  }

  /// Which suspensions come first on the ways from the given blocks.
  static SmallPtrSet<StoreInst *, 8>
  reached(ArrayRef<BasicBlock *> From,
          const DenseMap<BasicBlock *, StoreInst *> &InBlock) {
    SmallPtrSet<StoreInst *, 8> Result;
    SmallSetVector<BasicBlock *, 16> Seen(From.begin(), From.end());
    for (unsigned I = 0; I < Seen.size(); ++I) {
      if (StoreInst *Store = InBlock.lookup(Seen[I]))
        Result.insert(Store);
      else
        for (BasicBlock *Next : successors(Seen[I]))
          Seen.insert(Next);
    }
    return Result;
  }

  void hoist(StoreInst &Store, ArrayRef<unsigned> Cases) {
    for (unsigned Case : Cases) {
      auto Entry = Switch->case_begin() + Case;
      if (Entry->getCaseValue() == Store.getValueOperand())
        continue;
      BasicBlock *Target = Entry->getCaseSuccessor();
      auto *Edge = BasicBlock::Create(Resume.getContext(), "", &Resume, Target);
      IRBuilder<> B(Edge);
      Value *Address =
          B.CreatePtrAdd(Resume.getArg(0), B.getInt(Offset), "index.addr");
      B.CreateAlignedStore(Store.getValueOperand(), Address, Store.getAlign());
      B.CreateBr(Target);
      Target->replacePhiUsesWith(Switch->getParent(), Edge);
      Entry->setSuccessor(Edge);
    }
    Store.eraseFromParent();
  }

  Function &Resume;
  const DataLayout &DL;
  SwitchInst *Switch;
  IntegerType *Number = nullptr;
  APInt Offset;
};

} // namespace

LoadInst *suspensionNumber(Function &Resume) {
  SwitchInst *Switch = firstSwitch(Resume.getEntryBlock());
  return Switch ? dyn_cast<LoadInst>(Switch->getCondition()) : nullptr;
}

void improveResumePoint(Function &Ramp, Function &Resume) {
  ResumePoint Point(Resume);
  if (!Point.find())
    return;
  Point.widen(Ramp);
  Point.hoistStores();
  Point.weigh();
}

} // namespace yieldc
