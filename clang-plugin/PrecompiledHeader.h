// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A precompiled header that was made without the plugin: its bodies and macros
// are not ours. Clang would refuse it for an option that nobody has given.

#ifndef YIELDC_PRECOMPILEDHEADER_H
#define YIELDC_PRECOMPILEDHEADER_H

namespace clang {
class CompilerInstance;
} // namespace clang

namespace yieldc {

/// Reports the precompiled header that is about to be read, if it was made
/// without blocks, which the plugin switches on.
void checkPrecompiledHeader(clang::CompilerInstance &CI);

} // namespace yieldc

#endif // YIELDC_PRECOMPILEDHEADER_H
