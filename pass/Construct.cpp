// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From marker form to a coroutine.
//
// The coroutine is made with its frame allocated first thing, so that
// parameters are stored straight into it; it is suspended at the begin marker
// and at each suspend marker, and once more, for good, where the function
// returned. All that a consumer or a body reads and writes of the frame is done
// by C code; only the first and the last status are set here.

#include "Construct.h"
#include "Compat.h"
#include "Frame.h"
#include "Markers.h"
#include "VlaStorage.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"

using namespace llvm;

namespace yieldc {

void removeReturnValue(LoadInst *Load) {
  auto *Variable = dyn_cast<AllocaInst>(Load->getPointerOperand());
  if (Load->use_empty())
    Load->eraseFromParent();
  if (!Variable || !all_of(Variable->users(), [](User *U) {
        return isa<StoreInst>(U) && isa<Constant>(U->getOperand(0));
      }))
    return;
  for (User *U : make_early_inc_range(Variable->users()))
    cast<Instruction>(U)->eraseFromParent();
  Variable->eraseFromParent();
}

namespace {

/// Makes a coroutine of one function.
class Construction {
public:
  Construction(Function &F, Markers &M)
      : F(F), M(M), Mod(*F.getParent()), DL(Mod.getDataLayout()),
        B(F.getContext()),
        SizeTy(cast<IntegerType>(DL.getIntPtrType(F.getContext()))) {
    // Calls that can be inlined need a location where there is debug info.
    if (DISubprogram *Subprogram = F.getSubprogram())
      NoLine = DILocation::get(F.getContext(), 0, 0, Subprogram);
  }

  void run() {
    copyRecords();
    lowerVlas(F, M);
    makeReturnBlock();
    makeFrame();
    finish();
    suspendAtMarkers();
    for (CallBase *Self : M.Selves)
      replaceMarker(Self, Frame);
    F.setPresplitCoroutine();
  }

private:
  Value *size(uint64_t N) { return ConstantInt::get(SizeTy, N); }
  Constant *null() { return ConstantPointerNull::get(B.getPtrTy()); }

  void insertAt(Instruction *Where) {
    B.SetInsertPoint(Where);
    B.SetCurrentDebugLocation(NoLine);
  }
  void insertAt(BasicBlock *Block) {
    B.SetInsertPoint(Block);
    B.SetCurrentDebugLocation(NoLine);
  }

  void replaceMarker(CallBase *Marker, Value *With) {
    if (With)
      Marker->replaceAllUsesWith(With);
    eraseCall(*Marker);
  }

  /// A record that the caller passed in its own memory is gone at the first
  /// resume. (The plugin names such parameters, for on some targets the IR does
  /// not tell an address of the caller's memory from another pointer.)
  void copyRecords() {
    for (Argument &A : F.args())
      if (A.hasByValAttr() &&
          none_of(M.Records, [&](auto &R) { return R.Address == &A; }))
        M.Records.push_back({&A, DL.getTypeAllocSize(A.getParamByValType()),
                             A.getParamAlign().valueOrOne()});
    for (auto [Address, Bytes, Alignment] : M.Records) {
      auto *A = dyn_cast<Argument>(Address);
      if (!A)
        continue; // The entry block stores it into an alloca.
      insertAt(&*F.getEntryBlock().getFirstInsertionPt());
      auto *Copy = B.CreateAlloca(ArrayType::get(B.getInt8Ty(), Bytes), nullptr,
                                  A->getName() + ".copy");
      // Where the IR does not tell, Clang relies on the type's alignment, too.
      Align Callers =
          A->hasByValAttr() ? A->getParamAlign().valueOrOne() : Alignment;
      Copy->setAlignment(std::max(Alignment, Callers));
      A->replaceAllUsesWith(Copy);
      B.CreateMemCpy(Copy, Copy->getAlign(), A, Callers, Bytes);
    }
  }

  /// All returns become branches to one block, which ends in the last
  /// suspension.
  void makeReturnBlock() {
    SmallVector<ReturnInst *, 4> Returns;
    for (BasicBlock &Block : F)
      if (auto *Ret = dyn_cast<ReturnInst>(Block.getTerminator()))
        Returns.push_back(Ret);
    Return = BasicBlock::Create(F.getContext(), "generator.return", &F);
    ReturnInst::Create(F.getContext(), null(), Return);
    for (ReturnInst *Ret : Returns) {
      BranchInst::Create(Return, Ret->getIterator());
      auto *Load = dyn_cast_or_null<LoadInst>(Ret->getReturnValue());
      Ret->eraseFromParent();
      if (Load)
        removeReturnValue(Load);
    }
  }

  /// At the very start: allocates the frame, or, if that fails, closes the
  /// handles that the function was given, and returns null.
  void makeFrame() {
    BasicBlock &Entry = F.getEntryBlock();
    BasicBlock *Body = Entry.splitBasicBlock(firstNonAlloca(Entry), "body");
    Entry.getTerminator()->eraseFromParent();
    BasicBlock *NoMemory =
        BasicBlock::Create(F.getContext(), "no.memory", &F, Body);
    Cleanup = BasicBlock::Create(F.getContext(), "release", &F);
    Suspend = BasicBlock::Create(F.getContext(), "suspend", &F);

    insertAt(&Entry);
    // The promise begins where the public part does, at an offset that is the
    // same for every type: the slot's alignment is the frame's, not its own.
    uint64_t Header = statusOffset(DL);
    AllocaInst *Promise = B.CreateAlloca(
        ArrayType::get(B.getInt8Ty(), std::max(M.SlotEnd, Header + 2) - Header),
        nullptr, "promise");
    Promise->setAlignment(Align(DL.getPointerSize()));
    CallInst *Id = B.CreateCall(getIntrinsic(Mod, Intrinsic::coro_id),
                                {B.getInt32(0), Promise, null(), null()}, "id");
    CallInst *Size = B.CreateCall(
        getIntrinsic(Mod, Intrinsic::coro_size, SizeTy), {}, "size");
    Value *Alignment = B.CreateBinaryIntrinsic(
        Intrinsic::umax,
        B.CreateCall(getIntrinsic(Mod, Intrinsic::coro_align, SizeTy), {}),
        size(M.SlotAlign));
    CallInst *Memory = B.CreateCall(M.Support.Allocate, {Size, Alignment});
    B.CreateCondBr(B.CreateIsNull(Memory), NoMemory, Body);

    insertAt(NoMemory);
    for (Value *Handle : M.Handles)
      B.CreateCall(M.Support.Close, {incomingHandle(Handle)});
    B.CreateRet(null());

    insertAt(&*Body->begin());
    Frame = B.CreateCall(getIntrinsic(Mod, Intrinsic::coro_begin), {Id, Memory},
                         "frame");
    B.CreateStore(B.getInt8(Created), statusAddress(B, Frame));

    insertAt(Cleanup);
    Value *Freed = B.CreateCall(getIntrinsic(Mod, Intrinsic::coro_free),
                                {Id, Frame}, "memory");
    B.CreateCall(
        M.Support.Release,
        {Freed, B.CreateCall(getIntrinsic(Mod, Intrinsic::coro_size, SizeTy)),
         B.CreateBinaryIntrinsic(
             Intrinsic::umax,
             B.CreateCall(getIntrinsic(Mod, Intrinsic::coro_align, SizeTy)),
             size(M.SlotAlign))});
    B.CreateBr(Suspend);

    insertAt(Suspend);
    B.CreateCall(getIntrinsic(Mod, Intrinsic::coro_end),
                 {Frame, B.getFalse(), ConstantTokenNone::get(F.getContext())});
    B.CreateRet(Frame);
  }

  static BasicBlock::iterator firstNonAlloca(BasicBlock &Block) {
    auto It = Block.getFirstInsertionPt();
    while (isa<AllocaInst>(*It))
      ++It;
    return It;
  }

  /// The handle that the caller passed, of which the address is known: before
  /// the frame is made only the argument itself can be used.
  Value *incomingHandle(Value *Address) {
    for (User *U : Address->users())
      if (auto *Store = dyn_cast<StoreInst>(U))
        if (Store->getPointerOperand() == Address &&
            isa<Argument>(Store->getValueOperand()))
          return Store->getValueOperand();
    return null();
  }

  /// Suspends before Where; resumed, goes on there. Debug location as there.
  void suspendBefore(Instruction *Where, bool Final) {
    BasicBlock *Before = Where->getParent();
    BasicBlock *After =
        Before->splitBasicBlock(Where->getIterator(), "resumed");
    B.SetInsertPoint(Before->getTerminator());
    B.SetCurrentDebugLocation(Where->getDebugLoc());
    Value *How = B.CreateCall(
        getIntrinsic(Mod, Intrinsic::coro_suspend),
        {ConstantTokenNone::get(F.getContext()), B.getInt1(Final)});
    SwitchInst *Switch = B.CreateSwitch(How, Suspend, 2);
    Switch->addCase(B.getInt8(0), After);
    // A frame is only ever destroyed at the end. That it is not elsewhere (each
    // place by itself) tells LLVM that variables of scopes that never meet are
    // never alive together, and can share their place.
    Switch->addCase(B.getInt8(1), Final ? Cleanup : never());
    Before->getTerminator()->eraseFromParent();
  }

  BasicBlock *never() {
    auto *Block = BasicBlock::Create(F.getContext(), "never", &F);
    new UnreachableInst(F.getContext(), Block);
    return Block;
  }

  void suspendAtMarkers() {
    suspendBefore(M.Begin, /*Final=*/false);
    replaceMarker(M.Begin, nullptr);
    for (CallBase *Marker : M.Suspends) {
      suspendBefore(Marker, /*Final=*/false);
      replaceMarker(Marker, nullptr);
    }
  }

  /// The end of the body, behind all the cleanups of its scopes: closes the
  /// handles it was given and still has, and becomes finished.
  void finish() {
    Instruction *End = Return->getTerminator();
    insertAt(End);
    for (Value *Handle : M.Handles)
      B.CreateCall(M.Support.Close, {B.CreateLoad(B.getPtrTy(), Handle)});
    // How it ended, and nothing else: not what it refused to itself.
    Value *Address = statusAddress(B, Frame);
    B.CreateStore(B.CreateOr(B.CreateAnd(B.CreateLoad(B.getInt8Ty(), Address),
                                         B.getInt8(Thrown | HasValue)),
                             B.getInt8(Finished)),
                  Address);
    suspendBefore(End, /*Final=*/true);
    insertAt(End);
    B.CreateUnreachable();
    End->eraseFromParent();
  }

  Function &F;
  Markers &M;
  Module &Mod;
  const DataLayout &DL;
  IRBuilder<> B;
  IntegerType *SizeTy;
  DebugLoc NoLine;
  Value *Frame = nullptr;
  BasicBlock *Return = nullptr, *Cleanup = nullptr, *Suspend = nullptr;
};

} // namespace

void construct(Function &F) {
  Markers Found;
  if (findMarkers(F, Found))
    Construction(F, Found).run();
}

PreservedAnalyses ConstructPass::run(Module &M, ModuleAnalysisManager &) {
  SmallVector<Function *, 8> Generators = markerForms(M);
  for (Function *F : Generators)
    construct(*F);
  return Generators.empty() ? PreservedAnalyses::all()
                            : PreservedAnalyses::none();
}

} // namespace yieldc
