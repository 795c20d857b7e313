// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Pins: empty assembler statements that use a value, for as long as passes run
// that would otherwise move it, or the variable it is the address of.

#ifndef YIELDC_PINS_H
#define YIELDC_PINS_H

#include "llvm/IR/InstrTypes.h"

namespace yieldc {

/// Uses V before Where. The text, an assembler comment, tells for what; the
/// constraint is what of assembler operands V may be.
llvm::CallInst *pin(llvm::Value &V, llvm::Instruction &Where,
                    llvm::StringRef Text, llvm::StringRef Constraint);

/// Removes all pins of F that have this text.
void removePins(llvm::Function &F, llvm::StringRef Text);
/// Removes all pins of V that have this text.
void removePins(llvm::Value &V, llvm::StringRef Text);

} // namespace yieldc

#endif // YIELDC_PINS_H
