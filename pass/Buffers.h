// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Generators in buffers of the caller's (gen_in, gen_size and gen_align of
// <yieldc.h>). Each generator function f has a second entry, f.in, which takes
// f's arguments and then the buffer and its size, and a constant, f.layout,
// that tells what f's frame needs. Both are linked as f is.

#ifndef YIELDC_BUFFERS_H
#define YIELDC_BUFFERS_H

#include "Markers.h"

namespace yieldc {

/// Makes calls that are given a buffer calls of the second entry. At the very
/// start, while the call of f still stands beside its buffer. Returns whether
/// there were any.
bool resolveBuffers(llvm::Module &M);

/// Defines the second entries and the layouts of the generator functions of M,
/// which are split. Those of functions that no other file can call are defined
/// only if they are used.
void defineBufferEntries(llvm::Module &M);

/// For a second entry the generator function it is of; else null.
llvm::Function *entryOf(const llvm::Function &F);

/// In place of a call of f.in one of f.
llvm::CallBase &callWithoutBuffer(llvm::CallBase &Call, llvm::Function &F);

} // namespace yieldc

#endif // YIELDC_BUFFERS_H
