// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Makes tokens out of C text with places to fill in, for the rewriting of
// generator bodies.

#ifndef YIELDC_TOKENTEMPLATE_H
#define YIELDC_TOKENTEMPLATE_H

#include "clang/AST/Type.h"
#include "clang/Lex/Token.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include <variant>
#include <vector>

namespace clang {
class Preprocessor;
}

namespace yieldc {

using Tokens = std::vector<clang::Token>;

class TokenTemplate {
public:
  /// What fills a place: tokens, a type, or text (C tokens again).
  using Filling =
      std::variant<llvm::ArrayRef<clang::Token>, clang::QualType, std::string>;
  /// Fills the places written $ and the letter.
  struct Place {
    char Letter;
    Filling With;
  };

  /// Appends to Out; all tokens but those filled in get the location Loc.
  TokenTemplate(clang::Preprocessor &PP, clang::SourceLocation Loc, Tokens &Out)
      : PP(PP), Loc(Loc), Out(Out) {}

  void emit(llvm::StringRef Text, llvm::ArrayRef<Place> Places = {});

private:
  void lex(llvm::StringRef Text);
  void type(clang::QualType T);

  clang::Preprocessor &PP;
  clang::SourceLocation Loc;
  Tokens &Out;
};

} // namespace yieldc

#endif // YIELDC_TOKENTEMPLATE_H
