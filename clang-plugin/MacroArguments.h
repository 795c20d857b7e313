// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Watches the preprocessor for what the header's macros can't be given:
// `foreach (int x, g)`, for the macro wants a name only, and of a declaration
// it makes what gives a page of messages; `gen_next()` and `generator()`, of
// which it makes what is no expression; `generator int` and `foreach x`, where
// it is not even expanded. Looking at the macro's arguments, and not at what it
// expands to, leaves preprocessed files alone.

#ifndef YIELDC_MACROARGUMENTS_H
#define YIELDC_MACROARGUMENTS_H

#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"

namespace yieldc {

class MacroArguments : public clang::PPCallbacks {
public:
  explicit MacroArguments(clang::Preprocessor &PP) : PP(PP) {}

  void MacroExpands(const clang::Token &Name, const clang::MacroDefinition &,
                    clang::SourceRange, const clang::MacroArgs *Args) override;

  /// How often some were refused so far.
  unsigned refused() const { return Refused; }

private:
  void checkParentheses(const clang::Token &Name,
                        const clang::MacroInfo &Macro);
  void checkLoop(const clang::MacroArgs &Args);
  void checkCall(const clang::Token &Name, const clang::MacroInfo &Macro,
                 const clang::MacroArgs &Args);

  clang::Preprocessor &PP;
  unsigned Refused = 0;
};

} // namespace yieldc

#endif // YIELDC_MACROARGUMENTS_H
