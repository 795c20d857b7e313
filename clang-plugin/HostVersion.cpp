// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Asks the host by name, at run time: of LLVM's C++ interface nothing can be
// relied upon before it is known to be the right one.

#include "HostVersion.h"
#include "llvm/Config/llvm-config.h"
#include <cstdio>
#include <dlfcn.h>
#include <unistd.h>

namespace yieldc {

void requireHostVersion() {
  auto *GetVersion =
      reinterpret_cast<void (*)(unsigned *, unsigned *, unsigned *)>(
          dlsym(RTLD_DEFAULT, "LLVMGetVersion"));
  unsigned Major = 0, Minor = 0, Patch = 0;
  if (GetVersion)
    GetVersion(&Major, &Minor, &Patch);
  if (Major == LLVM_VERSION_MAJOR)
    return;
  if (GetVersion)
    std::fprintf(
        stderr,
        "error: yieldc.so is built for LLVM %d and can't be loaded into "
        "LLVM %u: use clang-%d, or a yieldc built for LLVM %u\n",
        LLVM_VERSION_MAJOR, Major, LLVM_VERSION_MAJOR, Major);
  else
    std::fprintf(
        stderr,
        "error: yieldc.so can't tell the version of LLVM it is loaded "
        "into: it needs a clang that links LLVM %d as a shared library\n",
        LLVM_VERSION_MAJOR);
  _exit(1);
}

bool hostIsClang() {
  // clang::PluginASTAction's registry.
  return dlsym(RTLD_DEFAULT,
               "_ZN4llvm8RegistryIN5clang15PluginASTActionEE4HeadE");
}

} // namespace yieldc
