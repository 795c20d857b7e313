// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What can only be told of a generator function once it is parsed: refuses what
// can't be suspended, and prepares variable-length arrays.

#ifndef YIELDC_BODYCHECKS_H
#define YIELDC_BODYCHECKS_H

namespace clang {
class ASTContext;
class FunctionDecl;
} // namespace clang

namespace yieldc {

/// Before the body is parsed: refuses functions that can't be generators.
void checkDeclaration(clang::FunctionDecl &Function);

/// After it is parsed. May change the body.
void checkBody(clang::FunctionDecl &Function);

} // namespace yieldc

#endif // YIELDC_BODYCHECKS_H
