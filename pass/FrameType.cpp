// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The type that tells a debugger what lies in the frame of a generator, also
// where the body does not run and so no variable has a location:
//
//   struct f.coro_frame_ty {
//     enum { "a.c:3" = 0 } __coro_index; // suspensions of the whole body,
//     int n;                             // and variables; by their lines
//     struct {                           // a block in it
//       int i;
//       enum { "a.c:5" = 1, "a.c:7" = 2 } __coro_index;
//     };
//   };
//
// All of __coro_index are the one number that the frame has. The enumerator
// that has its value is the suspension; what stands before it, in its struct
// and in those around it, is what the source has in scope there. So the type
// grows with the source, not with suspensions times variables, and is nothing
// but C to a debugger that knows nothing of it. The names are those of Clang's
// C++ coroutines.

#include "FrameType.h"
#include "ResumePoint.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/IR/DIBuilder.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace yieldc {

namespace {

class FrameType {
public:
  FrameType(Function &Resume, ArrayRef<FrameVariable> Variables)
      : Resume(Resume), DL(Resume.getParent()->getDataLayout()),
        Source(Resume.getSubprogram()), Builder(*Resume.getParent()) {
    for (const FrameVariable &V : Variables) {
      DILocalVariable &Of = *V.Variable;
      add(Of.getScope(), {Of.isParameter() ? 0 : Of.getLine(), Of.getArg(), &V,
                          nullptr, nullptr});
    }
    readSuspensions();
  }

  DIType *run() {
    return structOf(Source, (Resume.getName().drop_back(strlen(".resume")) +
                             ".coro_frame_ty")
                                .str());
  }

private:
  /// What a block has: a variable, another block, or a suspension.
  struct Part {
    unsigned Line, Parameter;
    const FrameVariable *Variable;
    DILexicalBlock *Block;
    DIEnumerator *Suspension;
    size_t Number = 0; ///< among those of its scope
  };

  static DILocalScope *block(DILocalScope *Scope) {
    return Scope->getNonLexicalBlockFileScope();
  }

  void add(DILocalScope *Scope, Part P) {
    Scope = block(Scope);
    enter(Scope);
    append(Scope, P);
  }

  void append(DILocalScope *Scope, Part P) {
    P.Number = Blocks[Scope].size();
    Blocks[Scope].push_back(P);
  }

  /// Makes Scope, and those around it, a part of the next one.
  void enter(DILocalScope *Scope) {
    while (auto *Inner = dyn_cast<DILexicalBlock>(Scope)) {
      if (!Entered.insert(Inner).second)
        return;
      Scope = block(Inner->getScope());
      append(Scope, {Inner->getLine(), 0, nullptr, Inner, nullptr});
    }
  }

  void readSuspensions() {
    LoadInst *Load = suspensionNumber(Resume);
    auto *Switch =
        Load ? dyn_cast<SwitchInst>(Load->getParent()->getTerminator())
             : nullptr;
    APInt Offset(DL.getIndexTypeSizeInBits(Resume.getArg(0)->getType()), 0);
    if (!Switch ||
        Load->getPointerOperand()->stripAndAccumulateInBoundsConstantOffsets(
            DL, Offset) != Resume.getArg(0))
      return;
    NumberOffset = Offset.getZExtValue();
    NumberSize = DL.getTypeStoreSize(Load->getType());
    for (auto Case : Switch->cases())
      if (const DILocation *L = locationFrom(*Case.getCaseSuccessor())) {
        std::string Name = place(*L);
        if (L->getInlinedAt()) {
          Name += " in " + L->getScope()->getSubprogram()->getName().str();
          while (const DILocation *At = L->getInlinedAt())
            L = At;
          Name = place(*L) + ", at " + Name;
        }
        add(L->getScope(),
            {L->getLine(), 0, nullptr, nullptr,
             Builder.createEnumerator(Name, Case.getCaseValue()->getZExtValue(),
                                      /*IsUnsigned=*/true)});
      }
  }

  static std::string place(const DILocation &L) {
    return (L.getFilename() + ":" + Twine(L.getLine())).str();
  }

  /// The first line on the only way on from Start: where the body suspended,
  /// for that is what it tests first when it is resumed.
  static const DILocation *locationFrom(BasicBlock &Start) {
    SmallPtrSet<BasicBlock *, 4> Seen;
    for (BasicBlock *Block = &Start; Block && Seen.insert(Block).second;
         Block = Block->getSingleSuccessor())
      for (Instruction &I : *Block)
        if (const DILocation *L = I.getDebugLoc(); L && L->getLine())
          return L;
    return nullptr;
  }

  DIType *structOf(DILocalScope *Scope, StringRef Name) {
    SmallVector<Part, 8> Parts = std::move(Blocks[Scope]);
    // A variable stands before what is on its line.
    sort(Parts, [](const Part &A, const Part &B) {
      return std::tuple(A.Line, !A.Variable, A.Parameter, A.Number) <
             std::tuple(B.Line, !B.Variable, B.Parameter, B.Number);
    });
    SmallVector<Metadata *, 8> Members;
    uint64_t Size = 0;
    auto Add = [&](StringRef Name, DIType *Type, uint64_t Offset) {
      Members.push_back(Builder.createMemberType(
          Source->getFile(), Name, Source->getFile(), 0, Type->getSizeInBits(),
          0, 8 * Offset, DINode::FlagZero, Type));
      Size = std::max(Size, 8 * Offset + Type->getSizeInBits());
    };
    SmallVector<Metadata *, 4> Suspensions;
    auto AddSuspensions = [&] {
      if (!Suspensions.empty())
        Add("__coro_index", enumerationOf(Suspensions), NumberOffset);
      Suspensions.clear();
    };
    for (const Part &P : Parts) {
      if (P.Suspension) {
        Suspensions.push_back(P.Suspension);
        continue;
      }
      AddSuspensions();
      if (P.Block)
        Add("", structOf(P.Block, ""), 0);
      else
        Add(P.Variable->Variable->getName(), P.Variable->Variable->getType(),
            P.Variable->Offset);
    }
    AddSuspensions();
    return Builder.createStructType(
        Source->getFile(), Name, Source->getFile(), Source->getLine(), Size, 0,
        DINode::FlagArtificial, nullptr, Builder.getOrCreateArray(Members));
  }

  DIType *enumerationOf(ArrayRef<Metadata *> Enumerators) {
    DIType *Underlying = Builder.createBasicType("__coro_index", 8 * NumberSize,
                                                 dwarf::DW_ATE_unsigned);
    return Builder.createEnumerationType(
        Source->getFile(), "", Source->getFile(), 0, 8 * NumberSize, 0,
        Builder.getOrCreateArray(Enumerators), Underlying);
  }

  Function &Resume;
  const DataLayout &DL;
  DISubprogram *Source;
  DIBuilder Builder;
  MapVector<DILocalScope *, SmallVector<Part, 8>> Blocks;
  SmallPtrSet<DILocalScope *, 8> Entered;
  uint64_t NumberOffset = 0, NumberSize = 1;
};

} // namespace

DIType *describeFrame(Function &Resume, ArrayRef<FrameVariable> Variables) {
  return FrameType(Resume, Variables).run();
}

} // namespace yieldc
