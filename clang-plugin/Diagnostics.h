// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef YIELDC_DIAGNOSTICS_H
#define YIELDC_DIAGNOSTICS_H

#include "clang/Basic/Diagnostic.h"

namespace yieldc {

/// The diagnostics of Diagnostics.def, e.g. diag::yield_outside.
namespace diag {
enum Name {
#define YIELDC_DIAGNOSTIC(name, level, text) name,
#include "Diagnostics.def"
};
} // namespace diag

/// Reports at Loc; the result takes the arguments of the text.
clang::DiagnosticBuilder report(clang::DiagnosticsEngine &Engine,
                                clang::SourceLocation Loc, diag::Name Name);

} // namespace yieldc

#endif // YIELDC_DIAGNOSTICS_H
