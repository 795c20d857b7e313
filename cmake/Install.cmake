# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What `cmake --install` puts where. Nothing installed names the prefix: the tree can be moved.

include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/Yieldc)
set(pkgconfig_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

install(TARGETS yieldc LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(PROGRAMS ${PROJECT_BINARY_DIR}/bin/yieldcc DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY runtime/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(DIRECTORY runtime/debugger/ DESTINATION ${CMAKE_INSTALL_DATADIR}/yieldc FILES_MATCHING PATTERN "*.py")

set(libraries)
foreach(library yieldc-task yieldc-tls yieldc-http yieldc-fetch)
  if(TARGET ${library})
    list(APPEND libraries ${library})
  endif()
endforeach()
if(libraries)
  install(TARGETS ${libraries} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
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

# pkg-config yieldc-task, and the others
set(yieldc-task_about "Tasks for C: await on libuv")
set(yieldc-task_requires "yieldc = ${PROJECT_VERSION}, libuv >= 1.44")
set(yieldc-task_libs "-pthread")
set(yieldc-tls_about "TLS streams for tasks, on OpenSSL")
set(yieldc-tls_requires "yieldc-task = ${PROJECT_VERSION}, openssl >= 3")
set(yieldc-http_about "An HTTP server for tasks")
set(yieldc-http_requires "yieldc-task = ${PROJECT_VERSION}")
set(yieldc-http_libs "-lhttp_parser")
set(yieldc-fetch_about "An HTTP client for tasks, on libcurl")
set(yieldc-fetch_requires "yieldc-task = ${PROJECT_VERSION}, libcurl >= 7.87")
foreach(name ${libraries})
  set(about "${${name}_about}")
  set(requires "${${name}_requires}")
  set(libs "${${name}_libs}")
  configure_file(cmake/yieldc-library.pc.in ${PROJECT_BINARY_DIR}/cmake/${name}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/cmake/${name}.pc DESTINATION ${pkgconfig_dir})
endforeach()

install(FILES LICENSE CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES README.md DESTINATION ${CMAKE_INSTALL_DOCDIR} OPTIONAL)
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING PATTERN "*.md")
