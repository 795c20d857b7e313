// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From marker form to a split coroutine.
//
// The coroutine is made with its frame allocated first thing, so that
// parameters are stored straight into it; it is suspended at the begin marker
// and at each suspend marker, and once more, for good, where the function
// returned. All that a consumer or a body reads and writes of the frame (struct
// yieldc_frame in frame.h) is done by C code; only the first and the last
// status are set here.
//
// Splitting follows at once, before any optimisation: what moves values or
// calls across a suspension (EarlyCSE with pthread_self(), for one) never sees
// one, the frame holds what the source keeps alive and no more, and sanitizers
// instrument ordinary functions. docs/design.md has the measurements.

#include "GeneratorLowering.h"
#include "Compat.h"
#include "Fusion.h"
#include "LocalHandle.h"
#include "Markers.h"
#include "VlaStorage.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/Analysis/CGSCCPassManager.h"
#include "llvm/Analysis/ConstantFolding.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/TargetParser/Triple.h"
#include "llvm/Transforms/Coroutines/CoroCleanup.h"
#include "llvm/Transforms/Coroutines/CoroEarly.h"
#include "llvm/Transforms/Coroutines/CoroSplit.h"
#include "llvm/Transforms/Utils/Local.h"

using namespace llvm;

namespace yieldc {

namespace {

/// As in frame.h.
enum Status : uint8_t { Created = 1, Running = 3, Finished = 4 };

/// The variable in which Clang collects what is returned would lie in the
/// frame.
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
    makeReturnBlock();
    lowerVlas(F, M, Return->getTerminator(), NoLine);
    makeFrame();
    finish();
    suspendAtMarkers();
    for (CallBase *Self : M.Selves)
      replaceMarker(Self, Frame);
    // Those that lowerVlas has added.
    for (User *U : make_early_inc_range(Mod.getFunction(SelfMarker)->users()))
      if (auto *Self = dyn_cast<CallBase>(U); Self && Self->getFunction() == &F)
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

  /// Where `status` lies: behind the pointers to resume and destroy.
  Value *statusAddress() {
    return B.CreateConstInBoundsGEP1_64(B.getInt8Ty(), Frame,
                                        2 * DL.getPointerSize(), "status");
  }

  /// `refused` lies behind it.
  Value *refusedAddress() {
    return B.CreateConstInBoundsGEP1_64(B.getInt8Ty(), Frame,
                                        2 * DL.getPointerSize() + 1, "refused");
  }

  /// Replaces a call or (under -fexceptions) an invoke of a marker.
  void replaceMarker(CallBase *Marker, Value *With) {
    if (auto *Invoke = dyn_cast<InvokeInst>(Marker)) {
      BranchInst::Create(Invoke->getNormalDest(), Invoke->getIterator());
      Invoke->getUnwindDest()->removePredecessor(Invoke->getParent());
    }
    if (With)
      Marker->replaceAllUsesWith(With);
    Marker->eraseFromParent();
  }

  /// A record that the caller passed in its own memory is gone at the first
  /// resume. (The plugin names such parameters, for on some targets the IR does
  /// not tell an address of the caller's memory from another pointer.)
  void copyRecords() {
    const DataLayout &Layout = DL;
    for (Argument &A : F.args())
      if (A.hasByValAttr() &&
          none_of(M.Records, [&](auto &R) { return R.first == &A; }))
        M.Records.push_back(
            {&A, Layout.getTypeAllocSize(A.getParamByValType())});
    for (auto [Address, Bytes] : M.Records) {
      auto *A = dyn_cast<Argument>(Address);
      if (!A)
        continue; // The entry block stores it into an alloca.
      insertAt(&*F.getEntryBlock().getFirstInsertionPt());
      auto *Copy = B.CreateAlloca(ArrayType::get(B.getInt8Ty(), Bytes), nullptr,
                                  A->getName() + ".copy");
      Align Alignment =
          std::max(A->getParamAlign().valueOrOne(), A->getPointerAlignment(DL));
      Copy->setAlignment(Alignment);
      A->replaceAllUsesWith(Copy);
      B.CreateMemCpy(Copy, Alignment, A, Alignment, Bytes);
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
    uint64_t Header = 2 * DL.getPointerSize();
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
    B.CreateStore(B.getInt8(Created), statusAddress());
    B.CreateStore(B.getInt8(0), refusedAddress());

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
    Value *Address = statusAddress();
    B.CreateStore(B.CreateXor(B.CreateLoad(B.getInt8Ty(), Address),
                              B.getInt8(Running ^ Finished)),
                  Address);
    // What it refused to itself is not what it ends with.
    B.CreateStore(B.getInt8(0), refusedAddress());
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

static void construct(Function &F) {
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

/// The allocas that moved into the frame; at -O0 nothing else removes them, and
/// a ramp would reserve the frame on its stack as well.
static void removeDeadAllocas(Function &F) {
  for (Instruction &I : make_early_inc_range(instructions(F)))
    if (isa<AllocaInst>(I) && I.use_empty())
      I.eraseFromParent();
}

/// Sizes and alignments are constants now; computing with them folds.
static void foldConstants(Function &F) {
  const DataLayout &DL = F.getParent()->getDataLayout();
  for (Instruction &I : make_early_inc_range(instructions(F)))
    if (auto *Intrinsic = dyn_cast<IntrinsicInst>(&I))
      if (Intrinsic->getIntrinsicID() == Intrinsic::umax)
        if (Constant *Folded = ConstantFoldInstruction(&I, DL)) {
          I.replaceAllUsesWith(Folded);
          I.eraseFromParent();
        }
}

PreservedAnalyses SplitPass::run(Module &M, ModuleAnalysisManager &AM) {
  SmallVector<std::string, 8> Names;
  for (Function &F : M)
    if (F.isPresplitCoroutine())
      Names.push_back(F.getName().str());
  if (Names.empty())
    return PreservedAnalyses::all();

  AM.invalidate(M, PreservedAnalyses::none());
  ModulePassManager Passes;
  Passes.addPass(CoroEarlyPass());
  Passes.addPass(
      createModuleToPostOrderCGSCCPassAdaptor(CoroSplitPass(OptimizeFrame)));
  Passes.addPass(CoroCleanupPass());
  Passes.run(M, AM);

  for (const std::string &Name : Names) {
    removeDeadAllocas(*M.getFunction(Name));
    foldConstants(*M.getFunction(Name));
    for (const char *Suffix : {".resume", ".destroy", ".cleanup"}) {
      Function *Part = M.getFunction(Name + Suffix);
      if (!Part)
        continue;
      // Consumers, which may be compiled by gcc, call with C's convention.
      Part->setCallingConv(CallingConv::C);
      removeDeadAllocas(*Part);
      foldConstants(*Part);
      if (Part->use_empty())
        Part->eraseFromParent(); // f.cleanup, for elided frames
    }
  }
  return PreservedAnalyses::none();
}

namespace {

/// Lowers the generators of a module, those first that others consume, so that
/// they can be fused into these while these are still in marker form.
class ModuleLowering {
public:
  ModuleLowering(Module &M, ModuleAnalysisManager &AM)
      : M(M), AM(AM),
        FAM(AM.getResult<FunctionAnalysisManagerModuleProxy>(M).getManager()) {}

  void run() {
    for (Function *F : markerForms(M)) {
      returnSelf(*F);
      Waiting.insert(F);
    }
    // A round takes those that make none of those still waiting. If there are
    // only cycles left, all of them are taken, and not fused into anything.
    while (!Waiting.empty()) {
      SmallVector<Function *, 8> Round;
      for (Function *F : Waiting)
        if (!makesWaiting(*F))
          Round.push_back(F);
      bool Recursive = Round.empty();
      if (Recursive)
        Round.assign(Waiting.begin(), Waiting.end());
      lower(Round, Recursive);
    }
    for (Function &F : M)
      if (!F.isDeclaration() && !Parts.contains(&F))
        fuseGenerators(F, Known, FAM);
  }

private:
  /// In marker form the body returns null, which the clean-up between fusions
  /// would take for what calling the function gives.
  void returnSelf(Function &F) {
    for (BasicBlock &Block : F) {
      auto *Ret = dyn_cast<ReturnInst>(Block.getTerminator());
      if (!Ret)
        continue;
      auto *Load = dyn_cast<LoadInst>(Ret->getReturnValue());
      IRBuilder<> B(Ret);
      Ret->setOperand(0, B.CreateCall(M.getOrInsertFunction(
                             SelfMarker, Ret->getReturnValue()->getType())));
      if (Load)
        removeReturnValue(Load);
    }
  }

  bool makesWaiting(const Function &F) {
    for (const Instruction &I : instructions(F))
      if (auto *Call = dyn_cast<CallBase>(&I))
        if (Waiting.contains(Call->getCalledFunction()))
          return true;
    return false;
  }

  void lower(ArrayRef<Function *> Round, bool Recursive) {
    SmallVector<std::pair<Function *, Support>, 8> Done;
    for (Function *F : Round) {
      Waiting.remove(F);
      fuseGenerators(*F, Known, FAM);
      Markers Found;
      if (!findMarkers(*F, Found))
        continue;
      if (!Recursive && !delegates(*F))
        Done.push_back({F, Found.Support});
      Construction(*F, Found).run();
    }
    SplitPass(/*OptimizeFrame=*/true).run(M, AM);
    for (Function *F : Round) {
      Parts.insert(F);
      for (const char *Suffix : {".resume", ".destroy", ".cleanup"})
        if (Function *Part = M.getFunction((F->getName() + Suffix).str()))
          Parts.insert(Part);
    }
    for (auto &[F, Support] : Done)
      know(*F, Support);
  }

  static bool delegates(const Function &F) {
    return any_of(instructions(F), [](const Instruction &I) {
      auto *Call = dyn_cast<CallBase>(&I);
      return Call && handleCall(*Call) == HandleCall::Delegate;
    });
  }

  /// Reads the size of the frame out of the ramp.
  void know(Function &F, const Support &Support) {
    Function *Resume = M.getFunction((F.getName() + ".resume").str());
    // Another definition may be chosen when the program is linked.
    if (!Resume || F.isInterposable())
      return;
    for (Instruction &I : instructions(F)) {
      auto *Call = dyn_cast<CallBase>(&I);
      if (!Call || Call->getCalledFunction() != Support.Allocate)
        continue;
      auto *Size = dyn_cast<ConstantInt>(Call->getArgOperand(0));
      auto *Alignment = dyn_cast<ConstantInt>(Call->getArgOperand(1));
      if (Size && Alignment)
        Known[&F] = {Resume, Size->getZExtValue(), Alignment->getZExtValue(),
                     Support};
      return;
    }
  }

  Module &M;
  ModuleAnalysisManager &AM;
  FunctionAnalysisManager &FAM;
  SmallSetVector<Function *, 8> Waiting;
  SmallPtrSet<Function *, 16> Parts; ///< what generator functions became
  SplitGenerators Known;
};

} // namespace

/// Removes the table of functions that the begin markers refer to, those of its
/// functions that are not called, and the declarations of the markers.
static void removeSupport(Module &M) {
  for (StringRef Name : {BeginMarker, SuspendMarker, SelfMarker})
    if (Function *Marker = M.getFunction(Name); Marker && Marker->use_empty())
      Marker->eraseFromParent();
  auto EraseIfUnused = [](GlobalValue *V) {
    V->removeDeadConstantUsers();
    if (V->hasLocalLinkage() && V->use_empty())
      V->eraseFromParent();
  };
  if (Function *Getter = M.getFunction("yieldc_support_table"))
    EraseIfUnused(Getter);
  GlobalVariable *Table = M.getNamedGlobal(SupportTable);
  if (!Table || !Table->hasInitializer())
    return;
  SmallVector<Function *, 16> Functions;
  for (Use &Field : Table->getInitializer()->operands())
    if (auto *F = dyn_cast<Function>(Field->stripPointerCasts()))
      Functions.push_back(F);
  EraseIfUnused(Table);
  for (Function *F : Functions)
    EraseIfUnused(F);
}

/// What stands for the version of the frame's layout when objects are linked;
/// see YIELDC_ABI_VERSION in frame.h, which a function's name tells: one that
/// every object has which makes or consumes generators. Returns whether there
/// is one.
static bool addAbiMark(Module &M) {
  constexpr StringLiteral Drive = "yieldc_drive_abi_",
                          Name = "yieldc_frame_abi";
  auto Versioned = find_if(
      M, [&](const Function &F) { return F.getName().starts_with(Drive); });
  if (Versioned == M.end())
    return false;
  if (!Triple(M.getTargetTriple()).isOSBinFormatELF() || M.getNamedGlobal(Name))
    return true;
  Type *Byte = Type::getInt8Ty(M.getContext());
  auto *Mark = new GlobalVariable(M, Byte, /*isConstant=*/true,
                                  GlobalValue::ExternalLinkage,
                                  ConstantInt::get(Byte, 1), Name);
  Mark->setVisibility(GlobalValue::HiddenVisibility);
  Mark->setComdat(M.getOrInsertComdat(
      (Name + "_" + Versioned->getName().drop_front(Drive.size())).str()));
  Mark->setSection(".yieldc_abi");
  return true;
}

PreservedAnalyses LowerPass::run(Module &M, ModuleAnalysisManager &AM) {
  bool Consumes = addAbiMark(M);
  if (!M.getFunction(BeginMarker))
    return Consumes ? PreservedAnalyses::none() : PreservedAnalyses::all();

  if (Optimize) {
    ModuleLowering(M, AM).run();
  } else {
    ConstructPass().run(M, AM);
    SplitPass(/*OptimizeFrame=*/false).run(M, AM);
  }
  removeSupport(M);
  return PreservedAnalyses::none();
}

} // namespace yieldc
