// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef YIELDC_SCATTEREDFRAME_H
#define YIELDC_SCATTEREDFRAME_H

#include "llvm/IR/Instructions.h"

namespace yieldc {

/// Makes of a frame that lies in a function, and is of the given layout, one
/// variable for each of the body's variables and one for its public part. Does
/// nothing where the frame is passed on as a whole.
void scatterFrame(llvm::AllocaInst &Frame, llvm::StructType &Layout);

/// The layout that LLVM gave the frame of a split generator, or null.
llvm::StructType *frameLayout(llvm::Function &Ramp, llvm::Function &Resume);

} // namespace yieldc

#endif // YIELDC_SCATTEREDFRAME_H
