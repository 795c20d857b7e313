// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "TokenTemplate.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Sema/Ownership.h"

using namespace clang;

namespace yieldc {

void TokenTemplate::emit(llvm::StringRef Text, llvm::ArrayRef<Place> Places) {
  // Text is filled in first, for it may be a part of a token; what is then left
  // between the other places is lexed.
  std::string Pending;
  while (!Text.empty()) {
    size_t Dollar = std::min(Text.find('$'), Text.size());
    Pending += Text.take_front(Dollar);
    Text = Text.drop_front(Dollar);
    if (Text.empty())
      break;
    const Place *P = llvm::find_if(
        Places, [&](const Place &Each) { return Each.Letter == Text[1]; });
    assert(P != Places.end() && "nothing to fill this place with");
    Text = Text.drop_front(2);
    if (auto *Given = std::get_if<std::string>(&P->With)) {
      Pending += *Given;
      continue;
    }
    lex(Pending);
    Pending.clear();
    if (auto *T = std::get_if<QualType>(&P->With))
      type(*T);
    else
      for (const Token &Tok : std::get<llvm::ArrayRef<Token>>(P->With))
        Out.push_back(Tok);
  }
  lex(Pending);
}

void TokenTemplate::type(QualType T) {
  Token Tok;
  Tok.startToken();
  Tok.setKind(tok::annot_typename);
  Tok.setLocation(Loc);
  Tok.setAnnotationEndLoc(Loc);
  Tok.setAnnotationValue(OpaquePtr<QualType>::make(T).getAsOpaquePtr());
  Out.push_back(Tok);
}

void TokenTemplate::lex(llvm::StringRef Text) {
  if (Text.empty())
    return;
  // Literal tokens point at their text, which must live as long as they do.
  char *Copy = PP.getPreprocessorAllocator().Allocate<char>(Text.size() + 1);
  std::copy(Text.begin(), Text.end(), Copy);
  Copy[Text.size()] = 0;
  Lexer Raw(SourceLocation(), PP.getLangOpts(), Copy, Copy, Copy + Text.size());
  for (;;) {
    Token Tok;
    Raw.LexFromRawLexer(Tok);
    if (Tok.is(tok::eof))
      return;
    if (Tok.is(tok::raw_identifier)) {
      IdentifierInfo *Name = PP.getIdentifierInfo(Tok.getRawIdentifier());
      Tok.setIdentifierInfo(Name);
      Tok.setKind(Name->getTokenID());
    }
    Tok.clearFlag(Token::StartOfLine);
    Tok.setLocation(Loc);
    Out.push_back(Tok);
  }
}

} // namespace yieldc
