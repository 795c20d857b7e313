# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What `cmake --install` puts where. Nothing installed names the prefix: the tree can be moved.

include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/Yieldc)
set(pkgconfig_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

install(TARGETS yieldc LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(PROGRAMS ${PROJECT_BINARY_DIR}/bin/yieldcc DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY runtime/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")

if(TARGET yieldc-task)
  install(TARGETS yieldc-task ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
endif()

# find_package(Yieldc)
set(include_dir ${CMAKE_INSTALL_INCLUDEDIR})
set(lib_dir ${CMAKE_INSTALL_LIBDIR})
configure_package_config_file(cmake/YieldcConfig.cmake.in ${PROJECT_BINARY_DIR}/cmake/YieldcConfig.cmake
  INSTALL_DESTINATION ${package_dir} PATH_VARS include_dir lib_dir)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/cmake/YieldcConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/cmake/YieldcConfig.cmake ${PROJECT_BINARY_DIR}/cmake/YieldcConfigVersion.cmake
  DESTINATION ${package_dir})

# pkg-config yieldc
file(RELATIVE_PATH pc_prefix /${pkgconfig_dir} /)
string(REGEX REPLACE "/$" "" pc_prefix ${pc_prefix})
configure_file(cmake/yieldc.pc.in ${PROJECT_BINARY_DIR}/cmake/yieldc.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/cmake/yieldc.pc DESTINATION ${pkgconfig_dir})

if(TARGET yieldc-task)
  configure_file(cmake/yieldc-task.pc.in ${PROJECT_BINARY_DIR}/cmake/yieldc-task.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/cmake/yieldc-task.pc DESTINATION ${pkgconfig_dir})
endif()

install(FILES LICENSE CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES README.md DESTINATION ${CMAKE_INSTALL_DOCDIR} OPTIONAL)
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING PATTERN "*.md")
