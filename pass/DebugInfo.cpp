// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Debug information of split generators. LLVM's coroutine passes tell where a
// variable in the frame is only where the body writes it, and of the parameters
// in the ramp only. Here:
//
// - when a body is resumed, its variables have the values that are in the
//   frame;
// - in the ramp the parameters are what was passed;
// - a breakpoint at `f` is one at the ramp, not at each resume;
// - the frame is a variable of the body, `__coro_frame`, with a type
//   (FrameType.h).
//
// No instruction depends on whether there is debug information.

#include "DebugInfo.h"
#include "FrameType.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/IR/DIBuilder.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"

using namespace llvm;

namespace yieldc {

constexpr StringLiteral ResumeSuffix = ".resume";

/// The records that are about variables of the source, in order.
static SmallVector<DbgVariableRecord *, 16> recordsOf(Function &F) {
  SmallVector<DbgVariableRecord *, 16> Result;
  for (Instruction &I : instructions(F))
    for (DbgVariableRecord &R : filterDbgVars(I.getDbgRecordRange()))
      Result.push_back(&R);
  return Result;
}

static bool startsWithDeref(const DbgVariableRecord &R) {
  return R.getExpression()->startsWithDeref();
}

void removeDebugVariables(Function &F) {
  MapVector<Value *, SmallVector<DbgVariableRecord *, 8>> Uses;
  for (DbgVariableRecord *R : recordsOf(F))
    if (R->getNumVariableLocationOps() == 1)
      if (auto *Variable =
              dyn_cast_or_null<AllocaInst>(R->getVariableLocationOp(0)))
        Uses[Variable].push_back(R);
  for (auto &[Variable, Records] : Uses) {
    auto *Store = Variable->hasOneUse()
                      ? dyn_cast<StoreInst>(Variable->user_back())
                      : nullptr;
    if (!Store || !isa<Argument>(Store->getValueOperand()) ||
        !all_of(Records, [](auto *R) { return startsWithDeref(*R); }))
      continue;
    for (DbgVariableRecord *R : Records) {
      R->setExpression(DIExpression::get(
          F.getContext(), R->getExpression()->getElements().drop_front()));
      R->replaceVariableLocationOp(Variable, Store->getValueOperand());
    }
    Store->eraseFromParent();
    cast<Instruction>(Variable)->eraseFromParent();
  }
}

/// Gives what comes first behind the arguments of F, which has no line of its
/// own, that of the function: debuggers take it for the end of the prologue,
/// and stop there.
static void giveLine(Function &F) {
  DISubprogram *Source = F.getSubprogram();
  if (!Source)
    return;
  auto *Line =
      DILocation::get(F.getContext(), Source->getScopeLine(), 0, Source);
  bool Kept = F.arg_empty();
  for (BasicBlock *Block = &F.getEntryBlock(); Block;
       Block = Block->getSingleSuccessor())
    for (Instruction &I : *Block) {
      if (Kept && !isa<AllocaInst, BranchInst>(I)) {
        if (!I.getDebugLoc() || !I.getDebugLoc().getLine())
          I.setDebugLoc(Line);
        return;
      }
      Kept |= isa<StoreInst>(I) && I.getOperand(0) == F.arg_end() - 1;
    }
}

void keepArguments(Function &F) {
  // Without a line: as a part of the prologue, which breakpoints are behind.
  IRBuilder<> B(&*F.getEntryBlock().getFirstInsertionPt());
  B.SetCurrentDebugLocation(DebugLoc());
  for (Argument &A : F.args()) {
    AllocaInst *Variable =
        B.CreateAlloca(A.getType(), nullptr, A.getName() + ".addr");
    StoreInst *Store = B.CreateStore(&A, Variable);
    for (DbgVariableRecord *R : recordsOf(F))
      if (R->getNumVariableLocationOps() == 1 &&
          R->getVariableLocationOp(0) == &A) {
        R->replaceVariableLocationOp(&A, Variable);
        R->setExpression(DIExpression::prepend(R->getExpression(),
                                               DIExpression::DerefBefore));
        R->removeFromParent();
        Store->getParent()->insertDbgRecordAfter(R, Store);
      }
  }
  giveLine(F);
}

/// The variable that keepArguments has made for A, or null.
static AllocaInst *keptIn(Argument &A) {
  for (User *U : A.users())
    if (auto *Store = dyn_cast<StoreInst>(U))
      if (auto *Variable = dyn_cast<AllocaInst>(Store->getPointerOperand());
          Variable && Variable->hasOneUse())
        return Variable;
  return nullptr;
}

namespace {

/// What is added to one generator.
class GeneratorInfo {
public:
  GeneratorInfo(Function &Ramp, Function &Resume)
      : Ramp(Ramp), Resume(Resume), DL(Ramp.getParent()->getDataLayout()) {}

  void run() {
    // (Not all versions of LLVM have done this.)
    Resume.getSubprogram()->replaceLinkageName(
        MDString::get(Resume.getContext(), Resume.getName()));
    for (Function *F : {&Ramp, &Resume})
      for (DbgVariableRecord *R : recordsOf(*F))
        if (!R->getDebugLoc()->getInlinedAt())
          if (std::optional<uint64_t> Offset = offsetOf(*R))
            if (DILocalVariable *V = inResume(R->getVariable()))
              Offsets.insert({V, *Offset});
    describeParameters();
    SmallVector<FrameVariable, 16> Variables;
    for (auto [V, Offset] : Offsets) {
      if (!V->getName().starts_with("yieldc_"))
        Variables.push_back({V, Offset});
      if (!Declared.contains(V))
        describe(V, {dwarf::DW_OP_plus_uconst, Offset, dwarf::DW_OP_deref});
    }
    describeFrame(Variables);
  }

private:
  /// Where in the frame the variable of R lies, if there and as a whole.
  std::optional<uint64_t> offsetOf(DbgVariableRecord &R) {
    if (R.getNumVariableLocationOps() != 1)
      return std::nullopt;
    bool InResume = R.getFunction() == &Resume;
    ArrayRef<uint64_t> Ops = R.getExpression()->getElements();
    Value *Address = R.getVariableLocationOp(0);
    if (R.isDbgAssign()) {
      Address = R.getAddress();
      Ops = R.getAddressExpression()->getElements();
      if (R.getExpression()->getFragmentInfo())
        return std::nullopt;
    } else if (R.isDbgValue()) {
      return offsetOfValue(R);
    } else if (InResume && Address == keptIn(*Resume.getArg(0)) &&
               !Ops.empty() && Ops.front() == dwarf::DW_OP_deref) {
      Address = Resume.getArg(0);
      Ops = Ops.drop_front();
    }
    std::optional<uint64_t> Offset = inFrame(Address, InResume);
    if (!Offset)
      return std::nullopt;
    if (Ops.size() == 2 && Ops[0] == dwarf::DW_OP_plus_uconst)
      *Offset += Ops[1];
    else if (!Ops.empty())
      return std::nullopt;
    if (InResume && R.isDbgDeclare())
      Declared.insert(R.getVariable());
    return Offset;
  }

  /// The same for a parameter that is not written: it is kept as a value.
  std::optional<uint64_t> offsetOfValue(DbgVariableRecord &R) {
    Value *V = R.getVariableLocationOp(0);
    if (R.getFunction() != &Ramp || !isa_and_nonnull<Argument>(V) ||
        R.getExpression()->getNumElements() || isWritten(*R.getVariable()))
      return std::nullopt;
    for (User *U : V->users())
      if (auto *Store = dyn_cast<StoreInst>(U);
          Store && Store->getValueOperand() == V)
        if (auto Offset = inFrame(Store->getPointerOperand(), false))
          return Offset;
    return std::nullopt;
  }

  /// Whether the body assigns to a parameter.
  bool isWritten(const DILocalVariable &Parameter) {
    return any_of(recordsOf(Resume), [&](DbgVariableRecord *R) {
      return R->getVariable()->getArg() == Parameter.getArg() &&
             !R->getDebugLoc()->getInlinedAt();
    });
  }

  std::optional<uint64_t> inFrame(Value *Address, bool InResume) {
    if (!Address || !Address->getType()->isPointerTy())
      return std::nullopt;
    APInt Offset(DL.getIndexTypeSizeInBits(Address->getType()), 0);
    Value *Base = Address->stripAndAccumulateConstantOffsets(
        DL, Offset, /*AllowNonInbounds=*/true);
    if (InResume ? Base != Resume.getArg(0) : !isa<CallBase>(Base))
      return std::nullopt;
    return Offset.getZExtValue();
  }

  /// V itself, or what the body's debug information has for a parameter of the
  /// ramp.
  DILocalVariable *inResume(DILocalVariable *V) {
    DISubprogram *Source = Resume.getSubprogram();
    if (V->getScope()->getSubprogram() == Source)
      return V;
    for (DINode *N : Source->getRetainedNodes())
      if (auto *Twin = dyn_cast<DILocalVariable>(N);
          Twin && Twin->getArg() == V->getArg() &&
          Twin->getName() == V->getName() && Twin->getLine() == V->getLine() &&
          Twin->getType() == V->getType())
        return Twin;
    if (!V->isParameter())
      return nullptr;
    return DILocalVariable::get(V->getContext(), Source, V->getName(),
                                V->getFile(), V->getLine(), V->getType(),
                                V->getArg(), V->getFlags(), V->getAlignInBits(),
                                V->getAnnotations());
  }

  void insert(Function &F, Value *V, DILocalVariable *Variable,
              ArrayRef<uint64_t> Ops, DbgVariableRecord::LocationType How) {
    LLVMContext &Context = F.getContext();
    auto *R = new DbgVariableRecord(
        ValueAsMetadata::get(V), Variable, DIExpression::get(Context, Ops),
        DILocation::get(Context, 0, 0, F.getSubprogram()), How);
    BasicBlock &Entry = F.getEntryBlock();
    Entry.insertDbgRecordBefore(R, Entry.getFirstNonPHIOrDbgOrAlloca());
  }

  void describe(DILocalVariable *V, ArrayRef<uint64_t> Ops) {
    insert(Resume, Resume.getArg(0), V, Ops,
           DbgVariableRecord::LocationType::Value);
  }

  /// In the ramp, where nothing writes them.
  void describeParameters() {
    SmallVector<DbgVariableRecord *, 8> Records;
    MapVector<DILocalVariable *, Argument *> Parameters;
    for (DbgVariableRecord *R : recordsOf(Ramp)) {
      if (R->getDebugLoc()->getInlinedAt() || !offsetOf(*R))
        continue;
      Records.push_back(R);
      if (Argument *A = storedAt(*offsetOf(*R)))
        Parameters[R->getVariable()] = A;
    }
    for (DbgVariableRecord *R : Records)
      if (Parameters.contains(R->getVariable()))
        R->eraseFromParent();
    for (auto [V, A] : Parameters)
      if (AllocaInst *Kept = keptIn(*A))
        insert(Ramp, Kept, V, {}, DbgVariableRecord::LocationType::Declare);
      else
        insert(Ramp, A, V, {}, DbgVariableRecord::LocationType::Value);
  }

  /// The argument that the ramp stores at Offset, unless it is a record.
  Argument *storedAt(uint64_t Offset) {
    for (Argument &A : Ramp.args())
      for (User *U : A.users())
        if (auto *Store = dyn_cast<StoreInst>(U);
            Store && Store->getValueOperand() == &A &&
            inFrame(Store->getPointerOperand(), false) == Offset)
          return &A;
    return nullptr;
  }

  void describeFrame(ArrayRef<FrameVariable> Variables) {
    DISubprogram *Source = Resume.getSubprogram();
    LLVMContext &Context = Resume.getContext();
    auto *Frame = DILocalVariable::get(
        Context, Source, "__coro_frame", Source->getFile(), Source->getLine(),
        yieldc::describeFrame(Resume, Variables), /*Arg=*/0,
        DINode::FlagArtificial, /*AlignInBits=*/0, /*Annotations=*/nullptr);
    // It is there also where nothing of the body is left to tell its place.
    SmallVector<Metadata *, 8> Retained(Source->getRetainedNodes().begin(),
                                        Source->getRetainedNodes().end());
    Retained.push_back(Frame);
    Source->replaceRetainedNodes(MDTuple::get(Context, Retained));
    if (AllocaInst *Kept = keptIn(*Resume.getArg(0)))
      insert(Resume, Kept, Frame, {dwarf::DW_OP_deref},
             DbgVariableRecord::LocationType::Declare);
    else
      describe(Frame, {dwarf::DW_OP_deref});
  }

  Function &Ramp, &Resume;
  const DataLayout &DL;
  MapVector<DILocalVariable *, uint64_t> Offsets;
  SmallPtrSet<DILocalVariable *, 16> Declared; ///< for all of the body
};

} // namespace

void describeFrames(Module &M) {
  for (Function &Resume : M) {
    StringRef Name = Resume.getName();
    if (Resume.isDeclaration() || !Resume.getSubprogram() ||
        !Name.consume_back(ResumeSuffix))
      continue;
    // (Tables of lines have no variables: DwarfDebug would look in vain for the
    // scope of the frame's.)
    if (Resume.getSubprogram()->getUnit()->getEmissionKind() !=
        DICompileUnit::FullDebug)
      continue;
    Function *Ramp = M.getFunction(Name);
    if (Ramp && !Ramp->isDeclaration() && Ramp->getSubprogram())
      GeneratorInfo(*Ramp, Resume).run();
  }
}

} // namespace yieldc
