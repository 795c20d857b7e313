// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From the marker form of a module to ordinary functions, with fusion in
// between.

#include "Lower.h"
#include "Blocks.h"
#include "Buffers.h"
#include "Construct.h"
#include "DebugInfo.h"
#include "FrameVariables.h"
#include "Fusion.h"
#include "LocalHandle.h"
#include "Markers.h"
#include "NoAllocation.h"
#include "RunningState.h"
#include "Simplify.h"
#include "Split.h"
#include "Suspending.h"
#include "VlaStorage.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Module.h"
#include "llvm/TargetParser/Triple.h"
#include "llvm/Transforms/Utils/Cloning.h"

using namespace llvm;

namespace yieldc {

namespace {

/// Lowers the generators of a module, those first that others consume, so that
/// they can be fused into these while these are still in marker form.
class ModuleLowering {
public:
  ModuleLowering(Module &M, uint64_t FrameLimit, ModuleAnalysisManager &AM)
      : M(M), FrameLimit(FrameLimit), AM(AM),
        FAM(AM.getResult<FunctionAnalysisManagerModuleProxy>(M).getManager()) {}

  void run() {
    for (Function *F : markerForms(M)) {
      Markers Found;
      if (!findMarkers(*F, Found))
        continue;
      removeUnseenStates(*F, Found);
      lowerVlas(*F, Found);
      returnSelf(*F);
      inlineWrappers(*F);
      threadJumps(*F, FAM);
      pinFrameVariables(*F);
      simplify(*F, FAM);
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
    SmallVector<Function *, 32> Others;
    for (Function &F : M)
      if (!F.isDeclaration() && !Parts.contains(&F))
        Others.push_back(&F);
    for (Function *F : Others)
      fuse(*F);
    for (auto &[F, G] : Known)
      if (G.Marked)
        G.Marked->eraseFromParent();
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

  /// Returns what fuseGenerators does.
  bool fuse(Function &F) {
    bool Outlines =
        fuseGenerators(F, Known, FrameLimit, FAM, [&](Function &Composed) {
          lower(&Composed, /*Recursive=*/false);
        });
    if (Marked)
      reportAllocations(F, [&](CallBase &Make) {
        return whyNotFused(Make, Known, FrameLimit);
      });
    return Outlines;
  }

  bool makesWaiting(const Function &F) {
    for (const Instruction &I : instructions(F))
      if (auto *Call = dyn_cast<CallBase>(&I))
        if (Waiting.contains(Call->getCalledFunction()))
          return true;
    return false;
  }

  void lower(ArrayRef<Function *> Round, bool Recursive) {
    for (Function *F : Round) {
      Waiting.remove(F);
      Parts.insert(F);
      if (Recursive)
        Known[F].Unfit = "it calls itself, directly or through others";
      else if (F->isInterposable())
        Known[F].Unfit =
            "another definition may take its place when the program is linked";
    }
    MapVector<Function *, SplitGenerator> Fit;
    for (Function *F : Round) {
      Markers Found;
      if (!Known.count(F) && findMarkers(*F, Found))
        Fit[F] = describe(*F, Found);
      if (fuse(*F) && Fit.contains(F))
        Fit[F].Outlines = true;
    }
    for (Function *F : Round) {
      unpinVariables(*F);
      if (auto *It = Fit.find(F); It != Fit.end()) {
        It->second.Ramp = relaying(*F, It->second.Support);
        if (It->second.Ramp != F)
          construct(*It->second.Ramp);
      }
      construct(*F);
    }
    SplitPass(/*OptimizeFrame=*/true).run(M, AM);
    for (Function *F : Round)
      insertParts(*F);
    for (auto &[F, G] : Fit) {
      insertParts(*G.Ramp);
      if (readLayout(G))
        Known[F] = G;
      else if (G.Marked)
        G.Marked->eraseFromParent();
    }
  }

  /// What is known of F before it is split.
  SplitGenerator describe(Function &F, const Markers &Found) {
    SplitGenerator G = {};
    G.Support = Found.Support;
    G.Handles = handleParameters(Found);
    G.HasRecords = any_of(Found.Records, [](auto &Record) {
      auto *A = dyn_cast<Argument>(Record.Address);
      return !A || !A->hasByValAttr();
    });
    if (!G.Handles.empty() && hasCaller(F))
      G.Marked = copyOf(F, ".marked");
    return G;
  }

  void insertParts(Function &Ramp) {
    Parts.insert(&Ramp);
    for (const char *Suffix : {".resume", ".destroy"})
      if (Function *Part = M.getFunction((Ramp.getName() + Suffix).str()))
        Parts.insert(Part);
  }

  Function *copyOf(Function &F, StringRef Suffix) {
    ValueToValueMapTy Values;
    Function *Copy = CloneFunction(&F, Values);
    Copy->setName(F.getName() + Suffix);
    Copy->setLinkage(GlobalValue::InternalLinkage);
    Copy->setVisibility(GlobalValue::DefaultVisibility);
    Copy->setComdat(nullptr);
    Parts.insert(Copy);
    return Copy;
  }

  /// The form of F in which it can be fused: itself, or, if it delegates, a
  /// copy that passes on what the inner generators yield. (By itself it costs
  /// the same at any depth; in a consumer there is no depth.)
  Function *relaying(Function &F, const Support &Support) {
    if (delegates(F).empty() || !hasCaller(F))
      return &F;
    Function *Copy = copyOf(F, RelaySuffix);
    relay(*Copy, delegates(*Copy), Support);
    return Copy;
  }

  static SmallVector<unsigned, 2> handleParameters(const Markers &Found) {
    SmallVector<unsigned, 2> Result;
    for (Value *Address : Found.Handles)
      for (User *U : Address->users())
        if (auto *Store = dyn_cast<StoreInst>(U))
          if (auto *A = dyn_cast<Argument>(Store->getValueOperand()))
            Result.push_back(A->getArgNo());
    return Result;
  }

  static SmallVector<CallBase *, 4> delegates(Function &F) {
    SmallVector<CallBase *, 4> Result;
    for (Instruction &I : instructions(F))
      if (auto *Call = dyn_cast<CallBase>(&I);
          Call && handleCall(*Call) == HandleCall::Delegate)
        Result.push_back(Call);
    return Result;
  }

  static bool hasCaller(const Function &F) {
    return any_of(F.users(), [&](const User *U) {
      auto *Call = dyn_cast<CallBase>(U);
      return Call && Call->getCalledFunction() == &F;
    });
  }

  /// Reads the size of the frame out of the ramp. False if there is none.
  bool readLayout(SplitGenerator &G) {
    G.Resume = M.getFunction((G.Ramp->getName() + ".resume").str());
    CallBase *Allocate = findCall(*G.Ramp, G.Support.Allocate);
    if (!G.Resume || !Allocate)
      return false;
    auto *Size = dyn_cast<ConstantInt>(Allocate->getArgOperand(0));
    auto *Alignment = dyn_cast<ConstantInt>(Allocate->getArgOperand(1));
    if (!Size || !Alignment)
      return false;
    G.FrameSize = Size->getZExtValue();
    G.FrameAlign = Alignment->getZExtValue();
    return true;
  }

  Module &M;
  uint64_t FrameLimit;
  bool Marked = hasMarks(M);
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

/// One pool of freed frames for all objects of a program (storage.h).
static void sharePool(Module &M) {
  GlobalVariable *Pool = M.getNamedGlobal("yieldc_pool");
  if (!Pool || !Pool->hasLocalLinkage())
    return;
  Pool->setLinkage(GlobalValue::LinkOnceODRLinkage);
  Pool->setVisibility(GlobalValue::HiddenVisibility);
  Pool->setDSOLocal(true);
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
  bool Makes = M.getFunction(BeginMarker), Changed = Makes;
  Changed |= addAbiMark(M);
  if (Makes) {
    inlineSuspending(M);
    resolveBlocks(M);
  }
  Changed |= resolveBuffers(M);
  if (Makes && Optimize) {
    ModuleLowering(M, FrameLimit, AM).run();
  } else {
    if (hasMarks(M))
      for (Function &F : M)
        Changed |= reportAllocations(F, [&](CallBase &) -> std::string {
          return Optimize ? "its definition is not visible here"
                          : "nothing is fused at -O0; compile with -O1 or more";
        });
    if (Makes) {
      ConstructPass().run(M, AM);
      SplitPass(/*OptimizeFrame=*/false).run(M, AM);
    }
  }
  defineBufferEntries(M);
  removeNoAllocation(M);
  if (Makes) {
    describeFrames(M);
    removeSupport(M);
    sharePool(M);
  }
  return Changed ? PreservedAnalyses::none() : PreservedAnalyses::all();
}

} // namespace yieldc
