// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Three attributes, for the header's macros and the rewritten bodies: on a
// typedef they replace its type by one that C has no way to name, S or R of a
// handle. So ordinary initialisation then converts a sent value to S, with
// Clang's own diagnostics.
//
//   typedef int s __attribute__((yieldc_sent_type((g))));
//   typedef int r __attribute__((yieldc_result_type((g), (outer))));
//
// The second also sees that g can be delegated to by a generator like `outer`.
// The third, on a member, replaces its type by that of `other` if it is not a
// handle's, but that of another pointer to a function.
//
//   __typeof__(g) m __attribute__((yieldc_handle_type((other))));
//
// (A name without parentheses is no expression to Clang in an attribute that it
// does not know itself.)
//
// Registered by hand (see Plugin.cpp), as `opt` has no registry of attributes.

#include "TypeAttributes.h"
#include "Diagnostics.h"
#include "GeneratorType.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/Sema/ParsedAttr.h"
#include "clang/Sema/Sema.h"

using namespace clang;

namespace yieldc {

namespace {

constexpr ParsedAttrInfo::Spelling SentName[] = {
    {AttributeCommonInfo::AS_GNU, "yieldc_sent_type"}};
constexpr ParsedAttrInfo::Spelling ResultName[] = {
    {AttributeCommonInfo::AS_GNU, "yieldc_result_type"}};
constexpr ParsedAttrInfo::Spelling HandleName[] = {
    {AttributeCommonInfo::AS_GNU, "yieldc_handle_type"}};

/// Whether T is a pointer to a function that returns a generator.
bool makesGenerator(QualType T) {
  auto *Pointer = T->getAs<PointerType>();
  auto *Function =
      Pointer ? Pointer->getPointeeType()->getAs<FunctionType>() : nullptr;
  return Function && GeneratorType::get(Function->getReturnType());
}

void redefine(Sema &S, Decl *D, QualType T) {
  if (auto *Typedef = dyn_cast<TypedefNameDecl>(D))
    Typedef->setTypeSourceInfo(
        S.Context.getTrivialTypeSourceInfo(T, Typedef->getLocation()));
}

struct SentTypeAttribute : ParsedAttrInfo {
  SentTypeAttribute() {
    NumArgs = 1;
    Spellings = SentName;
  }

  AttrHandling handleDeclAttribute(Sema &S, Decl *D,
                                   const ParsedAttr &Attr) const override {
    auto Type = Attr.isArgExpr(0)
                    ? GeneratorType::get(Attr.getArgAsExpr(0)->getType())
                    : std::nullopt;
    // Of `void` the macro has its own complaint.
    if (Type && !Type->Sent->isVoidType())
      redefine(S, D, Type->Sent);
    return AttributeApplied;
  }
};

struct HandleTypeAttribute : ParsedAttrInfo {
  HandleTypeAttribute() {
    NumArgs = 1;
    Spellings = HandleName;
  }

  AttrHandling handleDeclAttribute(Sema &, Decl *D,
                                   const ParsedAttr &Attr) const override {
    auto *Member = dyn_cast<FieldDecl>(D);
    if (!Member || !Attr.isArgExpr(0))
      return AttributeNotApplied;
    if (!GeneratorType::get(Member->getType()))
      Member->setType(Attr.getArgAsExpr(0)->getType());
    return AttributeApplied;
  }
};

struct ResultTypeAttribute : ParsedAttrInfo {
  ResultTypeAttribute() {
    NumArgs = 2;
    Spellings = ResultName;
  }

  AttrHandling handleDeclAttribute(Sema &S, Decl *D,
                                   const ParsedAttr &Attr) const override {
    if (!Attr.isArgExpr(0) || !Attr.isArgExpr(1))
      return AttributeNotApplied;
    const Expr *Inner = Attr.getArgAsExpr(0);
    auto Type = GeneratorType::get(Inner->getType());
    auto Outer = GeneratorType::get(Attr.getArgAsExpr(1)->getType());
    if (!Outer)
      return AttributeNotApplied;
    if (!Type) {
      SourceLocation Loc = Inner->getBeginLoc();
      if (makesGenerator(Inner->getType()))
        report(S.getDiagnostics(), Loc, diag::yield_from_function);
      else
        report(S.getDiagnostics(), Loc, diag::yield_from_needs_generator)
            << Inner->getType();
      return AttributeNotApplied;
    }
    ASTContext &C = S.Context;
    if (!C.hasSameType(Type->Yielded, Outer->Yielded) ||
        !C.hasSameType(Type->Sent, Outer->Sent))
      report(S.getDiagnostics(), Inner->getBeginLoc(),
             diag::yield_from_of_other)
          << Outer->str() << Type->str();
    redefine(S, D, Type->Result);
    return AttributeApplied;
  }
};

} // namespace

void registerTypeAttributes() {
  static ParsedAttrInfoRegistry::Add<SentTypeAttribute> Sent(
      "yieldc_sent_type", "the type of what is sent to a generator");
  static ParsedAttrInfoRegistry::Add<ResultTypeAttribute> Result(
      "yieldc_result_type", "the type of a generator's result");
  static ParsedAttrInfoRegistry::Add<HandleTypeAttribute> Handle(
      "yieldc_handle_type", "the type of a handle, and of nothing else");
}

} // namespace yieldc
