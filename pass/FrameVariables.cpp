// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A variable is alive at a suspension if what it holds there may be read later:
// there is a way from the suspension to a read of it on which it is not written
// as a whole, and does not begin its life. One whose address goes elsewhere is
// alive wherever it might be.
//
// What is alive stays in memory, as in the source. Were it promoted, each value
// that is assigned to it would be one to keep, and get a place of its own in
// the frame: 400 assignments, 400 places.
//
// Handles are promoted all the same, for whether a generator can be fused is
// seen of values.
//
// Pinned is what an empty assembler statement takes the address of.

#include "FrameVariables.h"
#include "LocalHandle.h"
#include "Markers.h"
#include "Pins.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/IR/CFG.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace yieldc {

constexpr StringLiteral VariableText = "# yieldc: a variable of the frame";

namespace {

/// The suspensions of a function, by where they are.
using Suspensions = DenseMap<BasicBlock *, SmallVector<Instruction *, 1>>;

/// One variable, and where its value is alive.
class Liveness {
public:
  Liveness(AllocaInst &Variable, const Suspensions &Suspends)
      : Variable(Variable), Suspends(Suspends),
        Size(
            Variable.getAllocationSize(Variable.getModule()->getDataLayout())) {
  }

  bool isAliveAtSuspension() {
    if (!Size || !collect(Variable, /*Whole=*/true))
      return true;
    SmallVector<BasicBlock *, 8> Work;
    SmallPtrSet<BasicBlock *, 16> Alive; // at the end of the block
    for (auto &[Block, Accesses] : Events)
      if (scan(*Block, /*Alive=*/false, Work))
        return true;
    while (!Work.empty()) {
      for (BasicBlock *Before : predecessors(Work.pop_back_val()))
        if (Alive.insert(Before).second && scan(*Before, /*Alive=*/true, Work))
          return true;
    }
    return false;
  }

private:
  enum class Access { Read, Write, Suspend };

  /// Adds what is done to the variable, or a part of it, through Address. False
  /// if it is not all known.
  bool collect(Value &Address, bool Whole) {
    for (Use &U : Address.uses()) {
      auto *I = cast<Instruction>(U.getUser());
      if (isa<LoadInst>(I)) {
        add(*I, Access::Read);
      } else if (auto *Store = dyn_cast<StoreInst>(I)) {
        if (U.getOperandNo() != StoreInst::getPointerOperandIndex())
          return false;
        if (Whole &&
            covers(Store->getModule()->getDataLayout().getTypeStoreSize(
                Store->getValueOperand()->getType())))
          add(*I, Access::Write);
      } else if (auto *Mem = dyn_cast<MemIntrinsic>(I)) {
        auto *Length = dyn_cast<ConstantInt>(Mem->getLength());
        if (U.getOperandNo() != 0)
          add(*I, Access::Read);
        else if (Whole && Length &&
                 covers(TypeSize::getFixed(Length->getZExtValue())))
          add(*I, Access::Write);
      } else if (auto *Call = dyn_cast<IntrinsicInst>(I);
                 Call && Call->isLifetimeStartOrEnd()) {
        add(*I, Access::Write);
      } else if (isa<AssumeInst>(I)) {
        continue;
      } else if (auto *Part = dyn_cast<GetElementPtrInst>(I)) {
        if (!collect(*Part, Whole && Part->hasAllZeroIndices()))
          return false;
      } else {
        return false;
      }
    }
    return true;
  }

  bool covers(TypeSize Bytes) const {
    return !Bytes.isScalable() &&
           Bytes.getFixedValue() >= Size->getFixedValue();
  }

  void add(Instruction &I, Access What) {
    Events[I.getParent()].push_back({&I, What});
  }

  /// Goes through Block from its end, where the value is alive or not. True if
  /// it is alive at a suspension; adds Block to Work if it is alive at its
  /// beginning.
  bool scan(BasicBlock &Block, bool Alive,
            SmallVectorImpl<BasicBlock *> &Work) {
    auto Found = Events.find(&Block);
    auto Here = Suspends.find(&Block);
    if (Found == Events.end()) {
      if (Alive && Here != Suspends.end())
        return true;
      if (Alive)
        Work.push_back(&Block);
      return false;
    }
    SmallVector<std::pair<Instruction *, Access>, 4> Order(Found->second);
    if (Here != Suspends.end())
      for (Instruction *Suspend : Here->second)
        Order.push_back({Suspend, Access::Suspend});
    sort(Order, [](auto &L, auto &R) { return R.first->comesBefore(L.first); });
    for (auto [I, What] : Order) {
      if (What != Access::Suspend)
        Alive = What == Access::Read;
      else if (Alive)
        return true;
    }
    if (Alive)
      Work.push_back(&Block);
    return false;
  }

  AllocaInst &Variable;
  const Suspensions &Suspends;
  std::optional<TypeSize> Size;
  MapVector<BasicBlock *, SmallVector<std::pair<Instruction *, Access>, 4>>
      Events;
};

/// Whether a generator is in the variable, by the look of what is done with it.
bool holdsHandle(const AllocaInst &Variable) {
  if (!Variable.getAllocatedType()->isPointerTy())
    return false;
  for (const User *U : Variable.users())
    if (isa<LoadInst>(U))
      for (const User *Use : U->users())
        if (auto *Call = dyn_cast<CallBase>(Use);
            Call && handleCall(*Call) != HandleCall::None)
          return true;
  return false;
}

} // namespace

void pinFrameVariables(Function &F) {
  Markers M;
  if (!findMarkers(F, M))
    return;
  Suspensions Suspends;
  Suspends[M.Begin->getParent()].push_back(M.Begin);
  for (CallBase *Suspend : M.Suspends)
    Suspends[Suspend->getParent()].push_back(Suspend);

  SmallVector<AllocaInst *, 16> Pinned;
  for (Instruction &I : F.getEntryBlock())
    if (auto *Variable = dyn_cast<AllocaInst>(&I);
        Variable && !holdsHandle(*Variable))
      if (Liveness(*Variable, Suspends).isAliveAtSuspension())
        Pinned.push_back(Variable);

  for (AllocaInst *Variable : Pinned)
    pin(*Variable, *Variable->getNextNode(), VariableText, "r");
}

void unpinVariables(Function &F) { removePins(F, VariableText); }

void unpinVariable(Value &Variable) { removePins(Variable, VariableText); }

} // namespace yieldc
