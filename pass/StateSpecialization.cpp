// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// LLVM's DFAJumpThreading does the like with phis. It is not used: it copies
// the first turn of each loop, and is wrong now and then, in LLVM 22 still
// (github.com/llvm/llvm-project/issues/195088).

#include "StateSpecialization.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/Analysis/ConstantFolding.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"
#include "llvm/Transforms/Utils/Cloning.h"
#include "llvm/Transforms/Utils/SSAUpdater.h"
#include "llvm/Transforms/Utils/ValueMapper.h"
#include <map>

using namespace llvm;

namespace yieldc {

/// How many times as large F may become.
constexpr unsigned MaxGrowth = 3;

namespace {

/// What is known of each slot, and of the phi that the block branches on, if it
/// does; null for nothing.
using State = SmallVector<Constant *, 2>;

/// What an instruction does to a slot.
struct Access {
  unsigned Slot;
  bool Whole; ///< all of the slot, and no more
  bool Writes;
};

/// A block in one of the states it is reached in.
struct Node {
  BasicBlock *Of;
  State In;
  bool Decided = false;          ///< its branch goes to Next[0]
  SmallVector<unsigned, 2> Next; ///< for each successor, if not
  BasicBlock *Copy = nullptr;    ///< the block itself for the first
  ValueToValueMapTy Copies;

  Value *copyOf(Value *V) const {
    Value *Found = Copies.lookup(V);
    return Found ? Found : V;
  }
};

class Specialization {
public:
  Specialization(Function &F, ArrayRef<StateSlot> Of) : F(F) {
    for (const StateSlot &Slot : Of)
      addSlot(Slot);
  }

  void run() {
    if (Slots == 0)
      return;
    findLive();
    explore();
    for (; size() > MaxGrowth * F.getInstructionCount(); explore()) {
      MaxCopied /= 2;
      Joined.clear();
    }
    if (Nodes.size() == Places.size() &&
        none_of(Nodes, [](const auto &N) { return N->Decided; }))
      return;
    copyBlocks();
    redirect();
    rebuildPhis();
    EliminateUnreachableBlocks(F);
    mergeValues();
  }

private:
  // What is known of memory.
  void addSlot(const StateSlot &Slot);
  bool collect(Value &Address, uint64_t Offset, const StateSlot &Slot);
  void findLive();

  // What is reached.
  void explore();
  bool tryExplore();
  size_t size() const;
  bool visit(unsigned Index);
  std::optional<unsigned> nodeFor(BasicBlock &Block, State In);
  unsigned most(const BasicBlock &Block) const;

  // What becomes of it.
  void copyBlocks();
  void redirect();
  void rebuildPhis();
  void mergeValues();

  Function &F;
  unsigned Slots = 0;
  /// The most instructions that all copies of a block have.
  unsigned MaxCopied = 120;
  DenseMap<const Instruction *, SmallVector<Access, 2>> Accesses;
  DenseMap<const BasicBlock *, SmallVector<bool, 2>> Live; ///< at its beginning

  std::vector<std::unique_ptr<Node>> Nodes;
  std::map<std::pair<const BasicBlock *, State>, unsigned> Numbers;
  MapVector<BasicBlock *, SmallVector<unsigned, 2>> Places; ///< its nodes
  /// What is known in all states, of those blocks that stay one.
  DenseMap<const BasicBlock *, State> Joined;
};

} // namespace

/// Finds all that touches Slot from Address on, which lies Offset bytes into
/// its variable; false if the address goes elsewhere.
bool Specialization::collect(Value &Address, uint64_t Offset,
                             const StateSlot &Slot) {
  const DataLayout &DL = F.getParent()->getDataLayout();
  auto Touch = [&](Instruction &I, bool Writes, uint64_t Size, Type *T) {
    if (Offset < Slot.Offset + DL.getTypeStoreSize(Slot.Type) &&
        Slot.Offset < Offset + Size)
      Accesses[&I].push_back(
          {Slots, T == Slot.Type && Offset == Slot.Offset, Writes});
  };
  constexpr uint64_t AnySize = uint64_t(1) << 32;
  for (Use &U : Address.uses()) {
    auto *I = cast<Instruction>(U.getUser());
    auto *Mark = dyn_cast<IntrinsicInst>(I);
    if (auto *Part = dyn_cast<GetElementPtrInst>(I)) {
      APInt More(DL.getIndexTypeSizeInBits(Part->getType()), 0);
      if (!Part->accumulateConstantOffset(DL, More) ||
          !collect(*Part, Offset + More.getZExtValue(), Slot))
        return false;
    } else if (isa<LoadInst>(I)) {
      Touch(*I, /*Writes=*/false, DL.getTypeStoreSize(I->getType()),
            I->getType());
    } else if (isa<StoreInst>(I) &&
               U.getOperandNo() == StoreInst::getPointerOperandIndex()) {
      Type *T = I->getOperand(0)->getType();
      Touch(*I, /*Writes=*/true, DL.getTypeStoreSize(T), T);
    } else if (Mark && Mark->isLifetimeStartOrEnd()) {
      Touch(*I, /*Writes=*/true, AnySize, nullptr);
    } else if (auto *Memory = dyn_cast<MemIntrinsic>(I)) {
      auto *Size = dyn_cast<ConstantInt>(Memory->getLength());
      Touch(*I, /*Writes=*/U.getOperandNo() == 0,
            Size ? Size->getZExtValue() : AnySize, nullptr);
    } else if (!isa<AssumeInst>(I)) {
      return false;
    }
  }
  return true;
}

void Specialization::addSlot(const StateSlot &Slot) {
  if (collect(*Slot.Variable, 0, Slot)) {
    ++Slots;
    return;
  }
  for (auto &[I, Of] : Accesses)
    erase_if(Of, [&](const Access &A) { return A.Slot == Slots; });
}

/// In which blocks it counts what a slot has: where it is read before it is
/// written. What does not count is not known, or there would be copies for it.
void Specialization::findLive() {
  SmallVector<BasicBlock *, 32> Work;
  DenseMap<const BasicBlock *, SmallVector<bool, 2>> Passes;
  for (BasicBlock &Block : F) {
    auto &Read = Live[&Block];
    auto &Passed = Passes[&Block];
    Read.assign(Slots, false);
    Passed.assign(Slots, true);
    for (Instruction &I : Block)
      if (auto It = Accesses.find(&I); It != Accesses.end())
        for (const Access &A : It->second) {
          if (A.Writes)
            Passed[A.Slot] = false;
          else if (Passed[A.Slot])
            Read[A.Slot] = true;
        }
    Work.push_back(&Block);
  }
  while (!Work.empty()) {
    BasicBlock *Block = Work.pop_back_val();
    for (BasicBlock *Pred : predecessors(Block)) {
      bool Changed = false;
      for (unsigned Slot = 0; Slot < Slots; ++Slot)
        if (Live[Block][Slot] && Passes[Pred][Slot] && !Live[Pred][Slot])
          Changed = Live[Pred][Slot] = true;
      if (Changed)
        Work.push_back(Pred);
    }
  }
}

/// What a branch or switch decides on; null for any other terminator.
static Value *conditionOf(const BasicBlock &Block) {
  const Instruction *End = Block.getTerminator();
  if (auto *Branch = dyn_cast<BranchInst>(End))
    return Branch->isConditional() ? Branch->getCondition() : nullptr;
  auto *Switch = dyn_cast<SwitchInst>(End);
  return Switch ? Switch->getCondition() : nullptr;
}

/// Such as whether a call has given a value: what the callee's state says, and
/// then the state is not looked at any more. Null if there is none.
static PHINode *phiBranchedOn(const BasicBlock &Block) {
  Value *V = conditionOf(Block);
  auto *I = dyn_cast_or_null<Instruction>(V);
  while (I && I->getParent() == &Block) {
    Type *T = I->getType();
    if (auto *Phi = dyn_cast<PHINode>(I))
      return T->isPointerTy() || T->getScalarSizeInBits() <= 8 ? Phi : nullptr;
    // Nothing that may count: or a loop would be taken apart, turn by turn.
    auto *Test = dyn_cast<ICmpInst>(I);
    if (!isa<CastInst>(I) &&
        !((I->isBitwiseLogicOp() || (Test && Test->isEquality())) &&
          isa<Constant>(I->getOperand(1))))
      return nullptr;
    I = dyn_cast<Instruction>(I->getOperand(0));
  }
  return nullptr;
}

/// In how many states Block may be.
unsigned Specialization::most(const BasicBlock &Block) const {
  if (Block.isEHPad() || Block.hasAddressTaken())
    return 1;
  for (const Instruction &I : Block) {
    auto *Call = dyn_cast<CallBase>(&I);
    // A token may not go through a phi.
    if (I.getType()->isTokenTy() ||
        (Call && (Call->cannotDuplicate() || Call->isConvergent())))
      return 1;
  }
  return std::max(1u, MaxCopied / unsigned(Block.sizeWithoutDebug()));
}

/// The node for Block in that state; nothing if less is known of Block than was
/// thought.
std::optional<unsigned> Specialization::nodeFor(BasicBlock &Block, State In) {
  for (unsigned Slot = 0; Slot < Slots; ++Slot)
    if (!Live[&Block][Slot])
      In[Slot] = nullptr;
  auto Join = [&](State &All, const State &One) {
    bool Less = false;
    for (auto [A, B] : zip(All, One))
      if (A && A != B) {
        A = nullptr;
        Less = true;
      }
    return Less;
  };
  if (auto It = Joined.find(&Block); It != Joined.end()) {
    if (Join(It->second, In))
      return std::nullopt;
    In = It->second;
  }
  auto [It, New] = Numbers.try_emplace({&Block, In}, Nodes.size());
  if (!New)
    return It->second;
  auto &Places = this->Places[&Block];
  if (Places.size() == most(Block)) {
    State All = In;
    for (unsigned Place : Places)
      Join(All, Nodes[Place]->In);
    Joined[&Block] = All;
    return std::nullopt;
  }
  Places.push_back(Nodes.size());
  Nodes.push_back(std::make_unique<Node>());
  Nodes.back()->Of = &Block;
  Nodes.back()->In = std::move(In);
  return It->second;
}

/// Finds what is reached from the entry.
void Specialization::explore() {
  while (!tryExplore())
    ;
}

/// The same; false if it has to be done anew, as more blocks stay one.
bool Specialization::tryExplore() {
  Nodes.clear();
  Numbers.clear();
  Places.clear();
  if (!nodeFor(F.getEntryBlock(), State(Slots, nullptr)))
    return false;
  for (unsigned I = 0; I < Nodes.size(); ++I)
    if (!visit(I))
      return false;
  return true;
}

size_t Specialization::size() const {
  size_t Size = 0;
  for (auto &N : Nodes)
    Size += N->Of->sizeWithoutDebug();
  return Size;
}

/// Finds where a block goes in its state.
bool Specialization::visit(unsigned Index) {
  BasicBlock &Block = *Nodes[Index]->Of;
  State Now = Nodes[Index]->In;
  const DataLayout &DL = F.getParent()->getDataLayout();
  DenseMap<const Value *, Constant *> Known;
  DenseMap<const Value *, unsigned> Loaded; ///< from which slot, as it still is
  auto Value = [&](llvm::Value *V) {
    auto *C = dyn_cast<Constant>(V);
    return C ? C : Known.lookup(V);
  };
  if (PHINode *Phi = phiBranchedOn(Block))
    Known[Phi] = Now.pop_back_val();
  for (Instruction &I : Block) {
    if (auto It = Accesses.find(&I); It != Accesses.end()) {
      for (const Access &A : It->second) {
        if (A.Writes) {
          Now[A.Slot] = A.Whole ? Value(I.getOperand(0)) : nullptr;
          Loaded.clear();
        } else if (A.Whole) {
          if (Now[A.Slot])
            Known[&I] = Now[A.Slot];
          else
            Loaded[&I] = A.Slot;
        }
      }
      continue;
    }
    if (!isa<BinaryOperator, CastInst, CmpInst, SelectInst>(I))
      continue;
    SmallVector<Constant *, 3> Operands;
    for (llvm::Value *Operand : I.operands())
      if (Constant *C = Value(Operand))
        Operands.push_back(C);
    if (Operands.size() == I.getNumOperands())
      if (Constant *C = ConstantFoldInstOperands(&I, Operands, DL))
        Known[&I] = C;
  }

  Instruction *End = Block.getTerminator();
  auto Go = [&](BasicBlock *To, State There) {
    if (PHINode *Phi = phiBranchedOn(*To))
      There.push_back(Value(Phi->getIncomingValueForBlock(&Block)));
    std::optional<unsigned> Next = nodeFor(*To, std::move(There));
    if (Next)
      Nodes[Index]->Next.push_back(*Next);
    return Next.has_value();
  };
  auto *Switch = dyn_cast<SwitchInst>(End);
  llvm::Value *Condition = conditionOf(Block);
  if (Condition)
    if (auto *C = dyn_cast_or_null<ConstantInt>(Value(Condition))) {
      Nodes[Index]->Decided = true;
      return Go(Switch ? Switch->findCaseValue(C)->getCaseSuccessor()
                       : End->getSuccessor(C->isZero() ? 1 : 0),
                Now);
    }
  for (unsigned I = 0; I < End->getNumSuccessors(); ++I) {
    State There = Now;
    BasicBlock *To = End->getSuccessor(I);
    if (auto It = Loaded.find(Condition); Switch && It != Loaded.end())
      There[It->second] = Switch->findCaseDest(To);
    if (!Go(To, There))
      return false;
  }
  return true;
}

void Specialization::copyBlocks() {
  for (auto &[Block, Numbers] : Places)
    for (unsigned I : Numbers) {
      Node &N = *Nodes[I];
      if (I == Numbers.front()) {
        N.Copy = Block;
        continue;
      }
      N.Copy = CloneBasicBlock(Block, N.Copies, ".state", &F);
    }
  // Only now: a block that comes back to itself has phis of its own values.
  for (auto &N : Nodes)
    if (N->Copy != N->Of)
      for (Instruction &I : *N->Copy) {
        const RemapFlags Flags =
            RF_NoModuleLevelChanges | RF_IgnoreMissingLocals;
        RemapDbgRecordRange(F.getParent(), I.getDbgRecordRange(), N->Copies,
                            Flags);
        if (!isa<PHINode>(I))
          RemapInstruction(&I, N->Copies, Flags);
        // Of restrict, which holds for one turn of a loop: this may be another.
        I.setMetadata(LLVMContext::MD_noalias, nullptr);
        I.setMetadata(LLVMContext::MD_alias_scope, nullptr);
      }
}

void Specialization::redirect() {
  // What is not reached any more goes nowhere.
  for (BasicBlock &Block : F)
    if (none_of(Nodes, [&](auto &N) { return N->Copy == &Block; })) {
      // (What an invoke gives may be used in another of these.)
      Instruction *End = Block.getTerminator();
      if (!End->use_empty())
        End->replaceAllUsesWith(PoisonValue::get(End->getType()));
      End->eraseFromParent();
      new UnreachableInst(F.getContext(), &Block);
    }
  for (auto &N : Nodes) {
    Instruction *End = N->Copy->getTerminator();
    if (!N->Decided) {
      for (unsigned I = 0; I < N->Next.size(); ++I)
        End->setSuccessor(I, Nodes[N->Next[I]]->Copy);
      continue;
    }
    IRBuilder<>(End)
        .CreateBr(Nodes[N->Next[0]]->Copy)
        ->setDebugLoc(End->getDebugLoc());
    End->eraseFromParent();
  }
}

void Specialization::rebuildPhis() {
  for (auto &[Block, Numbers] : Places)
    for (PHINode &Phi : Block->phis()) {
      DenseMap<const BasicBlock *, Value *> Incoming;
      for (auto [V, From] : zip(Phi.incoming_values(), Phi.blocks()))
        Incoming[From] = V;
      DenseMap<const Node *, PHINode *> Of;
      for (unsigned I : Numbers) {
        auto *Copy = cast<PHINode>(Nodes[I]->copyOf(&Phi));
        while (Copy->getNumIncomingValues())
          Copy->removeIncomingValue(0u, /*DeletePHIIfEmpty=*/false);
        Of[Nodes[I].get()] = Copy;
      }
      for (auto &From : Nodes)
        for (unsigned Next : From->Next)
          if (PHINode *Copy = Of.lookup(Nodes[Next].get()))
            Copy->addIncoming(From->copyOf(Incoming.lookup(From->Of)),
                              From->Copy);
    }
}

/// What was one value may be several now.
void Specialization::mergeValues() {
  SSAUpdater Update;
  SmallVector<Use *, 16> Outside;
  for (auto &[Block, Numbers] : Places) {
    if (Numbers.size() == 1)
      continue;
    for (Instruction &I : *Block) {
      if (!Nodes[Numbers.back()]->Copies.count(&I))
        continue; // one that this has made
      for (Use &U : I.uses()) {
        auto *User = cast<Instruction>(U.getUser());
        auto *Phi = dyn_cast<PHINode>(User);
        if ((Phi ? Phi->getIncomingBlock(U) : User->getParent()) != Block)
          Outside.push_back(&U);
      }
      if (Outside.empty() && !I.isUsedByMetadata())
        continue;
      Update.Initialize(I.getType(), I.getName());
      for (unsigned Number : Numbers)
        Update.AddAvailableValue(Nodes[Number]->Copy,
                                 Nodes[Number]->copyOf(&I));
      while (!Outside.empty())
        Update.RewriteUse(*Outside.pop_back_val());
      Update.UpdateDebugValues(&I);
    }
  }
}

void specializeStates(Function &F, ArrayRef<StateSlot> Slots) {
  Specialization(F, Slots).run();
}

} // namespace yieldc
