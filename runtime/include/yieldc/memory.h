// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where a generator lies: in a buffer that the caller gives, or nowhere that
// was allocated. All of these are markers, which the pass replaces: of a call
// f(args…) that is given a buffer by one of f.in(args…, buffer, size), which it
// makes beside each generator function f. What is left of them, where the pass
// did not run, is an error.
//
// Nothing here is for users; the names they write are in <yieldc.h>.

#ifndef YIELDC_MEMORY_H
#define YIELDC_MEMORY_H
#pragma GCC system_header

#include <yieldc/frame.h>

#ifdef __cplusplus
extern "C" {
#endif

#define YIELDC_MARKER(text) __attribute__((nothrow, error(text)))

/// What `made`, the call of a generator function, gives if its frame lies in
/// the buffer.
extern struct yieldc_frame *yieldc_given(void *buffer, size_t size,
                                         struct yieldc_frame *made)
    YIELDC_MARKER("gen_in works only in code compiled with the yieldc plugin");

/// What a generator function's frame needs.
struct yieldc_layout {
  size_t size, align;
};
extern const struct yieldc_layout *yieldc_layout(void (*function)(void))
    YIELDC_MARKER("gen_size and gen_align work only in code compiled with the "
                  "yieldc plugin");

/// `frame`, which must not have been allocated.
extern struct yieldc_frame *yieldc_never(struct yieldc_frame *frame)
    YIELDC_MARKER("foreach_noalloc works only in code compiled with the yieldc "
                  "plugin");

#ifdef __cplusplus
}
#endif

// The order of evaluation is clang's: the call comes last, when the buffer is
// known.
#define yieldc_in(buffer, size, call)                                          \
  ((__typeof__((0, (call))))yieldc_given(                                      \
      (buffer), (size), (struct yieldc_frame *)(void *)(call)))
#define yieldc_layout_of(f) yieldc_layout((void (*)(void))(f))

#endif // YIELDC_MEMORY_H
