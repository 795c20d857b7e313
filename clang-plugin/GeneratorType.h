// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef YIELDC_GENERATORTYPE_H
#define YIELDC_GENERATORTYPE_H

#include "clang/AST/Type.h"
#include <optional>
#include <string>

namespace clang {
class ASTContext;
class RecordDecl;
} // namespace clang

namespace yieldc {

/// The three types in a handle's type, Y (*(*)(struct yieldc_frame *, R *))(S
/// *). Of tasks and streams S only tells what they are; then Sent is void.
struct GeneratorType {
  enum HandleKind { Generator, Task, Stream };

  clang::QualType Yielded, Sent, Result;
  HandleKind Kind = Generator;

  /// Nothing if T is not the type of a handle.
  static std::optional<GeneratorType> get(clang::QualType T);

  /// Whether it may await, so that every function that returns it is one.
  bool awaits() const { return Kind != Generator; }

  /// "generator", "task" or "stream".
  llvm::StringRef word() const;

  /// As the user writes it, e.g. "generator(int, void, char *)", "task(int)".
  std::string str() const;
};

/// Whether Record, which may be null, has this name.
bool isNamed(const clang::RecordDecl *Record, llvm::StringRef Name);

/// The public part of a frame for a generator function of a type: what the
/// begin marker tells the pass.
struct FrameLayout {
  uint64_t SlotEnd, SlotAlign; ///< in bytes

  FrameLayout(const clang::ASTContext &Context, const GeneratorType &Type,
              bool Delegates);
};

} // namespace yieldc

#endif // YIELDC_GENERATORTYPE_H
