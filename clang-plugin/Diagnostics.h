// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef YIELDC_DIAGNOSTICS_H
#define YIELDC_DIAGNOSTICS_H

#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/SourceManager.h"

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

/// Of a place in the expansion of one of the header's macros, the use of the
/// macro, which may itself be in a macro of the user's; of others, the place.
clang::CharSourceRange macroCall(const clang::SourceManager &SM,
                                 clang::SourceLocation Loc);

} // namespace yieldc

#endif // YIELDC_DIAGNOSTICS_H
