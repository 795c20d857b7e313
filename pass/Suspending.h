// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Functions of the header with suspend markers, but no begin marker: what they
// suspend is the body that they are called from, also by the cleanup of one of
// its variables.

#ifndef YIELDC_SUSPENDING_H
#define YIELDC_SUSPENDING_H

namespace llvm {
class Module;
}

namespace yieldc {

/// Inlines them wherever they are called, and removes them.
void inlineSuspending(llvm::Module &M);

} // namespace yieldc

#endif // YIELDC_SUSPENDING_H
