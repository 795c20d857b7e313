// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef YIELDC_PASSPLUGIN_H
#define YIELDC_PASSPLUGIN_H

#include <cstdint>

namespace llvm {
class PassBuilder;
}

namespace yieldc {

/// Makes the passes known by name, and puts `yieldc-lower` at the start of the
/// pipelines of every optimisation level, -O0 and the pre-link ones of LTO
/// among them. Frames of more than FrameLimit bytes are not put on a consumer's
/// stack.
void registerPasses(llvm::PassBuilder &PB, uint64_t FrameLimit);

} // namespace yieldc

#endif // YIELDC_PASSPLUGIN_H
