// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The marker form of a generator function: an ordinary function in which calls
// of marker functions stand where the coroutine is to begin and to suspend. The
// plugin makes it (runtime/include/yieldc/body.h declares the markers); this
// finds it.

#ifndef YIELDC_MARKERS_H
#define YIELDC_MARKERS_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/IR/InstrTypes.h"

namespace yieldc {

constexpr llvm::StringLiteral BeginMarker = "yieldc_begin";
constexpr llvm::StringLiteral SuspendMarker = "yieldc_suspend";
constexpr llvm::StringLiteral SelfMarker = "yieldc_self";
constexpr llvm::StringLiteral SupportTable = "yieldc_support";

/// The functions of `struct yieldc_support` in body.h, in its order.
struct Support {
  llvm::Function *Allocate, *Release, *Close, *VlaPush, *VlaPop;
  llvm::Function *LocalNext, *LocalSend, *LocalThrow, *LocalClose,
      *LocalFailure;
  llvm::Function *Relay, *Fit;
};

/// False if the module has no such table.
bool readSupport(const llvm::Module &M, Support &Result);

/// The markers of one generator function. Invalid after the function is
/// changed.
struct Markers {
  llvm::CallBase *Begin = nullptr;
  llvm::SmallVector<llvm::CallBase *, 8> Suspends;
  llvm::SmallVector<llvm::CallBase *, 16> Selves;

  // The operands of the begin marker.
  uint64_t SlotEnd = 0;   ///< size of the public part of the frame
  uint64_t SlotAlign = 1; ///< alignment the slot needs in the frame
  struct Support Support = {};
  /// Addresses of the parameters that are handles.
  llvm::SmallVector<llvm::Value *, 2> Handles;
  /// The parameters that may lie in the caller's memory: records and the like.
  struct Record {
    llvm::Value *Address;
    uint64_t Size;
    llvm::Align Alignment;
  };
  llvm::SmallVector<Record, 2> Records;
};

/// The generator functions of M in marker form.
llvm::SmallVector<llvm::Function *, 8> markerForms(llvm::Module &M);

/// Reads F's markers. Reports an error and returns false if they are malformed:
/// such IR was not made by the plugin.
bool findMarkers(llvm::Function &F, Markers &Result);

/// Reports the error that F was not made by the plugin of this version.
void reportMalformed(const llvm::Function &F);

/// Makes Begin, a begin marker, one with these addresses of handles in place of
/// those it has.
void replaceHandles(llvm::CallBase &Begin,
                    llvm::ArrayRef<llvm::Value *> Handles);

/// The first direct call of Callee in F, or null.
llvm::CallBase *findCall(llvm::Function &F, const llvm::Function *Callee);

/// Replaces the tests whether what Call returns is null, which is known now.
void answerNullTests(llvm::CallBase &Call, bool IsNull);

/// Removes a call. Of an invoke, the branch to where it returns to is left.
void eraseCall(llvm::CallBase &Call);

} // namespace yieldc

#endif // YIELDC_MARKERS_H
