// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef YIELDC_HOSTVERSION_H
#define YIELDC_HOSTVERSION_H

namespace yieldc {

/// Ends the process, with one line that says why, if the program that loads
/// this module is of another LLVM major than the module was built for.
void requireHostVersion();

/// Whether the host is clang, and not `opt` or another tool of LLVM alone, in
/// which nothing of Clang may be touched.
bool hostIsClang();

} // namespace yieldc

#endif // YIELDC_HOSTVERSION_H
