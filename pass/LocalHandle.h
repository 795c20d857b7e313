// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Whether a generator that a function makes stays in it. If it does, its frame
// can lie in the function's own.

#ifndef YIELDC_LOCALHANDLE_H
#define YIELDC_LOCALHANDLE_H

#include "llvm/ADT/SetVector.h"
#include "llvm/IR/Instructions.h"
#include <string>

namespace yieldc {

/// The functions of consume.h that take a handle and that are replaced for
/// local ones. All others are inlined before anything is asked here.
enum class HandleCall { None, Next, Send, Throw, Close, Failure, Delegate };
HandleCall handleCall(const llvm::CallBase &Call);

/// All uses of one handle. Invalid after the function is changed.
class LocalHandle {
public:
  /// Make calls a generator function. Header wrappers are inlined, and
  /// variables promoted to registers as far as they can be.
  explicit LocalHandle(llvm::CallBase &Make);

  bool isLocal() const { return Reason.empty(); }
  /// Why not; for a remark, with what to change.
  const std::string &reason() const { return Reason; }

  llvm::CallBase &Make;
  /// Calls as in HandleCall, of the handle itself or of a value in Merges.
  llvm::SmallVector<llvm::CallBase *, 4> Calls;
  /// Calls that delegate to it: those are to be made relays first.
  llvm::SmallVector<llvm::CallBase *, 1> Delegates;
  /// Values that are the handle or null: phis, selects, results of calls.
  llvm::SmallSetVector<llvm::Value *, 4> Merges;
  /// Comparisons of the handle or a value in Merges with null.
  llvm::SmallVector<llvm::ICmpInst *, 4> NullTests;

private:
  void visit(llvm::Value *V);
  void visitUse(llvm::Use &U);
  void visitCall(llvm::Use &U, llvm::CallBase &Call);
  void visitAddress(llvm::Value *V);
  void checkMerges();
  void checkInstances();
  void escapes(std::string Why) {
    if (Reason.empty())
      Reason = std::move(Why);
  }

  std::string Reason;
};

} // namespace yieldc

#endif // YIELDC_LOCALHANDLE_H
