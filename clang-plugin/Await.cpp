// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `await`. What is awaited is a task, which is delegated to like a generator by
// `yield from`, or an operation: a record whose first member is a struct
// task_op. Which of both only the parser knows, so what becomes of it has a
// branch for each; one of them is never taken.

#include "BodyRewriter.h"
#include "clang/AST/Decl.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;

namespace yieldc {

/// Where a task waits: for those who list it.
std::string BodyRewriter::site(size_t I) const {
  PresumedLoc Place = PP.getSourceManager().getPresumedLoc(
      PP.getSourceManager().getExpansionLoc(Body[I].getLocation()));
  std::string File = Place.isValid() ? Place.getFilename() : "";
  return "{\"" + Function.getNameAsString() + "\", \"" +
         Lexer::Stringify(File) + "\", " +
         std::to_string(Place.isValid() ? Place.getLine() : 0) + "}";
}

size_t BodyRewriter::rewriteAwait(size_t I, const Range *Error) {
  size_t Begin = I + 1, End = Body.unaryEnd(Begin);
  if (refuseInStatic(I, "await"))
    return End;
  std::string Number = std::to_string(++Unique);
  TokenTemplate T = at(I);
  T.emit("__extension__({ __auto_type yieldc_awaited_$n = (", {{'n', Number}});
  rewrite({Begin, End});
  T.emit(");");
  // A variable of a task is empty then, for a task can be awaited once only;
  // unless it is const.
  if (const Token *Variable = bareName({Begin, End}))
    quietAt(Begin).emit(
        "yieldc_spent(__builtin_classify_type(yieldc_awaited_$n) == 5 &&"
        "  __builtin_types_compatible_p(__typeof__(&$x),"
        "    __typeof__(yieldc_awaited_$n) *), (void *)&$x);",
        {{'n', Number}, {'x', Variable->getIdentifierInfo()->getName().str()}});
  at(Begin).emit("typedef int yieldc_result_$n"
                 "  __attribute__((yieldc_awaited_type((yieldc_awaited_$n))));"
                 "typedef int yieldc_integer_$n"
                 "  __attribute__((yieldc_awaited_integer("
                 "    (yieldc_awaited_$n))));"
                 "typedef int yieldc_offset_$n"
                 "  __attribute__((yieldc_awaited_offset((yieldc_awaited_$n))"
                 "));",
                 {{'n', Number}});
  resultTypes(I, Number);
  hiddenAt(I).emit(
      "enum { yieldc_how_$n ="
      "  (__builtin_classify_type(yieldc_awaited_$n) == 5 ?"
      "     YIELDC_AWAITS_TASK : 0) |"
      "  ((yieldc_integer_$n)-1 < (yieldc_integer_$n)1 ? YIELDC_SIGNED : 0) |"
      "  $e };"
      "__attribute__((cleanup(yieldc_close_variable)))"
      "  struct yieldc_frame *yieldc_inner_$n ="
      "    yieldc_awaited_frame(yieldc_how_$n, &yieldc_awaited_$n);"
      "static const struct task_site yieldc_site_$n = $s;"
      "for (_Bool yieldc_again_$n = 0;"
      "     yieldc_await(yieldc_self(), yieldc_how_$n, yieldc_inner_$n,"
      "       &yieldc_awaited_$n, &yieldc_site_$n, yieldc_again_$n);"
      "     yieldc_again_$n = 1)"
      "  { yieldc_suspend(); }"
      "yieldc_awaited(yieldc_self(), yieldc_how_$n, yieldc_inner_$n,"
      "  &yieldc_awaited_$n);",
      {{'n', Number},
       {'s', site(I)},
       {'e', std::string(Error ? "YIELDC_CAUGHT" : "0")}});
  interruption(I, End - 1, Error);
  at(End - 1).emit("yieldc_enter(yieldc_self(), 0);");
  readResult(End - 1, Number,
             "yieldc_awaited_result(yieldc_how_" + Number + ", yieldc_inner_" +
                 Number + ", &yieldc_awaited_" + Number +
                 ", sizeof(yieldc_offset_" + Number + "),");
  at(End - 1).emit("})");
  return End;
}

/// The condition of foreach_await: `yieldc_await_next(source, streams, &x, …)`.
size_t BodyRewriter::rewriteAwaitNext(size_t I) {
  size_t Close = Body.match(I + 1), Source = I + 2;
  std::string Number = std::to_string(++Unique);
  size_t End = Body.expressionEnd(Source);
  llvm::ArrayRef<Token> Given = Body.slice(Source, End);
  size_t Rest = End + 1, RestEnd = Body.expressionEnd(Rest);
  Tokens IsStream = rewritten({Rest, RestEnd});
  hiddenAt(I).emit(
      "__extension__({ for (_Bool yieldc_again_$n = 0;"
      "    ($f) && yieldc_delegate(yieldc_self(), $s, yieldc_again_$n, 0, 1,"
      "      0, 1); yieldc_again_$n = 1)"
      "  { yieldc_suspend(); }"
      "if (yieldc_interrupted(yieldc_self())) return 0;"
      "yieldc_enter(yieldc_self(), 0);"
      "yieldc_stream_next_into($s, ($f)$r); })",
      {{'n', Number},
       {'s', Given},
       {'f', llvm::ArrayRef<Token>(IsStream)},
       {'r', Body.slice(RestEnd, Close)}});
  return Close + 1;
}

} // namespace yieldc
