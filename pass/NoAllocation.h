// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The marks that let a program do without allocations: gen_noalloc on a
// generator function, and foreach_noalloc. Where one is left, the compiler
// reports it, with the reason.

#ifndef YIELDC_NOALLOCATION_H
#define YIELDC_NOALLOCATION_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/InstrTypes.h"

namespace yieldc {

/// What the text of the attribute that gen_noalloc stands for begins with.
constexpr llvm::StringLiteral NoAllocationMark = "gen_noalloc:";

/// Whether the generators of F are never to be allocated. (Clang keeps of the
/// attribute `error` what is to be said of calls.)
bool isNeverAllocated(const llvm::Function &F);

/// Whether M has any mark: without one there is nothing to report.
bool hasMarks(const llvm::Module &M);

/// Whether V is the marker of foreach_noalloc, which passes a source of a loop
/// through.
bool isNever(const llvm::Value *V);

/// In place of V, V passed through another marker like Never.
llvm::Value *holdLike(llvm::CallBase &Never, llvm::Value *V);

/// Reports the allocations left in F, which are not to be, and removes the
/// markers. Why tells why a call that makes a generator is not fused. In a
/// generator function, before it is split. Returns whether F changed.
bool reportAllocations(
    llvm::Function &F,
    llvm::function_ref<std::string(llvm::CallBase &Make)> Why);

/// Makes Ramp, the ramp of a function never allocated, return null.
void allocateNothing(llvm::Function &Ramp, llvm::CallBase &Allocate);

/// Removes what clang would report of the calls left.
void removeNoAllocation(llvm::Module &M);

/// An error at the place in the source that `!srcloc` metadata tells; null for
/// none.
void reportError(llvm::LLVMContext &Context, const llvm::MDNode *Where,
                 const llvm::Twine &Text);

} // namespace yieldc

#endif // YIELDC_NOALLOCATION_H
