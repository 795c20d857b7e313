// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Diagnostics.h"

using namespace clang;

namespace yieldc {

DiagnosticBuilder report(DiagnosticsEngine &Engine, SourceLocation Loc,
                         diag::Name Name) {
  switch (Name) {
#define YIELDC_DIAGNOSTIC(name, level, text)                                   \
  case diag::name:                                                             \
    return Engine.Report(                                                      \
        Loc, Engine.getCustomDiagID(DiagnosticsEngine::level, text));
#include "Diagnostics.def"
  }
  llvm_unreachable("unknown diagnostic");
}

CharSourceRange macroCall(const SourceManager &SM, SourceLocation Loc) {
  CharSourceRange Call = CharSourceRange::getTokenRange(Loc, Loc);
  while (Loc.isMacroID() && SM.isInSystemHeader(SM.getSpellingLoc(Loc))) {
    Call = SM.getImmediateExpansionRange(Loc);
    Loc = SM.getImmediateMacroCallerLoc(Loc);
  }
  return Call;
}

} // namespace yieldc
