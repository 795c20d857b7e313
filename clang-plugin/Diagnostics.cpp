// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Diagnostics.h"

using namespace clang;

namespace yieldc {

/// Clang maps no level of a plugin's diagnostics (before 22 it can't): what -w
/// and -Werror say of warnings is asked here.
static DiagnosticsEngine::Level level(const DiagnosticsEngine &Engine,
                                      DiagnosticsEngine::Level Level) {
  if (Level != DiagnosticsEngine::Warning)
    return Level;
  if (Engine.getIgnoreAllWarnings())
    return DiagnosticsEngine::Ignored;
  return Engine.getWarningsAsErrors() ? DiagnosticsEngine::Error : Level;
}

DiagnosticBuilder report(DiagnosticsEngine &Engine, SourceLocation Loc,
                         diag::Name Name) {
  switch (Name) {
#define YIELDC_DIAGNOSTIC(name, level_, text)                                  \
  case diag::name:                                                             \
    return Engine.Report(                                                      \
        Loc, Engine.getCustomDiagID(level(Engine, DiagnosticsEngine::level_),  \
                                    text));
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
