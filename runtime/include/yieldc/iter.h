// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Iterator tools: pipelines of generators.
//
//   foreach (x, iter_take(10, iter_filter(is_prime, iter_count(2))))
//     printf("%d\n", x);
//
// Each tool makes a generator of others, or consumes one. They are macros, for
// that the types are those of the arguments, whatever they are; each argument
// is evaluated once. A tool takes over the generators it is given, closes them
// when it ends or is closed, and fails with the code that one of them fails
// with. It runs nothing before it is resumed, and resumes its source no further
// than it must. One tool is null (ENOMEM) if there is no memory for it.
//
// A function given to a tool is called with the value (or values), or, if a
// context is given, with the value and the context, a pointer or whatever you
// like. Where the pipeline is consumed on the spot, all of it becomes one loop,
// and functions that the compiler sees are inlined (docs/iter.md).
//
// A generator expression, gen_expr of <yieldc.h>, does what iter_map,
// iter_filter and iter_filter_map do, without a function.
//
// Only in code that is compiled with the plugin. Needs the C library.

#ifndef YIELDC_ITER_H
#define YIELDC_ITER_H
#pragma GCC system_header

#ifdef __cplusplus
#error "<yieldc/iter.h> is for C"
#endif

#include <yieldc/iter/bounds.h>
#include <yieldc/iter/combine.h>
#include <yieldc/iter/files.h>
#include <yieldc/iter/groups.h>
#include <yieldc/iter/items.h>
#include <yieldc/iter/shape.h>
#include <yieldc/iter/sinks.h>
#include <yieldc/iter/sources.h>
#include <yieldc/iter/state.h>

#endif // YIELDC_ITER_H
