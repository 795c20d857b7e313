// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef YIELDC_RUNNINGSTATE_H
#define YIELDC_RUNNINGSTATE_H

#include "Markers.h"

namespace yieldc {

/// In F, a generator function in marker form with the given markers, removes
/// the stores of "running" and "suspended" that nobody could notice.
void removeUnseenStates(llvm::Function &F, const Markers &M);

} // namespace yieldc

#endif // YIELDC_RUNNINGSTATE_H
