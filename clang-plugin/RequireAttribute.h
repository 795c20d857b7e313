// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An attribute for the header's macros, in place of a static assertion:
//
//   char c __attribute__((yieldc_require((condition), "text")));
//
// The text is reported at the user's call of the macro, once and without notes
// of how the macro expands.

#ifndef YIELDC_REQUIREATTRIBUTE_H
#define YIELDC_REQUIREATTRIBUTE_H

namespace yieldc {

void registerRequireAttribute();

} // namespace yieldc

#endif // YIELDC_REQUIREATTRIBUTE_H
