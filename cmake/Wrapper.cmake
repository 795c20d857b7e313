# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# build/bin/yieldcc from tools/yieldcc.in. It is written anew whenever yieldc.so is, and names the module's hash: caches
# such as ccache take the wrapper for the compiler, and so see that a changed plugin is a changed compiler.

set(wrapper ${PROJECT_BINARY_DIR}/bin/yieldcc)
add_custom_command(
  OUTPUT ${wrapper}
  COMMAND ${CMAKE_COMMAND} -D IN=${PROJECT_SOURCE_DIR}/tools/yieldcc.in -D OUT=${wrapper} -D MODULE=$<TARGET_FILE:yieldc>
          -D LLVM_MAJOR=${LLVM_VERSION_MAJOR} -D LLVM_BIN=${LLVM_TOOLS_BINARY_DIR} -D LIBDIR=${CMAKE_INSTALL_LIBDIR}
          -P ${PROJECT_SOURCE_DIR}/cmake/WriteWrapper.cmake
  DEPENDS yieldc ${PROJECT_SOURCE_DIR}/tools/yieldcc.in ${PROJECT_SOURCE_DIR}/cmake/WriteWrapper.cmake
  COMMENT "Writing bin/yieldcc"
  VERBATIM)
add_custom_target(yieldcc ALL DEPENDS ${wrapper})
