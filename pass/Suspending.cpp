// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Suspending.h"
#include "Markers.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Utils/Cloning.h"

using namespace llvm;

namespace yieldc {

static CallBase *callOf(const Use &U) {
  auto *Call = dyn_cast<CallBase>(U.getUser());
  return Call && Call->isCallee(&U) ? Call : nullptr;
}

/// Adds the functions that call Callee.
static void addCallers(const Function *Callee,
                       SmallSetVector<Function *, 8> &To) {
  if (!Callee)
    return;
  for (const Use &U : Callee->uses())
    if (CallBase *Call = callOf(U))
      To.insert(Call->getFunction());
}

void inlineSuspending(Module &M) {
  SmallSetVector<Function *, 8> Begins, Work;
  addCallers(M.getFunction(BeginMarker), Begins);
  addCallers(M.getFunction(SuspendMarker), Work);
  // Callees come before their callers, which then have the markers as well.
  for (size_t I = 0; I < Work.size(); ++I) {
    Function *F = Work[I];
    if (Begins.contains(F) || !F->hasLocalLinkage())
      continue;
    addCallers(F, Work);
    for (Use &U : make_early_inc_range(F->uses()))
      if (CallBase *Call = callOf(U)) {
        InlineFunctionInfo Info;
        InlineFunction(*Call, Info);
      }
    // (What is left names it without calling it: instrumentation of itself.)
    F->replaceAllUsesWith(ConstantPointerNull::get(F->getType()));
    F->eraseFromParent();
  }
}

} // namespace yieldc
