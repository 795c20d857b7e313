// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The keywords: rewrites the tokens of the body of a generator function, a task
// or a stream, before the parser sees them, into C with marker calls.
// docs/abi.md shows what becomes what.

#ifndef YIELDC_BODYREWRITER_H
#define YIELDC_BODYREWRITER_H

#include "BodyTokens.h"
#include "Diagnostics.h"
#include "GeneratorType.h"
#include "clang/Basic/SourceManager.h"

namespace clang {
class FunctionDecl;
class ParmVarDecl;
class Sema;
} // namespace clang

namespace yieldc {

class BodyRewriter {
public:
  /// Body is that of Function, which returns a generator of the given type.
  /// Names that are inserted end in a number made from Unique, which goes up.
  BodyRewriter(clang::Sema &S, clang::FunctionDecl &Function,
               const GeneratorType &Type, const BodyTokens &Body,
               unsigned &Unique);

  /// The tokens of the new body, through its `}`.
  Tokens run();

private:
  struct Range {
    size_t Begin, End; ///< exclusive
  };

  size_t leadingPragmas() const;
  void prologue();
  void nameParameters();
  void rewrite(Range R);
  size_t rewriteAt(size_t I);
  size_t rewriteYield(size_t I, const Range *Error);
  size_t rewriteYieldFrom(size_t I, const Range *Error);
  size_t rewriteAwait(size_t I, const Range *Error);
  size_t rewriteAwaitNext(size_t I);
  size_t rewriteReturn(size_t I);
  size_t rewriteCatch(size_t I);
  size_t rewriteFail(size_t I);
  size_t rewriteTaken(size_t I);
  size_t rewriteUnhandled(size_t I);
  size_t copyForeign(size_t I, size_t End, diag::Name Why);

  Tokens rewritten(Range R);
  TokenTemplate at(size_t I) { return {PP, Body[I].getLocation(), Out}; }
  TokenTemplate hiddenAt(size_t I) {
    return {PP, hidden(Body[I].getLocation()), Out};
  }
  TokenTemplate quietAt(size_t I) {
    return {PP, quiet(Body[I].getLocation()), Out};
  }
  clang::SourceLocation hidden(clang::SourceLocation At);
  clang::SourceLocation quiet(clang::SourceLocation At);
  clang::SourceLocation inserted(clang::SourceLocation At,
                                 clang::SourceLocation &Text,
                                 clang::SrcMgr::CharacteristicKind Kind);
  Tokens counted(size_t I, llvm::StringRef Value);
  void putIntoSlot(size_t I, clang::QualType T, Range Value,
                   llvm::StringRef Number);
  void resultTypes(size_t I, llvm::StringRef Number);
  void readResult(size_t I, llvm::StringRef Number, llvm::StringRef Pointer);
  void interruption(size_t I, size_t Last, const Range *Error);
  std::string alignment(clang::QualType T) const;
  std::string size(clang::QualType T) const;
  std::string site(size_t I) const;
  bool delegates(size_t I) const;
  const clang::Token *bareName(Range R) const;
  const clang::Token *bareParameter(Range R) const;
  std::string addressOf(const clang::Token &Parameter) const;
  void warnOfVariableFrom(size_t I);
  void error(size_t I, diag::Name Name);
  bool refuseInStatic(size_t I, llvm::StringRef Keyword);
  /// In a generator function gen_catch and gen_fail, else task_catch and
  /// task_fail.
  bool isOurs(size_t I, llvm::StringRef Name) const {
    return Body.is(I, ((Type.awaits() ? "task_" : "gen_") + Name).str());
  }
  bool isKeyword(size_t I) const {
    return Body.isYield(I) || (Type.awaits() && Body.isAwait(I));
  }

  clang::Sema &S;
  clang::Preprocessor &PP;
  clang::FunctionDecl &Function;
  GeneratorType Type;
  const BodyTokens &Body;
  unsigned &Unique;
  unsigned Depth = 0; ///< of keywords in operands of keywords
  Tokens Out;
  /// What hidden and quiet tokens are spelled in.
  clang::SourceLocation Hidden, Quiet;
  /// The parameters that are handles.
  llvm::SmallVector<clang::IdentifierInfo *, 4> Handles;
  /// The parameters to be copied in.
  llvm::SmallVector<clang::ParmVarDecl *, 4> Records;
};

} // namespace yieldc

#endif // YIELDC_BODYREWRITER_H
