// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef YIELDC_SCATTEREDFRAME_H
#define YIELDC_SCATTEREDFRAME_H

#include "StateSpecialization.h"
#include "llvm/IR/Instructions.h"

namespace yieldc {

/// Makes of a frame that lies in a function, and that Resume is inlined for,
/// one variable for each of the body's variables and one for its public part.
/// (Does nothing where the frame is passed on as a whole.) Returns where the
/// state is.
llvm::SmallVector<StateSlot, 2> scatterFrame(llvm::AllocaInst &Frame,
                                             llvm::Function &Ramp,
                                             llvm::Function &Resume);

} // namespace yieldc

#endif // YIELDC_SCATTEREDFRAME_H
