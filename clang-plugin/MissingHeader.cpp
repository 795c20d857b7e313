// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "MissingHeader.h"
#include "Diagnostics.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;

namespace yieldc {

/// Whether the program mentions the name, but has nothing that it names. (What
/// Clang declares itself, of a call of an unknown function, does not count.)
bool MissingHeader::isForeign(llvm::StringRef Name) const {
  IdentifierTable &Names = CI.getPreprocessor().getIdentifierTable();
  auto Known = Names.find(Name);
  if (Known == Names.end() || Known->second->hadMacroDefinition())
    return false;
  const auto *Unit = CI.getASTContext().getTranslationUnitDecl();
  return llvm::all_of(Unit->lookup(Known->second),
                      [](const NamedDecl *D) { return D->isImplicit(); });
}

bool MissingHeader::isSkipped(SourceLocation Loc) const {
  return llvm::any_of(Skipped, [&](SourceRange Range) {
    return Range.getBegin() <= Loc && Loc < Range.getEnd();
  });
}

/// Whether the name at I begins `generator(int) f` or `foreach (x, g) {`: no
/// call goes on like that.
bool MissingHeader::isUse(const File &All, size_t I) const {
  for (size_t Open = 0; ++I < All.size();) {
    if (All[I].is(tok::l_paren))
      ++Open;
    else if (!Open)
      return false;
    else if (All[I].is(tok::r_paren) && --Open == 0)
      return I + 1 < All.size() &&
             All[I + 1].isOneOf(tok::raw_identifier, tok::l_brace);
  }
  return false;
}

MissingHeader::File MissingHeader::lex(FileID ID) const {
  File All;
  const SourceManager &SM = CI.getSourceManager();
  if (auto Buffer = SM.getBufferOrNone(ID)) {
    Lexer Raw(ID, *Buffer, SM, CI.getLangOpts());
    for (Token T; !Raw.LexFromRawLexer(T);)
      All.push_back(T);
  }
  return All;
}

bool MissingHeader::report() {
  constexpr llvm::StringLiteral OfTasks[] = {"task",          "stream",
                                             "foreach_await", "task_of",
                                             "task_stream",   "task_foreach"};
  llvm::SmallVector<llvm::StringRef, 16> Wanted = {
      "generator", "foreach", "gen_generator", "gen_foreach"};
  Wanted.append(std::begin(OfTasks), std::end(OfTasks));
  llvm::erase_if(Wanted,
                 [&](llvm::StringRef Name) { return !isForeign(Name); });
  SourceManager &SM = CI.getSourceManager();
  // In the files in the order in which they were read.
  for (unsigned Entry = 0;
       !Wanted.empty() && Entry < SM.local_sloc_entry_size(); ++Entry) {
    const SrcMgr::SLocEntry &Place = SM.getLocalSLocEntry(Entry);
    if (!Place.isFile() ||
        SrcMgr::isSystem(Place.getFile().getFileCharacteristic()))
      continue;
    File All = lex(
        SM.getFileID(SourceLocation::getFromRawEncoding(Place.getOffset())));
    for (size_t I = 0; I < All.size(); ++I) {
      const Token &T = All[I];
      if (T.isNot(tok::raw_identifier) ||
          !llvm::is_contained(Wanted, T.getRawIdentifier()) || !isUse(All, I) ||
          isSkipped(T.getLocation()))
        continue;
      StringRef Name = T.getRawIdentifier();
      bool OfTask = llvm::is_contained(OfTasks, Name);
      yieldc::report(CI.getDiagnostics(), T.getLocation(), diag::header_missing)
          << Name << (OfTask ? "tasks" : "generators")
          << (OfTask ? "yieldc/task.h" : "yieldc.h");
      return true;
    }
  }
  return false;
}

} // namespace yieldc
