// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "MacroArguments.h"
#include "Diagnostics.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/MacroArgs.h"

using namespace clang;

namespace yieldc {

void MacroArguments::MacroExpands(const Token &Name,
                                  const MacroDefinition &Macro, SourceRange,
                                  const MacroArgs *Args) {
  const IdentifierInfo *II = Name.getIdentifierInfo();
  if (!II)
    return;
  if (II->getName() == "generator" || II->getName() == "foreach")
    checkParentheses(Name, *Macro.getMacroInfo());
  if (!Args)
    return;
  // foreach chooses from these: there the arguments are apart, and macros in
  // them expanded.
  if (II->getName() == "yieldc_foreach2" || II->getName() == "yieldc_foreach3")
    checkLoop(*Args);
  else if (II->getName().starts_with("gen_"))
    checkCall(Name, *Macro.getMacroInfo(), *Args);
}

/// `generator int f()`, `generator f()`, `foreach x in g`: behind a name of the
/// program's own there would be no other name, nor a type.
void MacroArguments::checkParentheses(const Token &Name,
                                      const MacroInfo &Macro) {
  SourceManager &SM = PP.getSourceManager();
  if (Name.getLocation().isMacroID() ||
      !SM.isInSystemHeader(Macro.getDefinitionLoc()))
    return;
  auto Next = Lexer::findNextToken(Name.getLocation(), SM, PP.getLangOpts());
  if (!Next || Next->isNot(tok::raw_identifier))
    return;
  const IdentifierInfo *After = PP.getIdentifierInfo(Next->getRawIdentifier());
  Token Word;
  Word.startToken();
  Word.setKind(After->getTokenID());
  if (After->hasMacroDefinition() ||
      !Word.isOneOf(tok::identifier, tok::kw_void, tok::kw_char, tok::kw_short,
                    tok::kw_int, tok::kw_long, tok::kw_float, tok::kw_double,
                    tok::kw_signed, tok::kw_unsigned, tok::kw__Bool,
                    tok::kw_struct, tok::kw_union, tok::kw_enum, tok::kw_const))
    return;
  if (Name.getIdentifierInfo()->getName() == "generator") {
    report(PP.getDiagnostics(), Name.getLocation(),
           diag::generator_needs_types);
  } else {
    ++Refused;
    report(PP.getDiagnostics(), Name.getLocation(),
           diag::foreach_needs_arguments);
  }
}

void MacroArguments::checkLoop(const MacroArgs &Args) {
  const Token *Last = nullptr;
  unsigned Count = 0;
  // (The first is what the source is passed through.)
  for (const Token *T = Args.getUnexpArgument(1); T->isNot(tok::eof); ++T)
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

/// Those that take one argument, which may be any tokens, so also none.
void MacroArguments::checkCall(const Token &Name, const MacroInfo &Macro,
                               const MacroArgs &Args) {
  SourceManager &SM = PP.getSourceManager();
  llvm::StringRef Called = Name.getIdentifierInfo()->getName();
  if (Args.getNumMacroArguments() != 1 || // a macro of the program's own
      Args.getUnexpArgument(0)->isNot(tok::eof) ||
      !SM.isInSystemHeader(Macro.getDefinitionLoc()))
    return;
  SourceLocation Loc = SM.getFileLoc(Name.getLocation());
  if (Called == "gen_generator") {
    report(PP.getDiagnostics(), Loc, diag::generator_needs_types);
  } else if (Called == "gen_next" || Called == "gen_state" ||
             Called == "gen_error" || Called == "gen_close" ||
             Called == "gen_move") {
    ++Refused;
    report(PP.getDiagnostics(), Loc, diag::call_needs_generator) << Called;
  }
}

} // namespace yieldc
