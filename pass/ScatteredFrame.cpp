// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// SROA leaves a variable whole as soon as one address in it goes elsewhere. In
// a frame that one of the body's variables is passed to somebody by its address
// would keep all others in memory, with them the handle of its source and the
// number of the suspension, and so nothing behind it could be fused. So before
// SROA sees it the frame is taken apart at the borders of LLVM's layout: two
// pointers, the promise (our public part), then the variables.

#include "ScatteredFrame.h"
#include "Compat.h"
#include "Frame.h"
#include "ResumePoint.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace yieldc {

/// The layout that LLVM gave the frame of a split generator, or null.
static StructType *frameLayout(Function &Ramp, Function &Resume) {
  for (Instruction &I : instructions(Resume))
    if (auto *Address = dyn_cast<GetElementPtrInst>(&I))
      if (auto *Layout = dyn_cast<StructType>(Address->getSourceElementType());
          Layout && Layout->hasName() &&
          Address->getPointerOperand() == Resume.getArg(0) &&
          Layout->getName().starts_with((Ramp.getName() + ".Frame").str()))
        return Layout;
  return nullptr;
}

namespace {

class Scattering {
public:
  Scattering(AllocaInst &Frame, StructType &Layout)
      : Frame(Frame),
        Fields(*Frame.getModule()->getDataLayout().getStructLayout(&Layout)),
        Size(Fields.getSizeInBytes().getFixedValue()) {
    // The first variable is behind the promise.
    for (unsigned I = 3; I < Layout.getNumElements(); ++I)
      Borders.push_back(Fields.getElementOffset(I).getFixedValue());
    Borders.push_back(Size);
  }

  bool run() {
    if (Borders.size() < 2 || !collect())
      return false;
    for (auto [Address, Offset] : Addresses) {
      AllocaInst *Part = part(Offset);
      IRBuilder<> B(Address);
      Address->replaceAllUsesWith(B.CreateConstInBoundsGEP1_64(
          B.getInt8Ty(), Part, Offset - begin(Offset)));
      Address->eraseFromParent();
    }
    for (Use *U : Whole)
      U->set(part(0));
    IRBuilder<> B(Frame.getContext());
    for (IntrinsicInst *Mark : Lifetimes) {
      B.SetInsertPoint(Mark);
      for (auto [Begin, Part] : Parts)
        if (Mark->getIntrinsicID() == Intrinsic::lifetime_start)
          createLifetimeStart(B, Part, sizeAt(Begin));
        else
          createLifetimeEnd(B, Part, sizeAt(Begin));
      Mark->eraseFromParent();
    }
    Frame.eraseFromParent();
    return true;
  }

  /// Where what lay at Offset lies now, if anything is still used of it.
  std::optional<StateSlot> slot(uint64_t Offset, Type &T) const {
    uint64_t Begin = begin(Offset);
    AllocaInst *Part = Parts.lookup(Begin);
    return Part ? std::optional(StateSlot{Part, Offset - Begin, &T})
                : std::nullopt;
  }

private:
  /// False if not all uses are of parts.
  bool collect() {
    const DataLayout &DL = Frame.getModule()->getDataLayout();
    for (Use &U : make_early_inc_range(Frame.uses())) {
      auto *I = cast<Instruction>(U.getUser());
      if (isa<PHINode>(I) && I->use_empty()) {
        I->eraseFromParent(); // what the ramp returned
        continue;
      }
      if (auto *Address = dyn_cast<GetElementPtrInst>(I)) {
        APInt Offset(DL.getIndexTypeSizeInBits(Address->getType()), 0);
        if (!Address->accumulateConstantOffset(DL, Offset) || Offset.uge(Size))
          return false;
        Addresses.push_back({Address, Offset.getZExtValue()});
      } else if (auto *Mark = dyn_cast<IntrinsicInst>(I);
                 Mark && Mark->isLifetimeStartOrEnd()) {
        Lifetimes.push_back(Mark);
      } else if (isa<LoadInst, MemIntrinsic>(I) ||
                 (isa<StoreInst>(I) &&
                  U.getOperandNo() == StoreInst::getPointerOperandIndex())) {
        Whole.push_back(&U);
      } else {
        return false;
      }
    }
    return true;
  }

  /// Where the part begins that has what lies at Offset.
  uint64_t begin(uint64_t Offset) const {
    auto Next = upper_bound(Borders, Offset);
    return Next == Borders.begin() ? 0 : *std::prev(Next);
  }
  uint64_t sizeAt(uint64_t Begin) const {
    return *upper_bound(Borders, Begin) - Begin;
  }

  AllocaInst *part(uint64_t Offset) {
    uint64_t Begin = begin(Offset);
    AllocaInst *&Part = Parts[Begin];
    if (!Part) {
      IRBuilder<> B(&Frame);
      Part = B.CreateAlloca(ArrayType::get(B.getInt8Ty(), sizeAt(Begin)),
                            nullptr, Frame.getName());
      Part->setAlignment(commonAlignment(Frame.getAlign(), Begin));
    }
    return Part;
  }

  AllocaInst &Frame;
  const StructLayout &Fields;
  uint64_t Size;
  SmallVector<uint64_t, 16> Borders;
  SmallVector<std::pair<GetElementPtrInst *, uint64_t>, 32> Addresses;
  SmallVector<Use *, 8> Whole; ///< at its beginning
  SmallVector<IntrinsicInst *, 8> Lifetimes;
  MapVector<uint64_t, AllocaInst *> Parts; ///< by where they begin
};

} // namespace

SmallVector<StateSlot, 2> scatterFrame(AllocaInst &Frame, Function &Ramp,
                                       Function &Resume) {
  SmallVector<StateSlot, 2> Slots;
  StructType *Layout = frameLayout(Ramp, Resume);
  if (!Layout)
    return Slots;
  const DataLayout &DL = Ramp.getParent()->getDataLayout();
  Scattering Parts(Frame, *Layout);
  if (!Parts.run())
    return Slots;
  // There is no frame any more.
  if (auto Slot =
          Parts.slot(statusOffset(DL), *Type::getInt8Ty(Ramp.getContext())))
    Slots.push_back(*Slot);
  LoadInst *Number = suspensionNumber(Resume);
  APInt Offset(DL.getIndexTypeSizeInBits(Resume.getArg(0)->getType()), 0);
  if (Number &&
      Number->getPointerOperand()->stripAndAccumulateInBoundsConstantOffsets(
          DL, Offset) == Resume.getArg(0))
    if (auto Slot = Parts.slot(Offset.getZExtValue(), *Number->getType()))
      Slots.push_back(*Slot);
  return Slots;
}

} // namespace yieldc
