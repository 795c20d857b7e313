// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The only place that knows of differences between the supported versions of
// LLVM and Clang (19 and 22).

#ifndef YIELDC_COMPAT_H
#define YIELDC_COMPAT_H

#include "llvm/Config/llvm-config.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Intrinsics.h"

#if LLVM_VERSION_MAJOR >= 22
#include "llvm/Plugins/PassPlugin.h"
#else
#include "llvm/Passes/PassPlugin.h"
#endif

namespace yieldc {

inline llvm::Function *getIntrinsic(llvm::Module &M, llvm::Intrinsic::ID ID,
                                    llvm::ArrayRef<llvm::Type *> Types = {}) {
#if LLVM_VERSION_MAJOR >= 20
  return llvm::Intrinsic::getOrInsertDeclaration(&M, ID, Types);
#else
  return llvm::Intrinsic::getDeclaration(&M, ID, Types);
#endif
}

/// In clang 19's coverage, what follows a statement expression with a `return`
/// has the count that the last expression there has left: zero, but for a
/// conditional expression of which one side does not go on.
constexpr bool CoverageLosesCount = LLVM_VERSION_MAJOR < 22;

/// Whether sanitizers instrument what they have instrumented already.
constexpr bool SanitizersRunTwice = LLVM_VERSION_MAJOR < 22;

/// The head of a function of clang's ASTReaderListener.
#if LLVM_VERSION_MAJOR >= 22
#define YIELDC_READ_LANGUAGE_OPTIONS(Options)                                  \
  ReadLanguageOptions(const clang::LangOptions &Options, llvm::StringRef,      \
                      bool, bool)
#else
#define YIELDC_READ_LANGUAGE_OPTIONS(Options)                                  \
  ReadLanguageOptions(const clang::LangOptions &Options, bool, bool)
#endif

/// What the first argument of F points to is not used again when F returns.
inline void setDeadOnReturn(llvm::Function &F) {
#if LLVM_VERSION_MAJOR >= 22
  F.addParamAttr(0, llvm::Attribute::DeadOnReturn);
#endif
}

inline void createLifetimeStart(llvm::IRBuilder<> &B,
                                llvm::AllocaInst *Variable, uint64_t Size) {
#if LLVM_VERSION_MAJOR >= 22
  B.CreateLifetimeStart(Variable);
#else
  B.CreateLifetimeStart(Variable, B.getInt64(Size));
#endif
}

inline void createLifetimeEnd(llvm::IRBuilder<> &B, llvm::AllocaInst *Variable,
                              uint64_t Size) {
#if LLVM_VERSION_MAJOR >= 22
  B.CreateLifetimeEnd(Variable);
#else
  B.CreateLifetimeEnd(Variable, B.getInt64(Size));
#endif
}

} // namespace yieldc

#endif // YIELDC_COMPAT_H
