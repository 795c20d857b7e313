// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// In the templates: $Y, $S, $R are the types, $n a number of this place, $v
// what the user wrote there.

#include "BodyRewriter.h"
#include "Compat.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Sema/Sema.h"

using namespace clang;

namespace yieldc {

BodyRewriter::BodyRewriter(Sema &S, FunctionDecl &Function,
                           const GeneratorType &Type, const BodyTokens &Body,
                           unsigned &Unique)
    : S(S), PP(S.getPreprocessor()), Function(Function), Type(Type), Body(Body),
      Unique(Unique) {}

Tokens BodyRewriter::run() {
  nameParameters();
  size_t Begin = leadingPragmas();
  rewrite({0, Begin});
  prologue();
  rewrite({Begin, Body.size()});
  return std::move(Out);
}

/// A place in a macro expanded At whose text lies in no file: in debug
/// information At, for coverage nowhere.
SourceLocation BodyRewriter::hidden(SourceLocation At) {
  return inserted(At, Hidden, SrcMgr::C_User);
}

/// The same in a system header: Clang does not warn of the code there.
SourceLocation BodyRewriter::quiet(SourceLocation At) {
  return inserted(At, Quiet, SrcMgr::C_System);
}

SourceLocation BodyRewriter::inserted(SourceLocation At, SourceLocation &Text,
                                      SrcMgr::CharacteristicKind Kind) {
  SourceManager &SM = PP.getSourceManager();
  constexpr llvm::StringLiteral Name = "yield";
  if (Text.isInvalid())
    Text = SM.getLocForStartOfFile(SM.createFileID(
        llvm::MemoryBuffer::getMemBuffer(Name, "<yieldc>"), Kind));
  return SM.createExpansionLoc(Text, At, At, Name.size());
}

/// Value, as the last expression behind a `return`, in a form that does not
/// disturb coverage.
Tokens BodyRewriter::counted(size_t I, llvm::StringRef Value) {
  Tokens Result;
  TokenTemplate(PP, hidden(Body[I].getLocation()), Result)
      .emit(CoverageLosesCount ? "((0) ? __extension__({ return 0; $v; }) : $v)"
                               : "$v",
            {{'v', Value.str()}});
  return Result;
}

/// As a number: `_Alignof` is an extension in C99, and warned of there.
std::string BodyRewriter::alignment(QualType T) const {
  return T->isVoidType() || T->isIncompleteType()
             ? "1"
             : std::to_string(S.Context.getTypeAlignInChars(T).getQuantity());
}

std::string BodyRewriter::size(QualType T) const {
  return T->isVoidType() || T->isIncompleteType()
             ? "0"
             : std::to_string(S.Context.getTypeSizeInChars(T).getQuantity());
}

void BodyRewriter::error(size_t I, diag::Name Name) {
  report(PP.getDiagnostics(), Body[I].getLocation(), Name) << Type.str();
}

bool BodyRewriter::refuseInStatic(size_t I, llvm::StringRef Keyword) {
  if (!Body.inStaticInitializer(I))
    return false;
  report(PP.getDiagnostics(), Body[I].getLocation(), diag::yield_in_static)
      << Keyword;
  at(I).emit("0");
  return true;
}

void BodyRewriter::rewrite(Range R) {
  // In keywords that are nested so deep there are as many brackets: Clang says
  // so, and goes no further.
  if (Depth > PP.getLangOpts().BracketDepth) {
    llvm::ArrayRef<Token> Rest = Body.slice(R.Begin, R.End);
    Out.insert(Out.end(), Rest.begin(), Rest.end());
    return;
  }
  ++Depth;
  for (size_t I = R.Begin; I < R.End;) {
    size_t First = Out.size();
    const Token &Old = Body[I];
    I = rewriteAt(I);
    // Clang's warnings of misleading indentation look at this.
    if (Out.size() > First && Old.isAtStartOfLine())
      Out[First].setFlag(Token::StartOfLine);
  }
  --Depth;
}

Tokens BodyRewriter::rewritten(Range R) {
  Tokens Outer;
  std::swap(Outer, Out);
  rewrite(R);
  std::swap(Outer, Out);
  return Outer;
}

/// Appends what becomes of the tokens at I; returns where to go on.
size_t BodyRewriter::rewriteAt(size_t I) {
  const Token &T = Body[I];
  if (T.is(tok::caret) && PP.getLangOpts().Blocks) {
    size_t Open = Body.blockBody(I);
    if (Open != BodyTokens::None && Body.match(Open) != BodyTokens::None)
      return copyForeign(I, Body.match(Open) + 1,
                         Body.is(Open + 2, "yieldc_begin")
                             ? diag::yield_in_expr
                             : diag::yield_in_block);
  }
  if (T.is(tok::annot_pragma_openmp)) {
    size_t End = Body.openMPRegionEnd(I);
    if (End != BodyTokens::None)
      return copyForeign(I, End, diag::yield_in_openmp);
  }
  if (T.is(tok::kw_return))
    return rewriteReturn(I);
  if (Body.isYield(I))
    return delegates(I) ? rewriteYieldFrom(I, nullptr)
                        : rewriteYield(I, nullptr);
  if (isKeyword(I))
    return rewriteAwait(I, nullptr);
  bool Open = I + 1 < Body.size() && Body[I + 1].is(tok::l_paren);
  bool Call = Open && Body.match(I + 1) != BodyTokens::None;
  if (Open && !Call && (isOurs(I, "catch") || isOurs(I, "fail"))) {
    at(I).emit("(void)"); // the parser will miss the bracket
    return I + 1;
  }
  if (Call && isOurs(I, "catch"))
    return rewriteCatch(I);
  if (Call && isOurs(I, "fail"))
    return rewriteFail(I);
  if (Call && Type.awaits() && Body.is(I, "yieldc_await_next"))
    return rewriteAwaitNext(I);
  if (Call && Body.is(I, "yieldc_loop_unhandled"))
    return rewriteUnhandled(I);
  if (I + 2 < Body.size() && Body[I + 1].is(tok::equal) &&
      Body[I + 2].is(tok::l_paren) && T.is(tok::identifier) &&
      T.getIdentifierInfo()->getName().starts_with("yieldc_taken_"))
    return rewriteTaken(I);
  if (Body.is(I, "_Defer") && !T.is(tok::identifier))
    return copyForeign(I, Body.statementEnd(I + 1), diag::yield_in_defer);
  Out.push_back(T);
  return I + 1;
}

/// Copies what is not, or not quite, the generator's own code; in it the
/// keywords are refused.
size_t BodyRewriter::copyForeign(size_t I, size_t End, diag::Name Why) {
  for (; I < End; ++I) {
    if (!isKeyword(I) && !isOurs(I, "fail") && !isOurs(I, "catch")) {
      Out.push_back(Body[I]);
      continue;
    }
    llvm::StringRef Refused = Body[I].getIdentifierInfo()->getName();
    report(PP.getDiagnostics(), Body[I].getLocation(), Why) << Refused;
    // What follows is still parsed, as an operand.
    at(I).emit(I + 1 < End && Body[I + 1].is(tok::semi) ? "(void)0" : "(void)");
    if (Body.isYield(I) && delegates(I))
      ++I;
  }
  return End;
}

/// Behind a suspension at I, of which the operand ends at Last: return if
/// interrupted. Under gen_catch, where Error is the variable, a thrown code
/// goes there instead.
void BodyRewriter::interruption(size_t I, size_t Last, const Range *Error) {
  if (!Error) {
    // (The braces keep Clang from taking the next token for badly indented.)
    hiddenAt(Last).emit("{ if (yieldc_interrupted(yieldc_self())) return 0; }");
    return;
  }
  // (When it is closed the variable may be gone already.)
  std::string Number = std::to_string(++Unique);
  hiddenAt(Last).emit("{ if (yieldc_closed(yieldc_self())) return 0; }"
                      "{ __auto_type yieldc_code_$n = &(",
                      {{'n', Number}});
  rewrite(*Error);
  hiddenAt(Last).emit("); yieldc_caught(yieldc_self(), (int *)yieldc_code_$n);",
                      {{'n', Number}});
  at(I).emit(
      "_Static_assert(__builtin_types_compatible_p("
      "  __typeof__(*yieldc_code_$n), int),"
      "\"$k_catch: the first argument must be an int variable\"); }",
      {{'n', Number}, {'k', std::string(Type.awaits() ? "task" : "gen")}});
}

// What an expression of type S ends in: a read of that type, in a form
// that Clang does not warn of when nobody uses it. That is an assignment, which
// keeps the type as it is; for records, which may have const members, a
// conditional expression of which one side is a call (never made: the condition
// is always true).
static constexpr llvm::StringLiteral ReadSent =
    "__attribute__((unused)) $S yieldc_sent_$n;"
    "yieldc_sent_$n ="
    "  *($S *)yieldc_received(yieldc_self(), sizeof($S), $c);";
static constexpr llvm::StringLiteral ReadSentRecord =
    "(1) ? *($S *)yieldc_received(yieldc_self(), sizeof($S), $c)"
    "  : (($S (*)(void))0)();";

/// Puts the user's Value, of type T, into the slot, for the keyword at I.
void BodyRewriter::putIntoSlot(size_t I, QualType T, Range Value,
                               llvm::StringRef Number) {
  at(Value.Begin)
      .emit("{ $T yieldc_value_$n = (", {{'T', T}, {'n', Number.str()}});
  rewrite(Value);
  at(Value.Begin).emit(");");
  quietAt(I).emit(
      "  __builtin_memcpy(($T *)yieldc_slot(yieldc_self(), $A),"
      "                   &yieldc_value_$n, sizeof(yieldc_value_$n));",
      {{'T', T}, {'A', alignment(T)}, {'n', Number.str()}});
  at(I).emit("}");
}

size_t BodyRewriter::rewriteYield(size_t I, const Range *Error) {
  size_t End = Body.expressionEnd(I + 1);
  bool Empty = End == I + 1;
  TokenTemplate T = at(I);
  if (Type.Kind == GeneratorType::Task) {
    error(I, diag::yield_in_task);
    T.emit("(void)0");
    return End;
  }
  if (refuseInStatic(I, "yield"))
    return End;
  if (Empty && !Type.Yielded->isVoidType()) {
    report(PP.getDiagnostics(), Body[I].getLocation(), diag::yield_needs_value)
        << Type.str() << Type.Yielded;
    T.emit(Type.Sent->isScalarType() ? "0" : "(void)0");
    return End;
  }
  bool Extra = !Empty && Type.Yielded->isVoidType();
  if (Extra)
    error(I + 1, diag::yield_takes_no_value);

  std::string Number = std::to_string(++Unique);
  T.emit("__extension__({");
  if (!Empty && !Extra)
    putIntoSlot(I, Type.Yielded, {I + 1, End}, Number);
  T.emit(Type.awaits() ? "yieldc_emit(yieldc_self()); yieldc_suspend();"
                       : "yieldc_pause(yieldc_self()); yieldc_suspend();");
  interruption(I, End - 1, Error);
  // (From here on coverage counts again.)
  at(End - 1).emit(Type.Sent->isVoidType()
                       ? "yieldc_enter(yieldc_self(), 0);"
                       : "yieldc_enter(yieldc_self(), YIELDC_SENT);");
  // (UL, since a conditional expression of an int would be warned of.)
  Tokens Last = counted(
      End - 1, Type.Sent->isVoidType() ? "0" : alignment(Type.Sent) + "UL");
  at(End - 1).emit(
      Type.Sent->isVoidType()     ? "(void)$c;"
      : Type.Sent->isRecordType() ? ReadSentRecord
                                  : ReadSent,
      {{'S', Type.Sent}, {'n', Number}, {'c', llvm::ArrayRef<Token>(Last)}});
  at(End - 1).emit("})");
  return End;
}

size_t BodyRewriter::rewriteReturn(size_t I) {
  size_t End = Body.semicolon(I + 1);
  TokenTemplate T = at(I);
  if (End == I + 1) {
    T.emit("return 0");
    return End;
  }
  if (Body[End].isNot(tok::semi)) { // the parser will say so
    Out.push_back(Body[I]);
    return I + 1;
  }
  if (Type.Result->isVoidType()) {
    error(I + 1, Type.awaits() ? diag::task_takes_no_value
                               : diag::return_takes_no_value);
    T.emit("{ (void)(");
    rewrite({I + 1, End});
    T.emit("); return 0; }");
    return End + 1;
  }
  T.emit("{");
  putIntoSlot(I, Type.Result, {I + 1, End}, std::to_string(++Unique));
  T.emit("yieldc_returned(yieldc_self()); return 0; }");
  return End + 1;
}

size_t BodyRewriter::rewriteCatch(size_t I) {
  size_t Close = Body.match(I + 1);
  Range Error = {I + 2, Body.expressionEnd(I + 2)};
  size_t Yield = Error.End + 1;
  bool Valid = Error.Begin < Error.End && Error.End < Close &&
               Body[Error.End].is(tok::comma) && isKeyword(Yield);
  size_t End = BodyTokens::None;
  if (Valid) {
    TokenTemplate T = at(I);
    T.emit("(");
    End = !Body.isYield(Yield) ? rewriteAwait(Yield, &Error)
          : delegates(Yield)   ? rewriteYieldFrom(Yield, &Error)
                               : rewriteYield(Yield, &Error);
    at(Close).emit(")");
  }
  if (End != Close) {
    error(I, Type.awaits() ? diag::catch_needs_await : diag::catch_needs_yield);
    if (!Valid)
      at(I).emit("(void)0");
  }
  return Close + 1;
}

size_t BodyRewriter::rewriteFail(size_t I) {
  size_t Close = Body.match(I + 1);
  if (Close == I + 2 || Body.expressionEnd(I + 2) != Close) {
    report(PP.getDiagnostics(), Body[I].getLocation(), diag::fail_needs_code)
        << Body[I].getIdentifierInfo()->getName();
    at(I).emit("(void)0");
    return Close + 1;
  }
  at(I).emit("("); // coverage counts from here
  quietAt(I).emit("__extension__({ yieldc_fail(yieldc_self(),");
  at(I + 2).emit("(");
  rewrite({I + 2, Close});
  at(I + 2).emit(")");
  quietAt(Close).emit("); return 0; })");
  at(Close).emit(")");
  return Close + 1;
}

/// A name, alone or in parentheses.
const Token *BodyRewriter::bareName(Range R) const {
  while (R.Begin < R.End && Body[R.Begin].is(tok::l_paren) &&
         Body.match(R.Begin) == R.End - 1)
    ++R.Begin, --R.End;
  if (R.End != R.Begin + 1 || Body[R.Begin].isNot(tok::identifier))
    return nullptr;
  return &Body[R.Begin];
}

/// One of a parameter that is a handle: then it is moved from.
const Token *BodyRewriter::bareParameter(Range R) const {
  const Token *Name = bareName(R);
  return Name && llvm::is_contained(Handles, Name->getIdentifierInfo())
             ? Name
             : nullptr;
}

/// Of a parameter, which may be `const`, without a warning.
std::string BodyRewriter::addressOf(const Token &Parameter) const {
  std::string Address = "&" + Parameter.getIdentifierInfo()->getName().str();
  for (const ParmVarDecl *P : Function.parameters())
    if (P->getIdentifier() == Parameter.getIdentifierInfo() &&
        P->getType().hasLocalQualifiers())
      return "(union { const volatile void *from; void *to; }){" + Address +
             "}.to";
  return Address;
}

/// What foreach or a tool takes over: `__auto_type yieldc_taken_x = (p);`
size_t BodyRewriter::rewriteTaken(size_t I) {
  Out.push_back(Body[I]);
  size_t Close = Body.match(I + 2);
  const Token *P =
      Close != BodyTokens::None ? bareParameter({I + 2, Close + 1}) : nullptr;
  if (!P)
    return I + 1;
  at(I + 1).emit(
      "= (__typeof__($p))yieldc_moved($a)",
      {{'p', P->getIdentifierInfo()->getName().str()}, {'a', addressOf(*P)}});
  return Close + 1;
}

/// The end of a foreach that has no variable for a failure: this one fails too.
size_t BodyRewriter::rewriteUnhandled(size_t I) {
  size_t LoopEnd = Body.expressionEnd(I + 2);
  at(I).emit("__extension__({ if (yieldc_loop_failed(yieldc_self(), $v))"
             " return 0; })",
             {{'v', Body.slice(I + 2, LoopEnd)}});
  return Body.match(I + 1) + 1;
}

} // namespace yieldc
