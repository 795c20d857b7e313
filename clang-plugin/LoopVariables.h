// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Watches the preprocessor for `foreach (int x, g)`: the macro wants a name
// only, and of a declaration it makes what gives a page of messages. Looking at
// the macro's arguments, and not at what it expands to, leaves preprocessed
// files alone.

#ifndef YIELDC_LOOPVARIABLES_H
#define YIELDC_LOOPVARIABLES_H

#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"

namespace yieldc {

class LoopVariables : public clang::PPCallbacks {
public:
  explicit LoopVariables(clang::Preprocessor &PP) : PP(PP) {}

  void MacroExpands(const clang::Token &Name, const clang::MacroDefinition &,
                    clang::SourceRange, const clang::MacroArgs *Args) override;

  /// How often it was refused so far.
  unsigned refused() const { return Refused; }

private:
  clang::Preprocessor &PP;
  unsigned Refused = 0;
};

} // namespace yieldc

#endif // YIELDC_LOOPVARIABLES_H
