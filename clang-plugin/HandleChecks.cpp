// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A walk over the statements in the order they are written, with the set of
// local handle variables whose generators are gone. A nested statement starts
// with the set of the one around it and gives nothing back but what it assigns
// anew: so there are no false alarms from branches and loops, and what they
// take over is not followed out of them. On the way it looks for conversions
// of handles to handles of another type, and to what is no handle.

#include "HandleChecks.h"
#include "Diagnostics.h"
#include "GeneratorType.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

using namespace clang;

namespace yieldc {

namespace {

class HandleWalk {
public:
  /// Of a generator function, which closes its parameters when it ends; null
  /// of another.
  HandleWalk(DiagnosticsEngine &Diags, const FunctionDecl *Generator)
      : Diags(Diags), Generator(Generator),
        Own(Generator ? GeneratorType::get(Generator->getReturnType())
                      : std::nullopt),
        Awaits(Own && Own->awaits()) {}

  /// Gone variables, and where they went.
  using Set = llvm::DenseMap<const VarDecl *, SourceLocation>;

  void walk(const Stmt *S, Set &Gone) {
    if (!S)
      return;
    if (isa<LabelStmt, SwitchCase>(S)) // who knows where control comes from
      Gone.clear();
    if (auto *Block = dyn_cast<CompoundStmt>(S)) {
      for (const Stmt *Each : Block->body())
        walk(Each, Gone);
      endOfScope(*Block, Gone);
      return;
    }
    if (auto *Decls = dyn_cast<DeclStmt>(S)) {
      for (const Decl *D : Decls->decls())
        if (auto *Variable = dyn_cast<VarDecl>(D))
          declare(*Variable, Gone);
      return;
    }
    if (isa<ForStmt, WhileStmt, DoStmt, IfStmt, SwitchStmt,
            AbstractConditionalOperator>(S)) {
      control(S, Gone);
      return;
    }
    if (auto *E = dyn_cast<Expr>(S)) {
      expression(E, Gone);
      return;
    }
    for (const Stmt *Child : S->children())
      walk(Child, Gone);
    if (isa<ReturnStmt>(S))
      endOfBody(Gone);
  }

  /// What a generator function closes when it ends, and what of it is gone.
  void endOfBody(Set &Gone) {
    if (!Generator)
      return;
    for (const ParmVarDecl *P : Generator->parameters()) {
      auto It = Gone.find(P);
      if (It == Gone.end() || Moved.count(P) || isSpent(P, It->second))
        continue;
      report(Diags, It->second, diag::parameter_closed_again)
          << P->getName() << mover(*P) << Own->word();
      Gone.erase(It);
    }
  }

private:
  void declare(const VarDecl &Variable, Set &Gone) {
    const Expr *Init = Variable.getInit();
    auto *Cleanup = Variable.getAttr<CleanupAttr>();
    if (Cleanup && !Awaits &&
        Cleanup->getFunctionDecl()->getName() == "yieldc_group_leave")
      report(Diags, Variable.getLocation(), diag::group_outside)
          << Variable.getName();
    auto Type = GeneratorType::get(Variable.getType());
    if (Init && Type && Type->awaits() && !Cleanup && !Variable.isReferenced())
      report(Diags, Variable.getLocation(), diag::task_never_awaited)
          << Variable.getName() << (Type->Kind == GeneratorType::Stream);
    walk(Init, Gone);
    // `yield from g`, as the plugin writes it, and the source of a tool.
    if (Init && (Variable.getName().starts_with("yieldc_inner_") ||
                 Variable.getName().starts_with("yieldc_taken_") ||
                 Variable.getName().starts_with("yieldc_awaited_")))
      take(Init, Gone);
  }

  /// The loop around a foreach that has a variable for a failure makes one
  /// pass.
  static const Stmt *loopOfForeach(const Stmt *S) {
    auto *For = dyn_cast<ForStmt>(S);
    auto *Init = For ? dyn_cast_or_null<DeclStmt>(For->getInit()) : nullptr;
    auto *Variable = Init ? dyn_cast<VarDecl>(*Init->decl_begin()) : nullptr;
    return Variable && Variable->getName().starts_with("yieldc_error_")
               ? For->getBody()
               : nullptr;
  }

  /// Parts of control statements run never, once or often.
  void control(const Stmt *S, Set &Gone) {
    if (const Stmt *Inner = loopOfForeach(S)) {
      walk(cast<ForStmt>(S)->getInit(), Gone);
      walk(Inner, Gone);
      return;
    }
    const Stmt *Always = nullptr;
    if (auto *For = dyn_cast<ForStmt>(S))
      Always = For->getInit();
    else if (auto *If = dyn_cast<IfStmt>(S))
      Always = If->getCond();
    walk(Always, Gone);
    for (const Stmt *Child : S->children()) {
      if (Child == Always)
        continue;
      Set Inside = Gone;
      walk(Child, Inside);
      for (auto It = Gone.begin(); It != Gone.end();) {
        auto Here = It++;
        if (!Inside.count(Here->first))
          Gone.erase(Here);
      }
    }
  }

  void expression(const Expr *E, Set &Gone) {
    if (auto *Cast = dyn_cast<ImplicitCastExpr>(E))
      conversion(*Cast);
    if (auto *Binary = dyn_cast<BinaryOperator>(E)) {
      const VarDecl *Target = variable(Binary->getLHS());
      if (Binary->getOpcode() == BO_Assign && Target) {
        walk(Binary->getRHS(), Gone);
        Gone.erase(Target);
        return;
      }
      if (Binary->isLogicalOp()) {
        walk(Binary->getLHS(), Gone);
        Set Inside = Gone;
        walk(Binary->getRHS(), Inside);
        return;
      }
    }
    if (auto *Unary = dyn_cast<UnaryOperator>(E))
      if (Unary->getOpcode() == UO_AddrOf)
        if (const VarDecl *V = variable(Unary->getSubExpr())) {
          Gone.erase(V); // gen_move, or somebody may assign
          Moved.insert(V);
          return;
        }
    if (isa<UnaryExprOrTypeTraitExpr>(E))
      return;
    if (auto *Block = dyn_cast<BlockExpr>(E)) { // a function of its own
      bool Outer = std::exchange(Awaits, false);
      Set Inside;
      walk(Block->getBlockDecl()->getBody(), Inside);
      Awaits = Outer;
      return;
    }
    auto *Called = dyn_cast<CallExpr>(E);
    // The marker that takes the addresses of all parameters.
    if (Called && calleeName(*Called) == "yieldc_begin")
      return;
    if (Called && calleeName(*Called) == "yieldc_spent") {
      // Gone, and null by now.
      const VarDecl *V = variable(addressed(Called->getArg(1)));
      if (auto It = Gone.find(V); V && It != Gone.end())
        Spent[V] = It->second;
      return;
    }
    if (auto *Ref = dyn_cast<DeclRefExpr>(E)) {
      auto It = Gone.find(dyn_cast<VarDecl>(Ref->getDecl()));
      if (It != Gone.end()) {
        auto Type = GeneratorType::get(Ref->getType());
        bool Task = Type && Type->Kind == GeneratorType::Task;
        report(Diags, Ref->getLocation(),
               Task ? diag::task_gone : diag::handle_gone)
            << Ref->getDecl()->getName();
        report(Diags, It->second,
               Task ? diag::task_gone_here : diag::handle_gone_here);
        Gone.erase(It); // once is enough
      }
      return;
    }
    for (const Stmt *Child : E->children())
      walk(Child, Gone);
    if (Called)
      call(*Called, Gone);
  }

  bool isSpent(const VarDecl *V, SourceLocation Where) const {
    auto It = Spent.find(V);
    return It != Spent.end() && It->second == Where;
  }

  /// What E takes the address of.
  static const Expr *addressed(const Expr *E) {
    auto *Unary = dyn_cast<UnaryOperator>(E->IgnoreParenCasts());
    return Unary && Unary->getOpcode() == UO_AddrOf ? Unary->getSubExpr() : E;
  }

  /// What empties a variable that is given away.
  static StringRef mover(const VarDecl &V) {
    auto Type = GeneratorType::get(V.getType());
    return Type && Type->awaits() ? "task_move" : "gen_move";
  }

  static StringRef calleeName(const CallExpr &Call) {
    const FunctionDecl *Callee = Call.getDirectCallee();
    return Callee && Callee->getIdentifier() ? Callee->getName() : "";
  }

  /// Clang has complained of the conversion of a handle, in its own words.
  void conversion(const ImplicitCastExpr &Cast) {
    auto From = GeneratorType::get(Cast.getSubExpr()->getType());
    auto To = GeneratorType::get(Cast.getType());
    QualType Other = Cast.getType();
    if (From && To && Cast.getCastKind() == CK_BitCast)
      report(Diags, Cast.getExprLoc(), diag::types_do_not_mix)
          << From->str() << To->str();
    else if (From &&
             (Cast.getCastKind() == CK_PointerToIntegral ||
              (Cast.getCastKind() == CK_BitCast &&
               !Other->isVoidPointerType() && !Other->isFunctionPointerType())))
      report(Diags, Cast.getExprLoc(),
             From->Kind == GeneratorType::Task ? diag::task_no_value
                                               : diag::handle_no_value)
          << From->str();
  }

  void call(const CallExpr &Call, Set &Gone) {
    StringRef Name = calleeName(Call);
    if (Name == "yieldc_close" || Name == "yieldc_source") {
      take(Call.getArg(0), Gone);
      return;
    }
    if (Name == "yieldc_given")
      given(Call);
    else if (Name == "yieldc_layout")
      layout(Call);
    // Who makes a generator takes over those it is made from; another function
    // may have only borrowed the handle.
    if (!GeneratorType::get(Call.getType()))
      return;
    for (const Expr *Argument : Call.arguments())
      if (GeneratorType::get(Argument->getType()))
        take(Argument, Gone);
  }

  void given(const CallExpr &Given) {
    auto *Make = dyn_cast<CallExpr>(Given.getArg(2)->IgnoreParenCasts());
    if (!Make || !Make->getDirectCallee() ||
        !GeneratorType::get(Make->getType()))
      refuse(Given, diag::in_needs_call);
  }

  void layout(const CallExpr &Asked) {
    const Expr *Named = Asked.getArg(0)->IgnoreParenCasts();
    if (auto *Unary = dyn_cast<UnaryOperator>(Named);
        Unary && Unary->getOpcode() == UO_AddrOf)
      Named = Unary->getSubExpr()->IgnoreParens();
    auto *Ref = dyn_cast<DeclRefExpr>(Named);
    auto *Function = Ref ? dyn_cast<FunctionDecl>(Ref->getDecl()) : nullptr;
    if (!Function || !GeneratorType::get(Function->getReturnType()))
      refuse(Asked, diag::size_needs_function);
  }

  void refuse(const CallExpr &Call, diag::Name Why) {
    CharSourceRange Use =
        macroCall(Diags.getSourceManager(), Call.getBeginLoc());
    report(Diags, Use.getBegin(), Why) << Use;
  }

  void take(const Expr *E, Set &Gone) {
    if (const VarDecl *V = variable(E))
      Gone[V] = E->getExprLoc();
  }

  /// What gen_auto closes here, and what of it is gone and was not replaced.
  void endOfScope(const CompoundStmt &Block, Set &Gone) {
    for (const Stmt *S : Block.body())
      if (auto *Decls = dyn_cast<DeclStmt>(S))
        for (const Decl *D : Decls->decls()) {
          auto *V = dyn_cast<VarDecl>(D);
          auto *Cleanup = V ? V->getAttr<CleanupAttr>() : nullptr;
          auto It = Gone.find(V);
          if (It == Gone.end() || !Cleanup || isSpent(V, It->second) ||
              Cleanup->getFunctionDecl()->getName() != "yieldc_close_variable")
            continue;
          report(Diags, It->second, diag::handle_closed_again)
              << V->getName() << mover(*V);
          Gone.erase(It);
        }
  }

  /// The local variable that E reads or names, through the casts and statement
  /// expressions of the macros.
  static const VarDecl *variable(const Expr *E) {
    for (;;) {
      E = E->IgnoreParenCasts();
      if (auto *Unary = dyn_cast<UnaryOperator>(E);
          Unary && Unary->getOpcode() == UO_Extension) {
        E = Unary->getSubExpr();
        continue;
      }
      auto *Statement = dyn_cast<StmtExpr>(E);
      if (!Statement || Statement->getSubStmt()->body_empty())
        break;
      auto *Last = dyn_cast<Expr>(Statement->getSubStmt()->body_back());
      if (!Last)
        return nullptr;
      E = Last;
    }
    auto *Ref = dyn_cast<DeclRefExpr>(E);
    auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    return V && V->hasLocalStorage() && GeneratorType::get(V->getType())
               ? V
               : nullptr;
  }

  DiagnosticsEngine &Diags;
  const FunctionDecl *Generator;
  std::optional<GeneratorType> Own; ///< Its type.
  bool Awaits; ///< What is walked is the body of a task or a stream.
  /// Those that may be null by now.
  llvm::DenseSet<const VarDecl *> Moved;
  /// Those that were null when they were gone, and where that was.
  llvm::DenseMap<const VarDecl *, SourceLocation> Spent;
};

} // namespace

void checkHandles(const FunctionDecl &Function, bool IsGenerator) {
  HandleWalk::Set Gone;
  HandleWalk Walk(Function.getASTContext().getDiagnostics(),
                  IsGenerator ? &Function : nullptr);
  Walk.walk(Function.getBody(), Gone);
  Walk.endOfBody(Gone);
}

} // namespace yieldc
