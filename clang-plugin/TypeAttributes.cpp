// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Two attributes, for the header's macros and the rewritten bodies: on a
// typedef they replace its type by one that C has no way to name, S or R of a
// handle. So ordinary initialisation then converts a sent value to S, with
// Clang's own diagnostics.
//
//   typedef int s __attribute__((yieldc_sent_type((g))));
//   typedef int r __attribute__((yieldc_result_type((g))));
//
// (A name without parentheses is no expression to Clang in an attribute that it
// does not know itself.)
//
// Registered by hand (see Plugin.cpp), as `opt` has no registry of attributes.

#include "TypeAttributes.h"
#include "GeneratorType.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/Sema/ParsedAttr.h"
#include "clang/Sema/Sema.h"

using namespace clang;

namespace yieldc {

namespace {

class HandlePartAttribute : public ParsedAttrInfo {
public:
  HandlePartAttribute(ArrayRef<Spelling> Name, QualType GeneratorType::*Part)
      : Part(Part) {
    NumArgs = 1;
    Spellings = Name;
  }

  AttrHandling handleDeclAttribute(Sema &S, Decl *D,
                                   const ParsedAttr &Attr) const override {
    auto *Typedef = dyn_cast<TypedefNameDecl>(D);
    if (!Typedef || Attr.getNumArgs() != 1 || !Attr.isArgExpr(0))
      return AttributeNotApplied;
    auto Type = GeneratorType::get(Attr.getArgAsExpr(0)->getType());
    if (!Type)
      return AttributeNotApplied;
    Typedef->setTypeSourceInfo(S.Context.getTrivialTypeSourceInfo(
        (*Type).*Part, Typedef->getLocation()));
    return AttributeApplied;
  }

private:
  QualType GeneratorType::*Part;
};

constexpr ParsedAttrInfo::Spelling SentName[] = {
    {AttributeCommonInfo::AS_GNU, "yieldc_sent_type"}};
constexpr ParsedAttrInfo::Spelling ResultName[] = {
    {AttributeCommonInfo::AS_GNU, "yieldc_result_type"}};

struct SentTypeAttribute : HandlePartAttribute {
  SentTypeAttribute() : HandlePartAttribute(SentName, &GeneratorType::Sent) {}
};
struct ResultTypeAttribute : HandlePartAttribute {
  ResultTypeAttribute()
      : HandlePartAttribute(ResultName, &GeneratorType::Result) {}
};

} // namespace

void registerTypeAttributes() {
  static ParsedAttrInfoRegistry::Add<SentTypeAttribute> Sent(
      "yieldc_sent_type", "the type of what is sent to a generator");
  static ParsedAttrInfoRegistry::Add<ResultTypeAttribute> Result(
      "yieldc_result_type", "the type of a generator's result");
}

} // namespace yieldc
