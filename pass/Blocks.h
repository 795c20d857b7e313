// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef YIELDC_BLOCKS_H
#define YIELDC_BLOCKS_H

#include "llvm/IR/Module.h"

namespace yieldc {

/// Generator expressions (expr.h) are block literals called where they stand.
/// Makes each an ordinary generator function in marker form, called directly,
/// with the literal, that is what it captured, for a record parameter.
void resolveBlocks(llvm::Module &M);

} // namespace yieldc

#endif // YIELDC_BLOCKS_H
