// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef YIELDC_TYPEATTRIBUTES_H
#define YIELDC_TYPEATTRIBUTES_H

namespace yieldc {

/// Makes the attributes known to Clang.
void registerTypeAttributes();

} // namespace yieldc

#endif // YIELDC_TYPEATTRIBUTES_H
