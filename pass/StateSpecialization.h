// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef YIELDC_STATESPECIALIZATION_H
#define YIELDC_STATESPECIALIZATION_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/IR/Instructions.h"

namespace yieldc {

/// Where the state of a generator fused into F lies: its status or the number
/// of its suspension.
struct StateSlot {
  llvm::AllocaInst *Variable;
  uint64_t Offset; ///< in bytes
  llvm::Type *Type;
};

/// Makes of each block as many as there are states it is reached in, so that
/// what they decide is decided: branches on them become jumps. This is what is
/// called polyvariant specialization (Jones, Gomard and Sestoft: Partial
/// Evaluation and Automatic Program Generation, 1993, chapter 4), with the
/// state as what is known.
///
/// A large block stays one, for all states; there and behind it the state is
/// looked at when the program runs, as before.
void specializeStates(llvm::Function &F, llvm::ArrayRef<StateSlot> Slots);

} // namespace yieldc

#endif // YIELDC_STATESPECIALIZATION_H
