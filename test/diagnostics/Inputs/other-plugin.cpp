// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A plugin that, loaded first, keeps the question whether to skip a body from
// those behind it.

#include "clang/AST/ASTConsumer.h"
#include "clang/Frontend/FrontendPluginRegistry.h"

namespace {
struct Consumer : clang::ASTConsumer {
  bool shouldSkipFunctionBody(clang::Decl *) override { return false; }
};
struct Action : clang::PluginASTAction {
  std::unique_ptr<clang::ASTConsumer>
  CreateASTConsumer(clang::CompilerInstance &, llvm::StringRef) override {
    return std::make_unique<Consumer>();
  }
  bool ParseArgs(const clang::CompilerInstance &,
                 const std::vector<std::string> &) override {
    return true;
  }
  ActionType getActionType() override { return AddBeforeMainAction; }
};
} // namespace

static clang::FrontendPluginRegistry::Add<Action> Registered("other", "other");
