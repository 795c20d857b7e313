// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `yield from`, and the result that it, or an `await`, evaluates to.

#include "BodyRewriter.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Sema/Lookup.h"
#include "clang/Sema/Sema.h"

using namespace clang;

namespace yieldc {

/// `yield from`: decided by what can follow `from`, were it a variable.
bool BodyRewriter::delegates(size_t I) const {
  if (!Body.is(I + 1, "from") || I + 2 >= Body.size())
    return false;
  const Token &After = Body[I + 2];
  switch (After.getKind()) {
  case tok::l_paren:
  case tok::star:
  case tok::amp:
  case tok::plus:
  case tok::minus:
  case tok::exclaim:
  case tok::tilde:
    return true;
  default:
    return After.isLiteral() ||
           (!After.isAnnotation() && After.getIdentifierInfo());
  }
}

void BodyRewriter::warnOfVariableFrom(size_t I) {
  if (!Body[I + 2].isOneOf(tok::l_paren, tok::star, tok::amp, tok::plus,
                           tok::minus))
    return;
  LookupResult Found(S, PP.getIdentifierInfo("from"), Body[I].getLocation(),
                     Sema::LookupOrdinaryName);
  Found.suppressDiagnostics();
  bool InScope = S.LookupName(Found, S.getCurScope()) && !Found.empty();
  for (size_t J = 0; J < I && !InScope; ++J)
    InScope = Body.is(J, "from") && Body.looksDeclared(J) &&
              !Body.is(J - 1, "yield") && Body.isInScope(J, I);
  if (InScope)
    error(I, diag::yield_from_or_variable);
}

// A read of type R, as BodyRewriter.cpp has it for S. But R is only known by
// the name of a typedef, and may also be void. 12 and 13 are GCC's classes of
// structs and unions.
static constexpr llvm::StringLiteral ResultTypes =
    "enum { yieldc_void_$n ="
    "         __builtin_types_compatible_p(yieldc_result_$n, void),"
    "       yieldc_class_$n ="
    "         __builtin_classify_type(((yieldc_result_$n (*)(void))0)()),"
    "       yieldc_record_$n = yieldc_class_$n == 12 || yieldc_class_$n == 13 "
    "};"
    "typedef __typeof__(__builtin_choose_expr(yieldc_void_$n, (char)0,"
    "    ((yieldc_result_$n (*)(void))0)())) yieldc_value_$n;"
    "typedef __typeof__(__builtin_choose_expr(yieldc_record_$n, (char)0,"
    "    ((yieldc_value_$n (*)(void))0)())) yieldc_scalar_$n;"
    "enum { yieldc_align_$n = __extension__ _Alignof(yieldc_value_$n) };";
static constexpr llvm::StringLiteral ReadResult =
    "__attribute__((unused)) yieldc_scalar_$n yieldc_returned_$n;"
    "char yieldc_none_$n[sizeof(yieldc_value_$n)]"
    "  __attribute__((aligned(yieldc_align_$n)));"
    "yieldc_value_$n *yieldc_at_$n = $p"
    "    yieldc_none_$n, sizeof(yieldc_value_$n), yieldc_align_$n);"
    "__builtin_choose_expr(yieldc_void_$n, (void)yieldc_at_$n,"
    "  __builtin_choose_expr(yieldc_record_$n,"
    "    (1) ? *yieldc_at_$n : ((yieldc_value_$n (*)(void))0)(),"
    "    yieldc_returned_$n = *(yieldc_scalar_$n *)$c));";

/// Declares the types that readResult needs of yieldc_result_NUMBER.
void BodyRewriter::resultTypes(size_t I, llvm::StringRef Number) {
  hiddenAt(I).emit(ResultTypes, {{'n', Number.str()}});
}

/// Evaluates to the result that Pointer, the beginning of a call, makes ready.
void BodyRewriter::readResult(size_t I, llvm::StringRef Number,
                              llvm::StringRef Pointer) {
  Tokens At = counted(I, ("yieldc_at_" + Number).str());
  at(I).emit("(void)0;"); // from here on coverage counts without returns
  hiddenAt(I).emit(ReadResult, {{'n', Number.str()},
                                {'p', Pointer.str()},
                                {'c', llvm::ArrayRef<Token>(At)}});
}

size_t BodyRewriter::rewriteYieldFrom(size_t I, const Range *Error) {
  size_t Begin = I + 2, End = Body.expressionEnd(Begin);
  TokenTemplate T = at(I);
  if (Type.awaits()) {
    error(I, diag::yield_from_in_task);
    T.emit("(void)0");
    return End;
  }
  if (refuseInStatic(I, "yield"))
    return End;
  warnOfVariableFrom(I);

  std::string Number = std::to_string(++Unique);
  T.emit("__extension__({ __attribute__((cleanup(yieldc_close_variable)))"
         " __auto_type yieldc_inner_$n = ",
         {{'n', Number}});
  if (const Token *P = bareParameter({Begin, End})) {
    T.emit("((__typeof__($v))yieldc_moved($a));",
           {{'v', llvm::ArrayRef<Token>(*P)}, {'a', addressOf(*P)}});
  } else {
    T.emit("(");
    rewrite({Begin, End});
    T.emit(");");
  }
  at(Begin).emit("typedef int yieldc_result_$n __attribute__(("
                 "  yieldc_result_type((yieldc_inner_$n), "
                 "    ($Y (*(*)(struct yieldc_frame *, void *))($S *))0)));",
                 {{'n', Number}, {'Y', Type.Yielded}, {'S', Type.Sent}});
  hiddenAt(I).emit(
      "for (_Bool yieldc_again_$n = 0;"
      "     yieldc_delegate(yieldc_self(), yieldc_frame_in(&yieldc_inner_$n),"
      "       yieldc_again_$n, $z, $a, $s, $b); yieldc_again_$n = 1)"
      "  { yieldc_suspend(); }"
      "yieldc_delegated(yieldc_self(), yieldc_frame_in(&yieldc_inner_$n));",
      {{'n', Number},
       {'z', size(Type.Yielded)},
       {'a', alignment(Type.Yielded)},
       {'s', size(Type.Sent)},
       {'b', alignment(Type.Sent)}});
  interruption(I, End - 1, Error);
  resultTypes(End - 1, Number);
  readResult(End - 1, Number,
             "yieldc_delegated_result(yieldc_frame_in(&yieldc_inner_" + Number +
                 "),");
  at(End - 1).emit("})");
  return End;
}

} // namespace yieldc
