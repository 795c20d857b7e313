// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Pins.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InlineAsm.h"
#include "llvm/IR/InstIterator.h"

using namespace llvm;

namespace yieldc {

CallInst *pin(Value &V, Instruction &Where, StringRef Text,
              StringRef Constraint) {
  IRBuilder<> B(&Where);
  auto *Type = FunctionType::get(B.getVoidTy(), V.getType(), false);
  return B.CreateCall(
      InlineAsm::get(Type, Text, Constraint, /*hasSideEffects=*/true), &V);
}

static void removeIfPin(User &U, StringRef Text) {
  if (auto *Call = dyn_cast<CallInst>(&U))
    if (auto *Asm = dyn_cast<InlineAsm>(Call->getCalledOperand());
        Asm && Asm->getAsmString() == Text)
      Call->eraseFromParent();
}

void removePins(Function &F, StringRef Text) {
  for (Instruction &I : make_early_inc_range(instructions(F)))
    removeIfPin(I, Text);
}

void removePins(Value &V, StringRef Text) {
  for (User *U : make_early_inc_range(V.users()))
    removeIfPin(*U, Text);
}

} // namespace yieldc
