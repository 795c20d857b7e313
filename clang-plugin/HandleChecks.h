// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef YIELDC_HANDLECHECKS_H
#define YIELDC_HANDLECHECKS_H

namespace clang {
class FunctionDecl;
}

namespace yieldc {

/// Warns of handles that are used although their generator was closed or taken
/// over before: where one statement follows the other, on every path. And, in a
/// generator function, of parameters that it would close again.
void checkHandles(const clang::FunctionDecl &Function, bool IsGenerator);

} // namespace yieldc

#endif // YIELDC_HANDLECHECKS_H
