// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The tokens of a function body, with the little structure that the keyword
// needs: where brackets match, where operands and statements end.

#ifndef YIELDC_BODYTOKENS_H
#define YIELDC_BODYTOKENS_H

#include "TokenTemplate.h"

namespace yieldc {

class BodyTokens {
public:
  static constexpr size_t None = ~size_t(0);

  /// Reads from PP, which has delivered the `{` of the body, through the
  /// matching
  /// `}`, or the end of the file, which is then the last token.
  explicit BodyTokens(clang::Preprocessor &PP);

  const clang::Token &operator[](size_t I) const { return All[I]; }
  size_t size() const { return All.size(); }
  llvm::ArrayRef<clang::Token> slice(size_t Begin, size_t End) const {
    return llvm::ArrayRef<clang::Token>(All).slice(Begin, End - Begin);
  }

  /// Whether I is an identifier (or a keyword) of this name.
  bool is(size_t I, llvm::StringRef Name) const;
  /// Whether I is the keyword, as far as a generator function is concerned: it
  /// is, but for the name of a member behind `.` or `->`.
  bool isYield(size_t I) const { return isKeyword(I, "yield"); }
  /// The same for tasks and streams.
  bool isAwait(size_t I) const { return isKeyword(I, "await"); }
  bool containsYield() const;

  /// The bracket that belongs to the one at I; None if it has none.
  size_t match(size_t I) const { return Match[I]; }

  /// Behind the assignment expression that begins at I.
  size_t expressionEnd(size_t I) const;
  /// Behind the unary expression (or the cast) that begins at I.
  size_t unaryEnd(size_t I) const;
  /// Behind the statement that begins at I.
  size_t statementEnd(size_t I) const;
  /// The `;` that ends the expression that begins at I, or where it should be.
  size_t semicolon(size_t I) const;

  /// If a block literal's `^` is at I: the `{` of its body. Else None.
  size_t blockBody(size_t I) const;
  /// If an OpenMP directive that governs a statement is at I: the end of that
  /// statement. Else None.
  size_t openMPRegionEnd(size_t I) const;
  /// Whether I is in the initializer of a variable that lives as long as the
  /// program.
  bool inStaticInitializer(size_t I) const;
  /// Whether I is a declarator's name, or at least could be: `int x`, `*x`, `,
  /// x`, `enum {x`.
  bool looksDeclared(size_t I) const;
  /// Whether what is declared at Name, before I, is in scope at I.
  bool isInScope(size_t Name, size_t I) const;
  /// Whether I is the name of a label: `x:` at a statement's begin, `goto x`.
  bool isLabel(size_t I) const;
  /// Whether the keyword at I can only be meant as the name of a variable or a
  /// label: no operand begins with what follows, or a type stands before.
  bool isMeantAsName(size_t I) const;

private:
  bool isKeyword(size_t I, llvm::StringRef Name) const;
  bool isOperandBefore(size_t I) const;
  bool isNextStatement(size_t I) const;
  bool isEnum(size_t Brace) const;

  Tokens All;
  bool HasStatic = false;
  std::vector<size_t> Match;
};

} // namespace yieldc

#endif // YIELDC_BODYTOKENS_H
