// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "LoopVariables.h"
#include "Diagnostics.h"
#include "clang/Lex/MacroArgs.h"

using namespace clang;

namespace yieldc {

/// Of yieldc_foreach2(hold, x, g) and yieldc_foreach3(hold, x, g, err), which
/// foreach
/// chooses from: there the arguments are apart, and macros in them expanded.
void LoopVariables::MacroExpands(const Token &Name, const MacroDefinition &,
                                 SourceRange, const MacroArgs *Args) {
  const IdentifierInfo *Macro = Name.getIdentifierInfo();
  if (!Args || !Macro ||
      (Macro->getName() != "yieldc_foreach2" &&
       Macro->getName() != "yieldc_foreach3"))
    return;
  const Token *Last = nullptr;
  unsigned Count = 0;
  for (const Token *T = Args->getUnexpArgument(1); T->isNot(tok::eof); ++T)
    Last = T, ++Count;
  if (Count < 2)
    return;
  ++Refused;
  const IdentifierInfo *Variable = Last->getIdentifierInfo();
  report(PP.getDiagnostics(),
         PP.getSourceManager().getFileLoc(Last->getLocation()),
         diag::foreach_declares)
      << (Last->is(tok::identifier) ? Variable->getName() : "x");
}

} // namespace yieldc
