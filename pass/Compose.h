// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A stage of a pipeline whose body is too large to be inlined keeps its body a
// function; its source would be out of sight there, and allocated. So a copy of
// the stage is made that makes its source itself: what the consumer then makes
// is one generator, and the source is fused into that.

#ifndef YIELDC_COMPOSE_H
#define YIELDC_COMPOSE_H

#include "Fusion.h"

namespace yieldc {

/// Whether a source of Make, the call of a generator function with a copy in
/// marker form, is made for it by a visible call.
bool canCompose(llvm::CallBase &Make, const SplitGenerators &Known);

/// Makes a generator function of Make's that makes those sources itself, as
/// deep as they go, and Make a call of it. Returns it, in marker form.
llvm::Function &compose(llvm::CallBase &Make, const SplitGenerators &Known);

} // namespace yieldc

#endif // YIELDC_COMPOSE_H
