// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a body begins with: the marker that ends the call of the generator
// function, which is told of the parameters that need something done.

#include "BodyRewriter.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Sema/Scope.h"
#include "clang/Sema/Sema.h"

using namespace clang;

namespace yieldc {

/// Behind the pragmas that may only stand where a block begins.
size_t BodyRewriter::leadingPragmas() const {
  size_t I = 0;
  while (Body[I].isOneOf(
      tok::annot_pragma_fp, tok::annot_pragma_fp_contract,
      tok::annot_pragma_float_control, tok::annot_pragma_fenv_access,
      tok::annot_pragma_fenv_access_ms, tok::annot_pragma_fenv_round,
      tok::annot_pragma_pack, tok::annot_pragma_align, tok::annot_pragma_vis,
      tok::annot_pragma_msstruct))
    ++I;
  return I;
}

/// Whether Clang may use a parameter of type T in the memory that its caller
/// passed it in: what CodeGenFunction::EmitParmDecl does with all that has no
/// scalar evaluation kind.
static bool isCallersMemory(QualType T) {
  if (auto *Atomic = T->getAs<AtomicType>())
    T = Atomic->getValueType();
  return T->isRecordType() || T->isAnyComplexType();
}

/// Handles and records that came without a name (C23) need one to be closed and
/// copied by; and they are no registers then.
void BodyRewriter::nameParameters() {
  for (ParmVarDecl *P : Function.parameters()) {
    QualType T = P->getType();
    bool IsHandle = GeneratorType::get(T).has_value();
    if (!IsHandle && !isCallersMemory(T))
      continue;
    if (!P->getIdentifier()) {
      P->setDeclName(
          PP.getIdentifierInfo("yieldc_unnamed_" + std::to_string(++Unique)));
      S.PushOnScopeChains(P, S.getCurScope());
    }
    if (P->getStorageClass() == SC_Register)
      P->setStorageClass(SC_None); // for its address is taken
    if (IsHandle)
      Handles.push_back(P->getIdentifier());
    else
      Records.push_back(P);
  }
}

void BodyRewriter::prologue() {
  // (An inline function may refer to the header's static data in silence only
  // from the user's own text, not from a macro's.)
  SourceLocation Begin =
      PP.getSourceManager().getExpansionLoc(Function.getBeginLoc());
  TokenTemplate T(PP, Begin, Out);
  bool Delegates = Type.awaits();
  for (size_t I = 0; I < Body.size(); ++I)
    Delegates |= Body.isYield(I) && delegates(I);
  FrameLayout Layout(S.Context, Type, Delegates);
  T.emit("__extension__ yieldc_begin($e, $a, yieldc_support_table, $h",
         {{'e', std::to_string(Layout.SlotEnd)},
          {'a', std::to_string(Layout.SlotAlign)},
          {'h', std::to_string(Handles.size())}});
  for (IdentifierInfo *P : Handles)
    T.emit(", &$p", {{'p', P->getName().str()}});
  for (ParmVarDecl *P : Records)
    T.emit(", &$p, $s, $a", {{'p', P->getName().str()},
                             {'s', size(P->getType())},
                             {'a', alignment(P->getType())}});
  T.emit(");");
  TokenTemplate(PP, hidden(Begin), Out)
      .emit("{ if (yieldc_interrupted(yieldc_self())) return 0; }"
            "yieldc_enter(yieldc_self(), 0);");
}

} // namespace yieldc
