// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "BodyTokens.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;

namespace yieldc {

static bool isOpening(const Token &T) {
  return T.isOneOf(tok::l_brace, tok::l_paren, tok::l_square);
}
static bool isClosing(const Token &T) {
  return T.isOneOf(tok::r_brace, tok::r_paren, tok::r_square);
}
static tok::TokenKind closingOf(const Token &T) {
  return T.is(tok::l_brace)   ? tok::r_brace
         : T.is(tok::l_paren) ? tok::r_paren
                              : tok::r_square;
}

BodyTokens::BodyTokens(Preprocessor &PP) {
  std::vector<size_t> Open;
  for (size_t Braces = 1; Braces;) {
    Token T;
    PP.Lex(T);
    size_t I = All.size();
    All.push_back(T);
    Match.push_back(None);
    if (T.is(tok::eof))
      break;
    HasStatic |= T.isOneOf(tok::kw_static, tok::kw_constexpr);
    if (T.is(tok::l_brace))
      ++Braces;
    else if (T.is(tok::r_brace))
      --Braces;
    if (isOpening(T)) {
      Open.push_back(I);
    } else if (isClosing(T)) {
      // A brace closes what was left open in it; another bracket that does not
      // fit is left for the parser to complain about.
      if (T.is(tok::r_brace))
        while (!Open.empty() && All[Open.back()].isNot(tok::l_brace))
          Open.pop_back();
      if (!Open.empty() && closingOf(All[Open.back()]) == T.getKind()) {
        Match[I] = Open.back();
        Match[Open.back()] = I;
        Open.pop_back();
      }
    }
  }
}

bool BodyTokens::is(size_t I, llvm::StringRef Name) const {
  if (I >= size() || All[I].isAnnotation() || All[I].isLiteral())
    return false;
  const IdentifierInfo *II = All[I].getIdentifierInfo();
  return II && II->getName() == Name;
}

bool BodyTokens::isKeyword(size_t I, llvm::StringRef Name) const {
  return is(I, Name) &&
         (I == 0 || !All[I - 1].isOneOf(tok::period, tok::arrow));
}

bool BodyTokens::containsYield() const {
  for (size_t I = 0; I < size(); ++I)
    if (isYield(I))
      return true;
  return false;
}

/// Whether an expression ends before T. Annotations are pragmas, and types,
/// which only the parser makes; but a byte of #embed is an operand. (Several
/// are as many operands with commas between them.)
static bool endsExpression(const Token &T) {
  if (T.is(tok::annot_embed))
    return static_cast<const EmbedAnnotationData *>(T.getAnnotationValue())
               ->BinaryData.size() != 1;
  return T.isAnnotation() || isClosing(T) || T.isOneOf(tok::semi, tok::eof);
}

/// Whether a name or a keyword at I, behind an operand, begins a statement: no
/// expression goes on like that.
bool BodyTokens::isNextStatement(size_t I) const {
  const Token &T = All[I], &Before = All[I - 1];
  if (T.isAnnotation() || T.isLiteral() || !T.getIdentifierInfo())
    return false;
  auto IsName = [&](size_t J) {
    return All[J].is(tok::identifier) && !isYield(J) && !isAwait(J) &&
           !is(J, "from");
  };
  if (Before.isOneOf(tok::r_paren, tok::r_brace)) {
    // Behind `(` may be a cast, and behind `(int)` or `f(x)` then not.
    size_t Open = Match[I - 1];
    return Open != None && Open > 0 &&
           (IsName(Open - 1) || Before.is(tok::r_brace));
  }
  return Before.isLiteral() || Before.is(tok::r_square) || IsName(I - 1);
}

size_t BodyTokens::expressionEnd(size_t I) const {
  const size_t Begin = I;
  for (unsigned Conditions = 0; I < size(); ++I) {
    const Token &T = All[I];
    if (I > Begin && isNextStatement(I))
      return I; // the parser will miss the semicolon
    if (isOpening(T)) {
      if (Match[I] == None)
        return size() - 1;
      I = Match[I];
    } else if (endsExpression(T) || (T.is(tok::comma) && !Conditions)) {
      return I; // (Between `?` and `:` a comma is an operator.)
    } else if (T.is(tok::question)) {
      ++Conditions;
    } else if (T.is(tok::colon) && !Conditions--) {
      return I;
    }
  }
  return size() - 1;
}

size_t BodyTokens::unaryEnd(size_t I) const {
  auto Behind = [&](size_t Open) {
    return Match[Open] == None ? size() - 1 : Match[Open] + 1;
  };
  auto IsPrefix = [&](size_t J) {
    return All[J].isOneOf(tok::star, tok::amp, tok::plus, tok::minus,
                          tok::exclaim, tok::tilde, tok::plusplus,
                          tok::minusminus, tok::kw___extension__) ||
           isAwait(J);
  };
  auto IsName = [&](size_t J) {
    return !All[J].isAnnotation() && All[J].getIdentifierInfo();
  };
  for (; I < size(); ++I) {
    if (IsPrefix(I))
      continue;
    // A cast? Of `(f)(x)` the same tokens follow, whichever it is.
    size_t After = All[I].is(tok::l_paren) ? Behind(I) : size();
    if (After >= size() || !(All[After].isLiteral() || IsName(After)))
      break;
    I = After - 1;
  }
  if (I >= size())
    return size() - 1;
  if (All[I].is(tok::l_paren)) {
    I = Behind(I);
    if (I < size() && All[I].is(tok::l_brace)) // a compound literal
      I = Behind(I);
  } else if (All[I].isLiteral() || IsName(I)) {
    ++I;
  } else {
    return I;
  }
  while (I < size()) {
    if (All[I].isOneOf(tok::l_paren, tok::l_square))
      I = Behind(I);
    else if (All[I].isOneOf(tok::period, tok::arrow))
      I = std::min(I + 2, size() - 1);
    else if (All[I].isOneOf(tok::plusplus, tok::minusminus) ||
             All[I].isLiteral())
      ++I;
    else
      break;
  }
  return std::min(I, size() - 1);
}

size_t BodyTokens::semicolon(size_t I) const {
  for (; I < size(); ++I) {
    if (isOpening(All[I])) {
      if (Match[I] == None)
        return size() - 1;
      I = Match[I];
    } else if (isClosing(All[I]) || All[I].isOneOf(tok::semi, tok::eof)) {
      return I;
    }
  }
  return size() - 1;
}

size_t BodyTokens::statementEnd(size_t I) const {
  if (I >= size())
    return size();
  if (All[I].is(tok::l_brace))
    return Match[I] == None ? size() - 1 : Match[I] + 1;
  if (All[I].isOneOf(tok::kw_for, tok::kw_while, tok::kw_if, tok::kw_switch) &&
      I + 1 < size() && All[I + 1].is(tok::l_paren) && Match[I + 1] != None) {
    size_t End = statementEnd(Match[I + 1] + 1);
    if (All[I].is(tok::kw_if) && End < size() && All[End].is(tok::kw_else))
      End = statementEnd(End + 1);
    return End;
  }
  if (All[I].is(tok::kw_do))
    return semicolon(statementEnd(I + 1)) + 1;
  return std::min(semicolon(I) + 1, size());
}

/// Whether an operand ends before I, so that an operator at I is a binary one.
bool BodyTokens::isOperandBefore(size_t I) const {
  if (I == 0)
    return false;
  const Token &T = All[I - 1];
  return T.isLiteral() || T.isOneOf(tok::identifier, tok::r_square) ||
         (T.is(tok::r_paren)) || T.isOneOf(tok::plusplus, tok::minusminus);
}

size_t BodyTokens::blockBody(size_t I) const {
  if (All[I].isNot(tok::caret) || I + 1 >= size())
    return None;
  if (All[I + 1].is(tok::l_brace))
    return I + 1; // `a ^ {` is nothing else
  if (isOperandBefore(I))
    return None;
  // A type, parameters, attributes, up to the brace.
  for (++I; I < size(); ++I) {
    if (All[I].is(tok::l_brace))
      return I;
    if (isOpening(All[I]) && Match[I] != None)
      I = Match[I];
    else if (isClosing(All[I]) ||
             All[I].isOneOf(tok::semi, tok::comma, tok::eof))
      return None;
  }
  return None;
}

size_t BodyTokens::openMPRegionEnd(size_t I) const {
  if (All[I].isNot(tok::annot_pragma_openmp) || I + 1 >= size())
    return None;
  static constexpr llvm::StringLiteral Alone[] = {
      "barrier",  "taskwait", "taskyield", "flush", "threadprivate",
      "allocate", "declare",  "end",       "begin", "requires",
      "error",    "nothing",  "interop",   "depobj"};
  for (llvm::StringRef Name : Alone)
    if (is(I + 1, Name))
      return None;
  while (I < size() && All[I].isNot(tok::annot_pragma_openmp_end))
    ++I;
  return I < size() ? statementEnd(I + 1) : None;
}

bool BodyTokens::inStaticInitializer(size_t I) const {
  if (!HasStatic) // to the beginning of a long list it is far
    return false;
  bool Initializer = false;
  while (I-- > 0) {
    const Token &T = All[I];
    if (isClosing(T) && Match[I] != None) {
      // A closed brace ends a statement, unless it is in the middle of one.
      if (T.is(tok::r_brace) && !Initializer)
        return false;
      I = Match[I];
    } else if (T.is(tok::equal)) {
      Initializer = true;
    } else if (T.is(tok::semi)) {
      return false;
    } else if (T.is(tok::l_brace)) {
      // Of an initializer, or of a block?
      if (I == 0 || !All[I - 1].isOneOf(tok::equal, tok::comma, tok::l_brace))
        return false;
      Initializer = true;
    } else if (Initializer && T.isOneOf(tok::kw_static, tok::kw_constexpr)) {
      return true;
    }
  }
  return false;
}

/// Whether the `{` is that of `enum {` or `enum e : type {`.
bool BodyTokens::isEnum(size_t Brace) const {
  for (size_t I = Brace;
       I-- > 0 && !All[I].isOneOf(tok::semi, tok::l_brace, tok::r_brace);)
    if (All[I].is(tok::kw_enum))
      return true;
  return false;
}

bool BodyTokens::looksDeclared(size_t I) const {
  if (I == 0)
    return false;
  const Token &T = All[I - 1];
  if (T.isOneOf(tok::identifier, tok::star, tok::comma, tok::greater))
    return true;
  if (T.is(tok::l_brace))
    return isEnum(I - 1);
  const IdentifierInfo *Word =
      T.isAnnotation() || T.isLiteral() ? nullptr : T.getIdentifierInfo();
  return Word && !T.isOneOf(tok::kw_return, tok::kw_else, tok::kw_do,
                            tok::kw_case, tok::kw_sizeof, tok::kw_goto);
}

bool BodyTokens::isInScope(size_t Name, size_t I) const {
  // Outwards, from one bracket around the declaration to the next.
  for (size_t J = Name; J-- > 0;) {
    const Token &T = All[J];
    if (isClosing(T) && Match[J] != None)
      J = Match[J];
    if (!isOpening(T) || Match[J] == None)
      continue;
    if (Match[J] > I)
      return true;
    if (T.is(tok::l_brace)) {
      // A block that has ended, or members; but constants are declared outside.
      if (!isEnum(J))
        return false;
    } else if (J > 0 && All[J - 1].isOneOf(tok::kw_for, tok::kw_while,
                                           tok::kw_if, tok::kw_switch)) {
      return I < statementEnd(J - 1);
    } else if (J + 1 != Name && All[J + 1].isNot(tok::star)) {
      return false; // a parameter; `(*x)` is a variable
    }
  }
  return true;
}

bool BodyTokens::isMeantAsName(size_t I) const {
  if (I + 1 >= size() || !(isYield(I) || isAwait(I)))
    return false;
  const Token &After = All[I + 1];
  if (After.isOneOf(tok::equal, tok::plusequal, tok::minusequal, tok::starequal,
                    tok::slashequal, tok::percentequal, tok::period, tok::arrow,
                    tok::l_square))
    return true;
  if (I == 0)
    return After.is(tok::colon);
  const Token &Before = All[I - 1];
  if (Before.is(tok::kw_goto))
    return true;
  if (After.is(tok::colon))
    return Before.isOneOf(tok::semi, tok::l_brace, tok::r_brace);
  // (At a line's begin, a semicolon is missing before.)
  return After.isOneOf(tok::semi, tok::comma) && !All[I].isAtStartOfLine() &&
         ((Before.is(tok::identifier) && !is(I - 1, "from")) ||
          Before.isOneOf(tok::kw_int, tok::kw_unsigned, tok::kw_signed,
                         tok::kw_long, tok::kw_short, tok::kw_char,
                         tok::kw_float, tok::kw_double, tok::kw__Bool,
                         tok::kw_bool));
}

bool BodyTokens::isLabel(size_t I) const {
  if (I > 0 && All[I - 1].is(tok::kw_goto))
    return true;
  return I + 1 < size() && All[I + 1].is(tok::colon) &&
         (I == 0 ||
          All[I - 1].isOneOf(tok::semi, tok::colon, tok::l_brace, tok::r_brace,
                             tok::r_paren, tok::kw_else, tok::kw_do));
}

} // namespace yieldc
