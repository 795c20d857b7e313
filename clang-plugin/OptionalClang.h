// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Included first by each file of this folder. The module is also loaded by
// `opt`, which has nothing of Clang. Functions are bound when they are called,
// which they never are there; but the data of Clang that this code refers to
// (vtables and their contents, registries) is bound at once, and weakly, so
// that it may be absent.
//
// Which they are depends on the compiler and its options as well. If `opt`
// complains of an undefined symbol of clang's: it belongs here.

__asm__(
    ".weak _ZN4llvm8RegistryIN5clang14ParsedAttrInfoEE4HeadE\n"
    ".weak _ZN4llvm8RegistryIN5clang14ParsedAttrInfoEE4TailE\n"
    ".weak _ZN4llvm8RegistryIN5clang15PluginASTActionEE4HeadE\n"
    ".weak _ZN4llvm8RegistryIN5clang15PluginASTActionEE4TailE\n"
    ".weak _ZN5clang11ASTConsumer21HandleInterestingDeclENS_12DeclGroupRefE\n"
    ".weak _ZN5clang11ASTConsumer24HandleImplicitImportDeclEPNS_10ImportDeclE\n"
    ".weak _ZN5clang11ASTConsumer33HandleTopLevelDeclInObjCContainerENS_"
    "12DeclGroupRefE\n"
    ".weak _ZN5clang11PPCallbacks10HasIncludeENS_14SourceLocationEN4llvm9"
    "StringRefEbNS_20CustomizableOptionalINS_12FileEntryRefEEENS_6SrcMgr18"
    "CharacteristicKindE\n"
    ".weak _ZN5clang11PPCallbacksD2Ev\n"
    ".weak _ZN5clang14FrontendAction13EndSourceFileEv\n"
    ".weak _ZN5clang14FrontendAction22shouldEraseOutputFilesEv\n"
    ".weak _ZN5clang14FrontendActionD2Ev\n"
    ".weak _ZN5clang15PluginASTAction6anchorEv\n"
    ".weak _ZN5clang17ASTFrontendAction13ExecuteActionEv\n"
    ".weak _ZN5clang17ASTReaderListenerD2Ev\n"
    ".weak _ZN5clang4Stmt17StatisticsEnabledE\n"
    ".weak _ZTVN5clang11ASTConsumerE\n"
    ".weak _ZTVN5clang11PPCallbacksE\n"
    ".weak _ZTVN5clang15PluginASTActionE\n"
    ".weak _ZTVN5clang17ASTFrontendActionE\n"
    ".weak _ZTVN5clang17ASTReaderListenerE\n"
    ".weak _ZTVN5clang17PreprocessorLexerE\n"
    ".weak _ZTVN5clang18PPChainedCallbacksE\n"
    ".weak _ZTVN5clang5LexerE\n");
