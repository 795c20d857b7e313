// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What clang makes of `^T(P p) { ... }(argument)`: a literal on the stack, or,
// if nothing is captured, a constant, with these fields, of which the function
// is loaded to be called with the literal's address in front of the arguments:
//
//   0 isa, 1 flags, 2 reserved, 3 function, 4 descriptor, then what is captured
//
// In the generator function the literal becomes a record passed by value.

#include "Blocks.h"
#include "Markers.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Operator.h"

using namespace llvm;

namespace yieldc {

namespace {

enum Field : unsigned { Class = 0, Invoke = 3, Descriptor = 4 };

/// The field of a block literal that Address points to, and the literal.
std::pair<Value *, unsigned> fieldAt(Value *Address) {
  auto *Part = dyn_cast<GEPOperator>(Address);
  if (!Part)
    return {Address, Class};
  if (Part->getNumIndices() != 2 ||
      !isa<StructType>(Part->getSourceElementType()))
    return {nullptr, 0};
  return {Part->getPointerOperand(),
          unsigned(cast<ConstantInt>(Part->getOperand(2))->getZExtValue())};
}

/// The store to a field of Literal, or null.
StoreInst *storeTo(AllocaInst &Literal, unsigned Field) {
  SmallVector<Value *, 16> Addresses = {&Literal};
  append_range(Addresses, Literal.users());
  for (Value *Address : Addresses)
    if (isa<AllocaInst, GetElementPtrInst>(Address) &&
        fieldAt(Address) == std::make_pair<Value *, unsigned>(&Literal, +Field))
      for (User *U : Address->users())
        if (auto *Store = dyn_cast<StoreInst>(U);
            Store && Store->getPointerOperand() == Address)
          return Store;
  return nullptr;
}

/// Makes the calls of the block in Literal, which are in one function, direct.
bool callDirectly(Value &Literal, Function &F) {
  bool Found = false;
  for (User *U : make_early_inc_range(Literal.users())) {
    auto *Call = dyn_cast<CallBase>(U);
    if (!Call || Call->arg_empty() || Call->getArgOperand(0) != &Literal)
      continue;
    auto *Load = dyn_cast<LoadInst>(Call->getCalledOperand());
    if (!Load)
      continue;
    auto [Of, Which] = fieldAt(Load->getPointerOperand());
    if (Of != &Literal || Which != Invoke)
      continue;
    Call->setCalledFunction(&F);
    if (auto *Variable = dyn_cast<AllocaInst>(&Literal)) {
      LLVMContext &C = F.getContext();
      for (Attribute A :
           {Attribute::getWithByValType(C, Variable->getAllocatedType()),
            Attribute::getWithAlignment(C, Variable->getAlign())}) {
        F.addParamAttr(0, A);
        Call->addParamAttr(0, A);
      }
    } else {
      Call->setArgOperand(0, Constant::getNullValue(Literal.getType()));
    }
    if (Load->use_empty())
      Load->eraseFromParent();
    if (!Found)
      F.setName(Call->getFunction()->getName() + ".expr");
    Found = true;
  }
  return Found;
}

void resolve(Function &F) {
  for (Use &U : make_early_inc_range(F.uses())) {
    if (auto *Store = dyn_cast<StoreInst>(U.getUser())) {
      auto [Literal, Which] = fieldAt(Store->getPointerOperand());
      auto *Variable = dyn_cast_or_null<AllocaInst>(Literal);
      if (!Variable || Which != Invoke || !callDirectly(*Variable, F))
        continue;
      // Nobody looks at these any more; and the class would be undefined.
      for (unsigned Unused : {Class, Invoke, Descriptor})
        if (StoreInst *Field = storeTo(*Variable, Unused)) {
          auto *Data = dyn_cast<GlobalVariable>(Field->getValueOperand());
          Field->eraseFromParent();
          if (Data && Data->use_empty())
            Data->eraseFromParent();
        }
      return;
    }
    for (User *Literal : U.getUser()->users())
      if (isa<GlobalVariable>(Literal) && callDirectly(*Literal, F)) {
        Literal->replaceAllUsesWith(Constant::getNullValue(Literal->getType()));
        cast<GlobalVariable>(Literal)->eraseFromParent();
        return;
      }
  }
}

} // namespace

void resolveBlocks(Module &M) {
  for (Function *F : markerForms(M))
    if (F->hasLocalLinkage() && F->getName().contains("_block_invoke"))
      resolve(*F);
  for (StringRef Name : {"_NSConcreteStackBlock", "_NSConcreteGlobalBlock"})
    if (GlobalVariable *Unused = M.getNamedGlobal(Name);
        Unused && Unused->use_empty())
      Unused->eraseFromParent();
}

} // namespace yieldc
