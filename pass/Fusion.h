// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef YIELDC_FUSION_H
#define YIELDC_FUSION_H

#include "Markers.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/IR/PassManager.h"

namespace yieldc {

/// A generator function that is split and may be fused into those that consume
/// it.
struct SplitGenerator {
  llvm::Function *Ramp = nullptr, *Resume = nullptr;
  uint64_t FrameSize = 0, FrameAlign = 0;
  struct Support Support = {};
  /// The numbers of its parameters that are handles.
  llvm::SmallVector<unsigned, 2> Handles;
  /// Whether it copies records out of its caller's memory, which the IR does
  /// not tell.
  bool HasRecords = false;
  /// If it has handles: a copy in marker form, into which nothing is fused yet;
  llvm::Function *Marked = nullptr;
  /// and whether they go to one whose body stayed a function.
  bool Outlines = false;
  /// Why it can't be, if all that is known is that it is one.
  const char *Unfit = nullptr;
};
using SplitGenerators = llvm::DenseMap<llvm::Function *, SplitGenerator>;

/// Gives every generator that F makes, by a call of a function in Known, and
/// that stays in F, its frame in F's own: no allocation is left for it, and its
/// body is called directly, or inlined within a budget of growth. A frame of
/// more than MaxFrameSize bytes is not put on the stack. F is an
/// ordinary function, or a generator function in marker form. Remarks say what
/// was done, and why not. Returns whether one of them takes handles, and its
/// body stayed a function.
///
/// A generator function that had to be made for it (Compose.h), in marker form,
/// is given to Lower, which makes it known.
bool fuseGenerators(llvm::Function &F, const SplitGenerators &Known,
                    uint64_t MaxFrameSize, llvm::FunctionAnalysisManager &FAM,
                    llvm::function_ref<void(llvm::Function &)> Lower);

/// What a form of a generator function that the pass has made is called, behind
/// the name of the function.
constexpr llvm::StringLiteral RelaySuffix = ".relay";
constexpr llvm::StringLiteral ComposedSuffix = ".composed";

/// The name in the source.
llvm::StringRef plainName(const llvm::Function &Ramp);

/// Why a call that makes a generator was not fused.
std::string whyNotFused(llvm::CallBase &Make, const SplitGenerators &Known,
                        uint64_t MaxFrameSize);

/// Makes F, a generator function in marker form, pass on itself what the
/// generators yield that these calls delegate to.
void relay(llvm::Function &F, llvm::ArrayRef<llvm::CallBase *> Delegates,
           const Support &Support);

} // namespace yieldc

#endif // YIELDC_FUSION_H
