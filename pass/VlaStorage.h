// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef YIELDC_VLASTORAGE_H
#define YIELDC_VLASTORAGE_H

namespace llvm {
class Function;
} // namespace llvm

namespace yieldc {
struct Markers;

/// Gives the variable-length arrays of a generator function in marker form,
/// which can't lie on a stack that it leaves at each suspension, storage of
/// their own. Adds the self markers it makes to M's.
void lowerVlas(llvm::Function &F, Markers &M);

} // namespace yieldc

#endif // YIELDC_VLASTORAGE_H
