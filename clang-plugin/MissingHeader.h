// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// When a file that does not include <yieldc.h> is in error, looks for uses of
// generators in it: without the header they are only wrong syntax to Clang,
// which does not say what the matter is.

#ifndef YIELDC_MISSINGHEADER_H
#define YIELDC_MISSINGHEADER_H

#include "clang/Lex/PPCallbacks.h"
#include <vector>

namespace clang {
class CompilerInstance;
class Token;
} // namespace clang

namespace yieldc {

class MissingHeader : public clang::PPCallbacks {
public:
  explicit MissingHeader(clang::CompilerInstance &CI) : CI(CI) {}

  /// Reports the first use of generator(...) or foreach (...), where it is
  /// nothing of the program's own; true if there was one.
  bool report();

  /// Of `#if 0` and the like.
  void SourceRangeSkipped(clang::SourceRange Range,
                          clang::SourceLocation) override {
    Skipped.push_back(Range);
  }

private:
  using File = std::vector<clang::Token>;

  bool isForeign(llvm::StringRef Name) const;
  bool isSkipped(clang::SourceLocation Loc) const;
  bool isUse(const File &All, size_t I) const;
  File lex(clang::FileID ID) const;

  clang::CompilerInstance &CI;
  std::vector<clang::SourceRange> Skipped;
};

} // namespace yieldc

#endif // YIELDC_MISSINGHEADER_H
