// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Codes of failure, as results.

#ifndef YIELDC_TASK_CODE_H
#define YIELDC_TASK_CODE_H
#pragma GCC system_header

#include <yieldc/frame.h>

/// Codes of failure are negative where tasks are; those of generators may not
/// be.
YIELDC_FN int yieldc_negative(int code) { return code > 0 ? -code : code; }

/// Writes `code` as a signed integer of the given size.
YIELDC_COLD_FN void *yieldc_code_as(int code, void *out, size_t size) {
  long long wide = code;
  switch (size) {
  case 1: {
    signed char narrow = (signed char)(code < -128 ? -128 : code);
    return __builtin_memcpy(out, &narrow, sizeof narrow);
  }
  case 2: {
    short narrow = (short)code;
    return __builtin_memcpy(out, &narrow, sizeof narrow);
  }
  case sizeof code:
    return __builtin_memcpy(out, &code, sizeof code);
  case sizeof wide:
    return __builtin_memcpy(out, &wide, sizeof wide);
  }
#ifdef __SIZEOF_INT128__
  {
    __int128 wider = code;
    return __builtin_memcpy(out, &wider, size);
  }
#else
  return out;
#endif
}

#endif // YIELDC_TASK_CODE_H
