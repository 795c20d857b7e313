// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the pass knows of the public part of a frame: as struct yieldc_frame in
// runtime/include/yieldc/frame.h has it.

#ifndef YIELDC_FRAME_H
#define YIELDC_FRAME_H

#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Module.h"

namespace yieldc {

/// States and flags of `status`.
enum Status : uint8_t {
  Suspended = 0,
  Created = 1,
  Running = 2,
  Finished = 4,
  StateMask = 7,
  Thrown = 16,
  Closed = 32,
  HasValue = 64
};

/// Where the parts behind the pointers to resume and destroy begin.
inline uint64_t statusOffset(const llvm::DataLayout &DL) {
  return 2 * DL.getPointerSize();
}

inline llvm::Value *statusAddress(llvm::IRBuilder<> &B, llvm::Value *Frame) {
  const llvm::DataLayout &DL = B.GetInsertBlock()->getModule()->getDataLayout();
  return B.CreateConstInBoundsGEP1_64(B.getInt8Ty(), Frame, statusOffset(DL),
                                      "status");
}

} // namespace yieldc

#endif // YIELDC_FRAME_H
