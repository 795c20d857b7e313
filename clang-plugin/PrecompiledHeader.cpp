// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "PrecompiledHeader.h"
#include "Compat.h"
#include "Diagnostics.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Serialization/ASTReader.h"

using namespace clang;

namespace yieldc {

namespace {

struct Listener : ASTReaderListener {
  bool YIELDC_READ_LANGUAGE_OPTIONS(Options) override {
    WithoutBlocks = !Options.Blocks;
    return false;
  }

  bool WithoutBlocks = false;
};

} // namespace

void checkPrecompiledHeader(CompilerInstance &CI) {
  StringRef File = CI.getPreprocessorOpts().ImplicitPCHInclude;
  if (File.empty())
    return;
  Listener Options;
  ASTReader::readASTFileControlBlock(
      File, CI.getFileManager(), CI.getModuleCache(),
      CI.getPCHContainerReader(), /*FindModuleFileExtensions=*/false, Options,
      /*ValidateDiagnosticOptions=*/false);
  if (Options.WithoutBlocks)
    report(CI.getDiagnostics(), SourceLocation(),
           diag::precompiled_without_plugin)
        << File;
}

} // namespace yieldc
