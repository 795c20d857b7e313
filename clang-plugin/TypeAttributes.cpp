// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Attributes for the header's macros and the rewritten bodies: on a
// typedef they replace its type by one that C has no way to name, S or R of a
// handle. So ordinary initialisation then converts a sent value to S, with
// Clang's own diagnostics.
//
//   typedef int s __attribute__((yieldc_sent_type((g))));
//   typedef int r __attribute__((yieldc_result_type((g), (outer))));
//
// The second also sees that g can be delegated to by a generator like `outer`.
// The third, on a member, replaces its type by that of `other` if it is not a
// handle's, but that of another pointer to a function. There are
// yieldc_task_type, yieldc_awaiting_type and yieldc_sequence_type too, for
// tasks, for tasks and streams, and for what foreach_await takes: streams and
// generators.
//
//   __typeof__(g) m __attribute__((yieldc_handle_type((other))));
//
// Three are for `await e`: its type, the same if it is a signed integer that
// may be a failure, and as many chars as lie in front of the result.
//
//   typedef int r __attribute__((yieldc_awaited_type((e))));
//   typedef int i __attribute__((yieldc_awaited_integer((e))));
//   typedef int o __attribute__((yieldc_awaited_offset((e))));
//
// The last two are for functions that are given to iterator tools:
//
//   typedef void f_type __attribute__((yieldc_callable((f), (1), ((A *)0))));
//   typedef int out __attribute__((yieldc_pointee((f), 1)));
//
// f_type becomes the type of f if it can be called with a value of type A
// without a complaint, and returns a value (1), or a condition (2); if not,
// that of another function, with an int for the result. `out` becomes what the
// parameter of f with this number, from 0 on, points to, if it does.
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
#include "clang/AST/RecordLayout.h"
#include "clang/Sema/ParsedAttr.h"
#include "clang/Sema/Sema.h"

using namespace clang;

namespace yieldc {

namespace {

constexpr ParsedAttrInfo::Spelling SentName[] = {
    {AttributeCommonInfo::AS_GNU, "yieldc_sent_type"}};
constexpr ParsedAttrInfo::Spelling ResultName[] = {
    {AttributeCommonInfo::AS_GNU, "yieldc_result_type"}};
constexpr ParsedAttrInfo::Spelling CallableName[] = {
    {AttributeCommonInfo::AS_GNU, "yieldc_callable"}};
constexpr ParsedAttrInfo::Spelling PointeeName[] = {
    {AttributeCommonInfo::AS_GNU, "yieldc_pointee"}};
constexpr ParsedAttrInfo::Spelling HandleName[] = {
    {AttributeCommonInfo::AS_GNU, "yieldc_handle_type"}};
constexpr ParsedAttrInfo::Spelling TaskName[] = {
    {AttributeCommonInfo::AS_GNU, "yieldc_task_type"}};
constexpr ParsedAttrInfo::Spelling SequenceName[] = {
    {AttributeCommonInfo::AS_GNU, "yieldc_sequence_type"}};
constexpr ParsedAttrInfo::Spelling AwaitingName[] = {
    {AttributeCommonInfo::AS_GNU, "yieldc_awaiting_type"}};
constexpr ParsedAttrInfo::Spelling AwaitedName[] = {
    {AttributeCommonInfo::AS_GNU, "yieldc_awaited_type"}};
constexpr ParsedAttrInfo::Spelling IntegerName[] = {
    {AttributeCommonInfo::AS_GNU, "yieldc_awaited_integer"}};
constexpr ParsedAttrInfo::Spelling OffsetName[] = {
    {AttributeCommonInfo::AS_GNU, "yieldc_awaited_offset"}};

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

/// On a typedef, whose type it replaces by what TypeOf tells of the argument,
/// unless that is null.
template <const ParsedAttrInfo::Spelling (&Names)[1],
          QualType (*TypeOf)(Sema &, const Expr &)>
struct TypedefAttribute : ParsedAttrInfo {
  TypedefAttribute() {
    NumArgs = 1;
    Spellings = Names;
  }

  AttrHandling handleDeclAttribute(Sema &S, Decl *D,
                                   const ParsedAttr &Attr) const override {
    if (!Attr.isArgExpr(0))
      return AttributeNotApplied;
    QualType T = TypeOf(S, *Attr.getArgAsExpr(0));
    if (!T.isNull())
      redefine(S, D, T);
    return AttributeApplied;
  }
};

QualType sentType(Sema &, const Expr &Handle) {
  auto Type = GeneratorType::get(Handle.getType());
  // Of `void` the macro has its own complaint.
  return Type && !Type->Sent->isVoidType() ? Type->Sent : QualType();
}

/// On a member; lets pass the kinds of handles that are named.
template <const ParsedAttrInfo::Spelling (&Names)[1],
          GeneratorType::HandleKind... Kinds>
struct HandleTypeAttribute : ParsedAttrInfo {
  HandleTypeAttribute() {
    NumArgs = 1;
    Spellings = Names;
  }

  AttrHandling handleDeclAttribute(Sema &, Decl *D,
                                   const ParsedAttr &Attr) const override {
    auto *Member = dyn_cast<FieldDecl>(D);
    if (!Member || !Attr.isArgExpr(0))
      return AttributeNotApplied;
    auto Type = GeneratorType::get(Member->getType());
    if (!Type || !((Type->Kind == Kinds) || ...))
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
      else if (!Inner->containsErrors())
        report(S.getDiagnostics(), Loc, diag::yield_from_needs_generator)
            << Inner->getType();
      return AttributeNotApplied;
    }
    ASTContext &C = S.Context;
    if (Type->Kind != Outer->Kind ||
        !C.hasSameType(Type->Yielded, Outer->Yielded) ||
        !C.hasSameType(Type->Sent, Outer->Sent))
      report(S.getDiagnostics(), Inner->getBeginLoc(),
             diag::yield_from_of_other)
          << Outer->str() << Type->str();
    redefine(S, D, Type->Result);
    return AttributeApplied;
  }
};

/// An operation is a record of which the first member is a struct task_op, or
/// another operation. What it gives is its second member, if that is called
/// `result`, or else what the other operation gives.
struct Operation {
  bool Valid = false;
  const FieldDecl *Result = nullptr;
  uint64_t Offset = 0; ///< in bytes

  static Operation get(const ASTContext &C, QualType T) {
    const RecordDecl *Record = T->getAsRecordDecl();
    if (!Record || !Record->isCompleteDefinition() || Record->field_empty())
      return {};
    auto Member = Record->field_begin();
    Operation Op;
    if (isNamed(Member->getType()->getAsRecordDecl(), "task_op"))
      Op.Valid = true;
    else
      Op = get(C, Member->getType());
    if (Op.Valid && ++Member != Record->field_end() &&
        Member->getName() == "result" && !Member->isBitField() &&
        !Member->getType()->isArrayType() &&
        !Member->getType()->isAtomicType()) {
      Op.Result = *Member;
      Op.Offset =
          C.getASTRecordLayout(Record).getFieldOffset(1) / C.getCharWidth();
    }
    return Op;
  }
};

/// What `await` of a T gives; nothing if T can't be awaited.
std::optional<QualType> awaitedType(const ASTContext &C, QualType T) {
  auto Type = GeneratorType::get(T);
  if (Type && Type->Kind == GeneratorType::Task)
    return Type->Result;
  const FieldDecl *Result = Operation::get(C, T).Result;
  if (!Result)
    return std::nullopt;
  return isNamed(Result->getType()->getAsRecordDecl(), "task_nothing")
             ? C.VoidTy
             : Result->getType().getUnqualifiedType();
}

/// The same, with a complaint.
QualType requireAwaitedType(Sema &S, const Expr &Awaited) {
  QualType T = Awaited.getType();
  SourceLocation Loc = Awaited.getBeginLoc();
  if (auto Result = awaitedType(S.Context, T))
    return *Result;
  if (auto Type = GeneratorType::get(T))
    report(S.getDiagnostics(), Loc, diag::await_of_sequence) << Type->str();
  else if (makesGenerator(T))
    report(S.getDiagnostics(), Loc, diag::await_of_function);
  else if (!Awaited.containsErrors())
    report(S.getDiagnostics(), Loc, diag::await_needs_awaitable) << T;
  return QualType();
}

/// That type, if it is one of the signed integers that tell a failure, which
/// plain char is not; else an unsigned one.
QualType awaitedInteger(Sema &S, const Expr &Awaited) {
  auto Type = awaitedType(S.Context, Awaited.getType());
  auto *Builtin = Type ? (*Type)->getAs<BuiltinType>() : nullptr;
  bool Signed = Builtin && Builtin->isSignedInteger() &&
                Builtin->getKind() != BuiltinType::Char_S;
  return Signed ? *Type : QualType(S.Context.UnsignedIntTy);
}

/// As many chars as lie in front of the result, if an operation is awaited.
QualType awaitedOffset(Sema &S, const Expr &Awaited) {
  ASTContext &C = S.Context;
  Operation Op = Operation::get(C, Awaited.getType());
  if (!Op.Result)
    return QualType();
  return C.getConstantArrayType(
      C.CharTy, llvm::APInt(C.getTypeSize(C.getSizeType()), Op.Offset), nullptr,
      ArraySizeModifier::Normal, 0);
}

const FunctionType *pointedToBy(const Expr *F) {
  auto *Pointer = F->getType()->getAs<PointerType>();
  return Pointer ? Pointer->getPointeeType()->getAs<FunctionType>() : nullptr;
}

/// Whether calling F with Arguments converts none with a warning.
bool isCallable(Sema &S, const FunctionType *F, ArrayRef<Expr *> Arguments) {
  if (!F || isa<FunctionNoProtoType>(F))
    return F;
  auto *Proto = cast<FunctionProtoType>(F);
  if (Proto->getNumParams() > Arguments.size() ||
      (Proto->getNumParams() < Arguments.size() && !Proto->isVariadic()))
    return false;
  for (unsigned I = 0; I < Proto->getNumParams(); ++I) {
    ExprResult Argument = Arguments[I];
    // (The enumerators have moved from one LLVM to the next: 0 is Compatible.)
    if (int(S.CheckSingleAssignmentConstraints(Proto->getParamType(I), Argument,
                                               /*Diagnose=*/false)))
      return false;
  }
  return true;
}

struct CallableAttribute : ParsedAttrInfo {
  CallableAttribute() {
    NumArgs = 2;
    OptArgs = 3;
    Spellings = CallableName;
  }

  AttrHandling handleDeclAttribute(Sema &S, Decl *D,
                                   const ParsedAttr &Attr) const override {
    if (!Attr.isArgExpr(0) || !Attr.isArgExpr(1))
      return AttributeNotApplied;
    const Expr *F = Attr.getArgAsExpr(0);
    auto Returns = Attr.getArgAsExpr(1)->getIntegerConstantExpr(S.Context);
    SmallVector<Expr *, 4> Arguments;
    for (unsigned I = 2; I < Attr.getNumArgs() && Attr.isArgExpr(I); ++I)
      if (QualType T = Attr.getArgAsExpr(I)->getType()->getPointeeType();
          !T.isNull())
        Arguments.push_back(new (S.Context) OpaqueValueExpr(
            Attr.getLoc(), T.getUnqualifiedType(), VK_PRValue));
    const FunctionType *Type = pointedToBy(F);
    if (Returns && isCallable(S, Type, Arguments) &&
        (*Returns == 0 || !Type->getReturnType()->isVoidType()) &&
        (*Returns < 2 || Type->getReturnType()->isScalarType())) {
      redefine(S, D, F->getType());
      return AttributeApplied;
    }
    SmallVector<QualType, 4> Types;
    for (const Expr *E : Arguments)
      Types.push_back(E->getType());
    ASTContext &C = S.Context;
    redefine(S, D,
             C.getPointerType(C.getFunctionType(
                 C.IntTy, Types, FunctionProtoType::ExtProtoInfo())));
    return AttributeApplied;
  }
};

struct PointeeAttribute : ParsedAttrInfo {
  PointeeAttribute() {
    NumArgs = 2;
    Spellings = PointeeName;
  }

  AttrHandling handleDeclAttribute(Sema &S, Decl *D,
                                   const ParsedAttr &Attr) const override {
    if (!Attr.isArgExpr(0) || !Attr.isArgExpr(1))
      return AttributeNotApplied;
    auto *F =
        dyn_cast_or_null<FunctionProtoType>(pointedToBy(Attr.getArgAsExpr(0)));
    auto Which = Attr.getArgAsExpr(1)->getIntegerConstantExpr(S.Context);
    if (F && Which && *Which < F->getNumParams())
      if (auto *Pointer =
              F->getParamType(Which->getZExtValue())->getAs<PointerType>())
        redefine(S, D, Pointer->getPointeeType());
    return AttributeApplied;
  }
};

} // namespace

void registerTypeAttributes() {
  using Kind = GeneratorType;
  static ParsedAttrInfoRegistry::Add<TypedefAttribute<SentName, sentType>> Sent(
      "yieldc_sent_type", "the type of what is sent to a generator");
  static ParsedAttrInfoRegistry::Add<ResultTypeAttribute> Result(
      "yieldc_result_type", "the type of a generator's result");
  static ParsedAttrInfoRegistry::Add<
      HandleTypeAttribute<HandleName, Kind::Generator>>
      Handle("yieldc_handle_type", "the type of a generator's handle only");
  static ParsedAttrInfoRegistry::Add<HandleTypeAttribute<TaskName, Kind::Task>>
      Task("yieldc_task_type", "the type of a task's handle only");
  static ParsedAttrInfoRegistry::Add<
      HandleTypeAttribute<AwaitingName, Kind::Task, Kind::Stream>>
      Awaiting("yieldc_awaiting_type",
               "the type of a task's or a stream's handle only");
  static ParsedAttrInfoRegistry::Add<
      HandleTypeAttribute<SequenceName, Kind::Generator, Kind::Stream>>
      Sequence("yieldc_sequence_type",
               "the type of what foreach_await takes only");
  static ParsedAttrInfoRegistry::Add<
      TypedefAttribute<AwaitedName, requireAwaitedType>>
      Awaited("yieldc_awaited_type", "the type of what is awaited");
  static ParsedAttrInfoRegistry::Add<
      TypedefAttribute<IntegerName, awaitedInteger>>
      Integer("yieldc_awaited_integer",
              "the type of what is awaited, if it is signed");
  static ParsedAttrInfoRegistry::Add<
      TypedefAttribute<OffsetName, awaitedOffset>>
      Offset("yieldc_awaited_offset", "where the result of an operation lies");
  static ParsedAttrInfoRegistry::Add<CallableAttribute> Callable(
      "yieldc_callable", "the type of a function that takes these arguments");
  static ParsedAttrInfoRegistry::Add<PointeeAttribute> Pointee(
      "yieldc_pointee", "what a parameter of a function points to");
}

} // namespace yieldc
