// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The plugin's place in Clang. Before it parses a function body, the parser
// asks its consumer whether it may skip it, with the declaration known and only
// the `{` read. Our answer is always no; but if the function returns a
// generator, we take the body's tokens from the preprocessor and hand back
// others.
//
// The lowering is a pass in the same module: it is registered with the code
// generator here, so that -fplugin alone is enough.

#include "BodyChecks.h"
#include "BodyRewriter.h"
#include "Compat.h"
#include "HandleChecks.h"
#include "HostVersion.h"
#include "Lower.h"
#include "MacroArguments.h"
#include "MissingHeader.h"
#include "PassPlugin.h"
#include "PrecompiledHeader.h"
#include "RequireAttribute.h"
#include "TypeAttributes.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendPluginRegistry.h"
#include "clang/Lex/HeaderSearch.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Sema/Lookup.h"
#include "clang/Sema/Sema.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include <dlfcn.h>

using namespace clang;

namespace yieldc {

namespace {

class Consumer : public ASTConsumer {
public:
  explicit Consumer(CompilerInstance &CI) : CI(CI) {
    Preprocessor &PP = CI.getPreprocessor();
    auto Arguments = std::make_unique<MacroArguments>(PP);
    auto Header = std::make_unique<MissingHeader>(CI);
    Macros = Arguments.get();
    Missing = Header.get();
    PP.addPPCallbacks(std::move(Arguments));
    PP.addPPCallbacks(std::move(Header));
  }

  bool shouldSkipFunctionBody(Decl *D) override {
    FunctionDecl *Function = D->getAsFunction();
    if (!Function || !headerSeen())
      return false;
    Seen.insert(Function);
    auto Type = GeneratorType::get(Function->getReturnType());
    if (!Type && CI.getSourceManager().isInSystemHeader(D->getLocation()))
      return false;
    unsigned Refused = Macros->refused();
    BodyTokens Body(CI.getPreprocessor());
    Tokens New;
    bool Rewrites = Type && (Type->awaits() || Body.containsYield());
    if (Macros->refused() != Refused ||
        (Rewrites && refuseName(*Function, *Type, Body)) ||
        (!(Type && Type->awaits()) &&
         refuseAwait(*Function, Body,
                     Rewrites ? diag::await_in_generator
                              : diag::await_outside))) {
      // Nothing else can be said of this body.
      New.push_back(Body[Body.size() - 1]);
      Function->setHasImplicitReturnZero(true);
      for (ParmVarDecl *P : Function->parameters())
        P->setReferenced();
    } else if (Rewrites) {
      checkDeclaration(*Function);
      Function->setHasImplicitReturnZero(true);
      Generators.insert(Function);
      New = BodyRewriter(CI.getSema(), *Function, *Type, Body, Unique).run();
    } else {
      New = Body.slice(0, Body.size()).vec();
      if (!Type)
        refuseYield(*Function, Body, New);
    }
    auto Copy = std::make_unique<Token[]>(New.size());
    std::copy(New.begin(), New.end(), Copy.get());
    CI.getPreprocessor().EnterTokenStream(std::move(Copy), New.size(),
                                          /*DisableMacroExpansion=*/true,
                                          /*IsReinject=*/true);
    return false;
  }

  bool HandleTopLevelDecl(DeclGroupRef Group) override {
    for (Decl *D : Group)
      if (auto *Function = dyn_cast<FunctionDecl>(D))
        handle(*Function);
    explainErrors();
    return true;
  }

  void HandleTranslationUnit(ASTContext &) override {
    explainErrors();
    if (headerSeen() && !CI.getCodeGenOpts().SaveTempsFilePrefix.empty())
      keepPasses();
  }

private:
  void handle(FunctionDecl &Function) {
    if (Function.isFromASTFile()) // this was done when that was made
      return;
    if (Function.isThisDeclarationADefinition() && Seen.count(&Function))
      checkHandles(Function, Generators.count(&Function));
    auto Type = GeneratorType::get(Function.getReturnType());
    if (!Type)
      return;
    if (!Function.hasAttr<WarnUnusedResultAttr>())
      Function.addAttr(WarnUnusedResultAttr::CreateImplicit(
          CI.getASTContext(),
          Type->Kind == GeneratorType::Task
              ? "it makes a task, which never runs if it is lost here; await "
                "it, or start it with task_spawn"
          : Type->Kind == GeneratorType::Stream
              ? "it makes a stream, which is lost here; consume it with "
                "foreach_await"
              : "it makes a generator, which is lost here; consume "
                "it with foreach, or keep the handle"));
    if (!Function.isThisDeclarationADefinition())
      return;
    if (Generators.count(&Function))
      checkBody(Function);
    else if (!Seen.count(&Function) && Function.hasBody())
      report(CI.getDiagnostics(), Function.getLocation(), diag::function_hidden)
          << Function.getNameAsString();
  }

  /// -save-temps leaves the passes to a step that reads bitcode, in which no
  /// plugin for sources is asked: so they run in this one, too.
  void keepPasses() {
    constexpr SanitizerMask Passes =
        SanitizerKind::Address | SanitizerKind::KernelAddress |
        SanitizerKind::HWAddress | SanitizerKind::KernelHWAddress |
        SanitizerKind::Memory | SanitizerKind::Thread;
    if (SanitizersRunTwice && CI.getLangOpts().Sanitize.hasOneOf(Passes))
      report(CI.getDiagnostics(), SourceLocation(), diag::save_temps_sanitized);
    CI.getCodeGenOpts().DisableLLVMPasses = false;
  }

  /// Whether <yieldc.h> has been read: only then is there any work to do.
  bool headerSeen() {
    if (!HeaderSeen) {
      constexpr llvm::StringLiteral Name = "yieldc_frame";
      IdentifierTable &Names = CI.getPreprocessor().getIdentifierTable();
      IdentifierInfoLookup *Precompiled = Names.getExternalIdentifierLookup();
      HeaderSeen = Names.find(Name) != Names.end() ||
                   (Precompiled && Precompiled->get(Name));
    }
    return HeaderSeen;
  }

  /// After an error that may be one for want of the header.
  void explainErrors() {
    if (!Explained && CI.getDiagnostics().hasErrorOccurred())
      Explained = headerSeen() || Missing->report();
  }

  /// In a generator function nothing else can be called `yield`; in a task or a
  /// stream neither that nor `await`.
  bool refuseName(FunctionDecl &Function, const GeneratorType &Type,
                  const BodyTokens &Body) {
    auto Refuse = [&](SourceLocation Loc, StringRef Name) {
      if (Name != "yield" && !(Name == "await" && Type.awaits()))
        return false;
      report(CI.getDiagnostics(), Loc, diag::yield_is_keyword)
          << Function.getNameAsString() << Name << Type.word();
      return true;
    };
    for (ParmVarDecl *P : Function.parameters())
      if (Refuse(P->getLocation(), P->getName()))
        return true;
    for (size_t I = 0; I < Body.size(); ++I)
      if (Body.isMeantAsName(I) &&
          Refuse(Body[I].getLocation(), Body[I].getIdentifierInfo()->getName()))
        return true;
    return false;
  }

  /// The first token that Is says is a keyword, where that is not one. If
  /// nothing has that name, it was meant; else the result is None.
  size_t meantAsKeyword(const BodyTokens &Body,
                        bool (BodyTokens::*Is)(size_t) const) {
    size_t First = 0;
    while (First < Body.size() && !((Body.*Is)(First) && !Body.isLabel(First)))
      ++First;
    // (Not what is yielded: no type is called `yield`.)
    bool Operand = First > 0 && Body.isYield(First - 1);
    if (First == Body.size() || (Body.looksDeclared(First) && !Operand))
      return BodyTokens::None;
    Sema &S = CI.getSema();
    LookupResult Found(S, Body[First].getIdentifierInfo(),
                       Body[First].getLocation(), Sema::LookupOrdinaryName);
    Found.suppressDiagnostics();
    bool Declared = S.LookupName(Found, S.getCurScope()) || !Found.empty();
    return Declared ? BodyTokens::None : First;
  }

  /// In a function that is neither a task nor a stream `await` is an ordinary
  /// name.
  bool refuseAwait(FunctionDecl &Function, const BodyTokens &Body,
                   diag::Name Why) {
    size_t First = meantAsKeyword(Body, &BodyTokens::isAwait);
    if (First == BodyTokens::None)
      return false;
    report(CI.getDiagnostics(), Body[First].getLocation(), Why)
        << Function.getNameAsString() << Function.isMain();
    return true;
  }

  /// In a function that is no generator function `yield` is an ordinary name.
  void refuseYield(FunctionDecl &Function, const BodyTokens &Body,
                   Tokens &New) {
    size_t First = meantAsKeyword(Body, &BodyTokens::isYield);
    if (First == BodyTokens::None)
      return;
    report(CI.getDiagnostics(), Body[First].getLocation(),
           Function.isMain() ? diag::function_main : diag::yield_outside)
        << Function.getNameAsString();
    // Leave the operands, so that the rest is still checked; as statements in
    // parentheses, for nobody is to be told that the value is not used.
    New.clear();
    size_t Close = BodyTokens::None;
    for (size_t I = 0; I < Body.size(); ++I) {
      TokenTemplate T(CI.getPreprocessor(), Body[I].getLocation(), New);
      if (I == Close) {
        T.emit(")");
        Close = BodyTokens::None;
      }
      if (!Body.isYield(I) || Body.isLabel(I)) {
        New.push_back(Body[I]);
        continue;
      }
      bool Statement =
          Close == BodyTokens::None &&
          (I == 0 ||
           Body[I - 1].isOneOf(tok::semi, tok::l_brace, tok::r_brace,
                               tok::kw_else, tok::kw_do) ||
           (Body[I - 1].is(tok::r_paren) && Body[I].isAtStartOfLine()));
      I += Body.is(I + 1, "from");
      size_t End = Body.expressionEnd(I + 1);
      if (Statement && End > I + 1) {
        T.emit("(void)(");
        Close = End;
      }
    }
  }

  CompilerInstance &CI;
  MacroArguments *Macros; // owned by the preprocessor,
  MissingHeader *Missing; // as this is
  bool HeaderSeen = false;
  bool Explained = false;
  unsigned Unique = 0;
  /// Definitions whose bodies went through our hands; those that have `yield`.
  llvm::DenseSet<const FunctionDecl *> Seen, Generators;
};

class YieldAction : public PluginASTAction {
protected:
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI,
                                                 StringRef) override {
    addHeaders(CI.getPreprocessor().getHeaderSearchInfo());
    if (CI.getLangOpts().CPlusPlus || CI.getLangOpts().ObjC)
      return std::make_unique<ASTConsumer>();
    CI.getFrontendOpts().SkipFunctionBodies = true; // so that we are asked
    enableBlocks(CI);
    checkPrecompiledHeader(CI);
    CI.getCodeGenOpts().PassBuilderCallbacks.push_back(
        [Limit = FrameLimit](llvm::PassBuilder &PB) {
          registerPasses(PB, Limit);
        });
    return std::make_unique<Consumer>(CI);
  }

  bool ParseArgs(const CompilerInstance &CI,
                 const std::vector<std::string> &Arguments) override {
    for (StringRef Argument : Arguments) {
      StringRef Value = Argument;
      if (Value.consume_front("frame-limit=") &&
          !Value.getAsInteger(10, FrameLimit))
        continue;
      report(CI.getDiagnostics(), SourceLocation(), diag::plugin_argument)
          << Argument;
      return false;
    }
    return true;
  }

  ActionType getActionType() override { return AddBeforeMainAction; }

private:
  uint64_t FrameLimit = LowerPass::DefaultFrameLimit;

  /// What generator expressions are made of. Modules that are compiled on the
  /// way have them too, and lie in another folder than those without.
  static void enableBlocks(CompilerInstance &CI) {
    HeaderSearch &Search = CI.getPreprocessor().getHeaderSearchInfo();
    bool KeepsModules = !Search.getModuleHash().empty();
    CI.getLangOpts().Blocks = true;
    if (!KeepsModules)
      return;
    Search.setModuleHash(CI.getInvocation().getModuleHash());
    Search.setModuleCachePath(CI.getSpecificModuleCachePath());
  }

  /// The headers lie beside this module, in the build tree as installed: in
  /// ../include, or, with Debian's lib/<triple>, in ../../include.
  static void addHeaders(HeaderSearch &Search) {
    Dl_info Module;
    if (!dladdr(reinterpret_cast<void *>(&addHeaders), &Module))
      return;
    llvm::SmallString<256> Base(Module.dli_fname);
    llvm::sys::fs::make_absolute(Base);
    llvm::sys::path::remove_filename(Base);
    for (StringRef Relative : {"../include", "../../include"}) {
      llvm::SmallString<256> Path(Base);
      llvm::sys::path::append(Path, Relative);
      llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
      llvm::SmallString<256> Header(Path);
      llvm::sys::path::append(Header, "yieldc.h");
      if (!llvm::sys::fs::exists(Header))
        continue;
      // A folder that is on the path already (/usr/include) must keep its
      // place: in front of the others it would hide their headers.
      auto Dir = Search.getFileMgr().getOptionalDirectoryRef(Path);
      auto IsDir = [&](const DirectoryLookup &Other) {
        return Other.getDirRef() && *Other.getDirRef() == *Dir;
      };
      if (Dir && llvm::none_of(Search.search_dir_range(), IsDir))
        Search.AddSearchPath(DirectoryLookup(*Dir, SrcMgr::C_System,
                                             /*isFramework=*/false),
                             /*isAngled=*/true);
      return;
    }
  }
};

// A constructor instead of the usual static registration: first the version,
// then whether there is a Clang at all.
__attribute__((constructor)) void loaded() {
  requireHostVersion();
  if (!hostIsClang())
    return;
  registerTypeAttributes();
  registerRequireAttribute();
  static FrontendPluginRegistry::Add<YieldAction> Action("yieldc",
                                                         "generators for C");
}

} // namespace

} // namespace yieldc
