// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "RequireAttribute.h"
#include "Diagnostics.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"
#include "clang/Sema/ParsedAttr.h"
#include "clang/Sema/Sema.h"

using namespace clang;

namespace yieldc {

namespace {

constexpr ParsedAttrInfo::Spelling Name[] = {
    {AttributeCommonInfo::AS_GNU, "yieldc_require"}};

struct RequireAttribute : ParsedAttrInfo {
  RequireAttribute() {
    NumArgs = 2;
    Spellings = Name;
  }

  AttrHandling handleDeclAttribute(Sema &S, Decl *,
                                   const ParsedAttr &Attr) const override {
    if (!Attr.isArgExpr(0) || !Attr.isArgExpr(1))
      return AttributeNotApplied;
    const Expr *Condition = Attr.getArgAsExpr(0);
    auto *Text =
        dyn_cast<StringLiteral>(Attr.getArgAsExpr(1)->IgnoreParenImpCasts());
    bool Holds = true;
    if (Text && !Condition->containsErrors() &&
        Condition->EvaluateAsBooleanCondition(Holds, S.Context) && !Holds) {
      CharSourceRange Call = macroCall(S.SourceMgr, Attr.getLoc());
      // An argument that another macro repeats is wrong once.
      if (Reported == std::make_pair(&S, Call.getBegin()))
        return AttributeApplied;
      Reported = {&S, Call.getBegin()};
      report(S.getDiagnostics(), Call.getBegin(), diag::header_requires)
          << Text->getString() << Call;
    }
    return AttributeApplied;
  }

  mutable std::pair<Sema *, SourceLocation> Reported;
};

} // namespace

void registerRequireAttribute() {
  static ParsedAttrInfoRegistry::Add<RequireAttribute> Require(
      "yieldc_require", "a condition of a macro of the header");
}

} // namespace yieldc
