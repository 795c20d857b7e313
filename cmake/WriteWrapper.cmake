# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Run at build time by Wrapper.cmake: OUT from IN, with the MODULE's hash.

file(SHA256 ${MODULE} MODULE_HASH)
configure_file(${IN} ${OUT} @ONLY FILE_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
file(TOUCH ${OUT})
