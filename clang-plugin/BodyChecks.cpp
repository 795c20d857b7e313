// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "BodyChecks.h"
#include "Diagnostics.h"
#include "NoAllocation.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/Builtins.h"
#include "clang/Basic/TargetInfo.h"

using namespace clang;

namespace yieldc {

static bool isSupported(const llvm::Triple &Target) {
  return Target.isWasm() ||
         (Target.isOSBinFormatELF() &&
          (Target.isX86() || Target.isARM() || Target.isThumb() ||
           Target.isAArch64() || Target.isRISCV() || Target.isPPC() ||
           Target.isSystemZ()));
}

void checkDeclaration(FunctionDecl &Function) {
  DiagnosticsEngine &Diags = Function.getASTContext().getDiagnostics();
  SourceLocation Loc = Function.getLocation();
  const llvm::Triple &Target =
      Function.getASTContext().getTargetInfo().getTriple();
  if (!isSupported(Target))
    report(Diags, Loc, diag::function_target) << Target.str();
  if (Function.isVariadic())
    report(Diags, Loc, diag::function_variadic);
  if (Function.isMain())
    report(Diags, Loc, diag::function_main);
  if (Function.isNoReturn())
    report(Diags, Loc, diag::function_attribute) << "_Noreturn";
  if (Function.hasAttr<ConstAttr>())
    report(Diags, Loc, diag::function_attribute) << "const";
  if (Function.hasAttr<PureAttr>())
    report(Diags, Loc, diag::function_attribute) << "pure";
}

namespace {

class BodyWalk {
public:
  BodyWalk(FunctionDecl &Function, Stmt *Test)
      : Context(Function.getASTContext()), Diags(Context.getDiagnostics()),
        NeverAllocated(isNeverAllocated(Function)), Test(Test) {}

  /// S may be replaced by another statement.
  void walk(Stmt *&S) {
    if (!S)
      return;
    refuse(S);
    for (Stmt *&Child : S->children())
      walk(Child);
    if (auto *Compound = dyn_cast<CompoundStmt>(S))
      S = withVlaTests(Compound);
  }

private:
  void refuse(const Stmt *S) {
    // (Where a long sum begins takes as long to find.)
    if (isa<AddrLabelExpr, IndirectGotoStmt>(S))
      report(Diags, S->getBeginLoc(), diag::body_computed_goto);
    else if (auto *Asm = dyn_cast<GCCAsmStmt>(S); Asm && Asm->isAsmGoto())
      report(Diags, S->getBeginLoc(), diag::body_asm_goto);
    else if (auto *For = dyn_cast<ForStmt>(S);
             For && For->getInit() && declaresVla(For->getInit()))
      report(Diags, For->getInit()->getBeginLoc(), diag::body_vla_in_for);
    else if (auto *Call = dyn_cast<CallExpr>(S))
      refuseCall(*Call);
    else if (NeverAllocated && isa<DeclStmt>(S) && declaresVla(S))
      report(Diags, S->getBeginLoc(), diag::body_vla_noalloc);
  }

  void refuseCall(const CallExpr &Call) {
    const FunctionDecl *Callee = Call.getDirectCallee();
    if (!Callee)
      return;
    switch (Callee->getBuiltinID()) {
    case Builtin::BIalloca:
    case Builtin::BI__builtin_alloca:
    case Builtin::BI__builtin_alloca_uninitialized:
    case Builtin::BI__builtin_alloca_with_align:
    case Builtin::BI__builtin_alloca_with_align_uninitialized:
      report(Diags, Call.getBeginLoc(), diag::body_alloca);
      return;
    case Builtin::BI__builtin_setjmp:
      report(Diags, Call.getBeginLoc(), diag::body_setjmp) << Callee->getName();
      return;
    default:
      if (Callee->hasAttr<ReturnsTwiceAttr>())
        report(Diags, Call.getBeginLoc(), diag::body_setjmp)
            << Callee->getName().ltrim('_'); // as before the macro
    }
    countLocks(Callee->getIdentifier() ? Callee->getName() : "",
               Call.getBeginLoc());
  }

  /// Locks and unlocks in the order they are written.
  void countLocks(StringRef Callee, SourceLocation Loc) {
    if (Callee == "pthread_mutex_lock" || Callee == "mtx_lock")
      ++Locked;
    else if (Callee == "pthread_mutex_unlock" || Callee == "mtx_unlock")
      Locked -= Locked > 0;
    else if (Callee == "yieldc_suspend" && Locked)
      report(Diags, Loc, diag::body_mutex);
  }

  static bool isVla(const Decl *D) {
    auto *Variable = dyn_cast<VarDecl>(D);
    return Variable && Variable->hasLocalStorage() &&
           Variable->getType()->isVariableArrayType();
  }

  /// Statement with the labels of S.
  static Stmt *labelled(Stmt *S, Stmt *Statement) {
    if (auto *Label = dyn_cast<LabelStmt>(S))
      Label->setSubStmt(labelled(Label->getSubStmt(), Statement));
    else if (auto *Case = dyn_cast<CaseStmt>(S))
      Case->setSubStmt(labelled(Case->getSubStmt(), Statement));
    else if (auto *Default = dyn_cast<DefaultStmt>(S))
      Default->setSubStmt(labelled(Default->getSubStmt(), Statement));
    else
      return Statement;
    return S;
  }

  /// Whether S, without its labels, declares a variable-length array.
  static const DeclStmt *declaresVla(const Stmt *S) {
    for (;;) {
      if (auto *Label = dyn_cast<LabelStmt>(S))
        S = Label->getSubStmt();
      else if (auto *Case = dyn_cast<SwitchCase>(S))
        S = Case->getSubStmt();
      else
        break;
    }
    auto *Decls = dyn_cast<DeclStmt>(S);
    return Decls && llvm::any_of(Decls->decls(), isVla) ? Decls : nullptr;
  }

  static bool isNeverAllocated(const FunctionDecl &Function) {
    auto *Error = Function.getAttr<ErrorAttr>();
    return Error && Error->getUserDiagnostic().starts_with(NoAllocationMark);
  }

  /// Behind each declaration of a variable-length array comes a test whether
  /// there was memory for it: the same `if (yieldc_interrupted(…)) return 0;`
  /// that the body begins with, for the parser is gone that could make another.
  /// An array declared together with others is declared alone, so that no
  /// initializer runs before the test.
  CompoundStmt *withVlaTests(CompoundStmt *Block) {
    if (llvm::none_of(Block->body(), declaresVla))
      return Block;
    SmallVector<Stmt *, 16> New;
    for (Stmt *S : Block->body()) {
      const DeclStmt *Decls = declaresVla(S);
      if (!Decls) {
        New.push_back(S);
        continue;
      }
      for (Decl *D : Decls->decls()) {
        auto *Alone = new (Context)
            DeclStmt(DeclGroupRef(D), Decls->getBeginLoc(), Decls->getEndLoc());
        New.push_back(D == *Decls->decl_begin() ? labelled(S, Alone) : Alone);
        if (isVla(D))
          New.push_back(Test);
      }
    }
    return CompoundStmt::Create(Context, New,
                                Block->getStoredFPFeaturesOrDefault(),
                                Block->getLBracLoc(), Block->getRBracLoc());
  }

  ASTContext &Context;
  DiagnosticsEngine &Diags;
  bool NeverAllocated;
  unsigned Locked = 0;
  Stmt *Test; ///< the body's first, behind the begin marker
};

} // namespace

void checkBody(FunctionDecl &Function) {
  auto *Block = dyn_cast_or_null<CompoundStmt>(Function.getBody());
  if (!Block || Block->size() < 2)
    return; // in error
  Stmt *Body = Block;
  BodyWalk(Function, Block->body_begin()[1]).walk(Body);
  Function.setBody(Body);
}

} // namespace yieldc
