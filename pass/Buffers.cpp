// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Buffers.h"
#include "Compat.h"
#include "NoAllocation.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Utils/Cloning.h"

using namespace llvm;

namespace yieldc {

constexpr StringLiteral EntrySuffix = ".in";

static std::string layoutName(const Function &F) {
  return (F.getName() + ".layout").str();
}

/// The same call with another callee and Arguments; those that both have keep
/// their attributes.
static CallBase &replaceCall(CallBase &Call, FunctionCallee Callee,
                             ArrayRef<Value *> Arguments) {
  SmallVector<OperandBundleDef, 1> Bundles;
  Call.getOperandBundlesAsDefs(Bundles);
  CallBase *New;
  if (auto *Invoke = dyn_cast<InvokeInst>(&Call))
    New = InvokeInst::Create(Callee, Invoke->getNormalDest(),
                             Invoke->getUnwindDest(), Arguments, Bundles, "",
                             Call.getIterator());
  else
    New = CallInst::Create(Callee, Arguments, Bundles, "", Call.getIterator());
  New->takeName(&Call);
  New->setCallingConv(Call.getCallingConv());
  SmallVector<AttributeSet, 8> Parameters;
  for (unsigned I = 0; I < Arguments.size(); ++I)
    Parameters.push_back(I < Call.arg_size()
                             ? Call.getAttributes().getParamAttrs(I)
                             : AttributeSet());
  New->setAttributes(
      AttributeList::get(Call.getContext(), Call.getAttributes().getFnAttrs(),
                         Call.getAttributes().getRetAttrs(), Parameters));
  New->copyMetadata(Call);
  Call.replaceAllUsesWith(New);
  Call.eraseFromParent();
  return *New;
}

/// A buffer and its size behind a function's other parameters.
static FunctionType *withBuffer(FunctionType &Type, const DataLayout &DL) {
  SmallVector<class Type *, 8> Parameters(Type.params());
  Parameters.push_back(PointerType::getUnqual(Type.getContext()));
  Parameters.push_back(DL.getIntPtrType(Type.getContext()));
  return FunctionType::get(Type.getReturnType(), Parameters, Type.isVarArg());
}

static void giveBuffer(CallBase &Given) {
  auto *Made = dyn_cast<CallBase>(Given.getArgOperand(2));
  Function *F = Made ? Made->getCalledFunction() : nullptr;
  if (!F)
    return; // In error, and reported.
  Module &M = *F->getParent();
  SmallVector<Value *, 8> Arguments(Made->args());
  Arguments.append({Given.getArgOperand(0), Given.getArgOperand(1)});
  FunctionCallee Entry = M.getOrInsertFunction(
      (F->getName() + EntrySuffix).str(),
      withBuffer(*Made->getFunctionType(), M.getDataLayout()));
  if (auto *Declaration = dyn_cast<Function>(Entry.getCallee());
      Declaration && !F->hasLocalLinkage()) {
    Declaration->setVisibility(F->getVisibility());
    Declaration->setDSOLocal(F->isDSOLocal());
  }
  CallBase &New = replaceCall(*Made, Entry, Arguments);
  New.setMetadata("srcloc", Given.getMetadata("srcloc"));
  Given.replaceAllUsesWith(&New);
  eraseCall(Given);
}

/// Two numbers: size and alignment.
static StructType *layoutType(Module &M) {
  Type *Size = M.getDataLayout().getIntPtrType(M.getContext());
  return StructType::get(Size, Size);
}

static GlobalVariable *declareLayout(Function &F) {
  Module &M = *F.getParent();
  std::string Name = layoutName(F);
  if (GlobalVariable *Layout = M.getNamedGlobal(Name))
    return Layout;
  auto *Layout =
      new GlobalVariable(M, layoutType(M), /*isConstant=*/true,
                         GlobalValue::ExternalLinkage, nullptr, Name);
  if (!F.hasLocalLinkage())
    Layout->setVisibility(F.getVisibility());
  return Layout;
}

static SmallVector<CallBase *, 8> callsOf(Module &M, StringRef Name) {
  SmallVector<CallBase *, 8> Result;
  if (Function *F = M.getFunction(Name))
    for (User *U : F->users())
      if (auto *Call = dyn_cast<CallBase>(U);
          Call && Call->getCalledFunction() == F)
        Result.push_back(Call);
  return Result;
}

bool resolveBuffers(Module &M) {
  bool Found = false;
  for (CallBase *Given : callsOf(M, "yieldc_given")) {
    giveBuffer(*Given);
    Found = true;
  }
  for (CallBase *Asked : callsOf(M, "yieldc_layout")) {
    auto *F = dyn_cast<Function>(Asked->getArgOperand(0)->stripPointerCasts());
    if (!F)
      continue; // In error, and reported.
    GlobalVariable *Layout = declareLayout(*F);
    // For the case that there is no such generator function.
    if (!Layout->getMetadata("srcloc"))
      Layout->setMetadata("srcloc", Asked->getMetadata("srcloc"));
    Asked->replaceAllUsesWith(Layout);
    eraseCall(*Asked);
    Found = true;
  }
  return Found;
}

Function *entryOf(const Function &F) {
  StringRef Name = F.getName();
  return Name.consume_back(EntrySuffix) ? F.getParent()->getFunction(Name)
                                        : nullptr;
}

CallBase &callWithoutBuffer(CallBase &Call, Function &F) {
  SmallVector<Value *, 8> Arguments(drop_end(Call.args(), 2));
  FunctionType *Type = Call.getFunctionType();
  return replaceCall(
      Call,
      {FunctionType::get(Type->getReturnType(), Type->params().drop_back(2),
                         Type->isVarArg()),
       &F},
      Arguments);
}

/// What is linked like F, under another name.
static void linkAs(const Function &F, GlobalObject &Other) {
  Other.setLinkage(F.getLinkage());
  Other.setVisibility(F.getVisibility());
  Other.setDSOLocal(F.isDSOLocal());
  Other.setComdat(const_cast<Comdat *>(F.getComdat()));
}

/// f.destroy, but the memory is left to whom it belongs.
static Function *makeLeave(Function &Destroy, const Support &Support) {
  ValueToValueMapTy Values;
  Function *Leave = CloneFunction(&Destroy, Values);
  StringRef Name = Destroy.getName();
  Name.consume_back(".destroy");
  Leave->setName(Name + ".leave");
  if (CallBase *Release = findCall(*Leave, Support.Release))
    Release->eraseFromParent();
  setDeadOnReturn(*Leave);
  return Leave;
}

/// The ramp again, with the frame in a buffer.
static void defineEntry(Function &F, Function &Destroy,
                        const Support &Support) {
  Module &M = *F.getParent();
  std::string Name = (F.getName() + EntrySuffix).str();
  Function *Declared = M.getFunction(Name);
  auto *Entry = Function::Create(
      withBuffer(*F.getFunctionType(), M.getDataLayout()),
      GlobalValue::ExternalLinkage, Declared ? Twine() : Twine(Name), &M);
  if (Declared) {
    Declared->replaceAllUsesWith(Entry);
    Entry->takeName(Declared);
    Declared->eraseFromParent();
  }

  ValueToValueMapTy Values;
  for (auto [Old, New] : zip_first(F.args(), Entry->args())) {
    Values[&Old] = &New;
    New.setName(Old.getName());
  }
  SmallVector<ReturnInst *, 2> Returns;
  CloneFunctionInto(Entry, &F, Values,
                    CloneFunctionChangeType::LocalChangesOnly, Returns);
  linkAs(F, *Entry);
  Destroy.replaceUsesWithIf(makeLeave(Destroy, Support), [&](Use &U) {
    auto *I = dyn_cast<Instruction>(U.getUser());
    return I && I->getFunction() == Entry;
  });
  CallBase *Allocate = findCall(*Entry, Support.Allocate);
  IRBuilder<> B(Allocate);
  Allocate->replaceAllUsesWith(B.CreateCall(
      Support.Fit,
      {Entry->getArg(F.arg_size()), Entry->getArg(F.arg_size() + 1),
       Allocate->getArgOperand(0), Allocate->getArgOperand(1)}));
  eraseCall(*Allocate);
}

static void defineLayout(Function &F, const CallBase &Allocate) {
  GlobalVariable *Layout = declareLayout(F);
  auto Number = [&](unsigned I) {
    return cast<Constant>(Allocate.getArgOperand(I));
  };
  Layout->setInitializer(
      ConstantStruct::get(layoutType(*F.getParent()), {Number(0), Number(1)}));
  Layout->setMetadata("srcloc", nullptr);
  linkAs(F, *Layout);
}

static bool isGenerator(const Function &F) {
  return F.getParent()->getFunction((F.getName() + ".resume").str());
}

/// Reports what asks for the frame of a function that is defined here, and has
/// none.
static void refuseOthers(Module &M) {
  auto Refuse = [](const Function &F, const MDNode *Where) {
    reportError(F.getContext(), Where,
                "'" + F.getName() +
                    "' is no generator function, one with 'yield', and has no "
                    "frame of its own; name the one that it calls");
  };
  for (Function &Entry : M) {
    Function *F = Entry.isDeclaration() ? entryOf(Entry) : nullptr;
    if (F && !F->isDeclaration() && !isGenerator(*F))
      for (User *U : Entry.users())
        Refuse(*F, cast<Instruction>(U)->getMetadata("srcloc"));
  }
  for (GlobalVariable &Layout : M.globals())
    if (MDNode *Where = Layout.getMetadata("srcloc")) {
      StringRef Name = Layout.getName();
      Name.consume_back(".layout");
      if (Function *F = M.getFunction(Name);
          F && !F->isDeclaration() && !isGenerator(*F))
        Refuse(*F, Where);
      Layout.setMetadata("srcloc", nullptr);
    }
}

void defineBufferEntries(Module &M) {
  refuseOthers(M);
  Support Support;
  if (!readSupport(M, Support))
    return;
  SmallVector<std::pair<Function *, CallBase *>, 8> Generators;
  for (Function &F : M)
    if (isGenerator(F))
      if (CallBase *Allocate = findCall(F, Support.Allocate))
        Generators.push_back({&F, Allocate});
  for (auto [F, Allocate] : Generators) {
    bool Local = F->hasLocalLinkage();
    if (!Local || M.getFunction((F->getName() + EntrySuffix).str()))
      defineEntry(*F, *M.getFunction((F->getName() + ".destroy").str()),
                  Support);
    if (!Local || M.getNamedGlobal(layoutName(*F)))
      defineLayout(*F, *Allocate);
    if (isNeverAllocated(*F))
      allocateNothing(*F, *Allocate);
  }
}

} // namespace yieldc
