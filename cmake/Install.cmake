# cmake --install: everything that a user has, below one prefix that may be moved: the program finds its data at
# ../share/gauntlet, the CMake package finds the program.
include(CMakePackageConfigHelpers)

install(TARGETS gauntlet RUNTIME DESTINATION bin)
install(DIRECTORY ${CMAKE_BINARY_DIR}/share/ DESTINATION share) # harness/cli writes manual pages and completions there
install(DIRECTORY harness/broker/adapters ci/known DESTINATION share/gauntlet USE_SOURCE_PERMISSIONS)
install(DIRECTORY docs/schema DESTINATION share/gauntlet)
install(FILES README.md SECURITY.md DESTINATION share/doc/gauntlet)
install(DIRECTORY docs DESTINATION share/doc/gauntlet PATTERN schema EXCLUDE)
install(FILES cmake/debian/copyright DESTINATION share/doc/gauntlet)

set(package_dir share/cmake/Gauntlet)
configure_package_config_file(cmake/GauntletConfig.cmake.in ${CMAKE_BINARY_DIR}/GauntletConfig.cmake
                              INSTALL_DESTINATION ${package_dir} NO_CHECK_REQUIRED_COMPONENTS_MACRO)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/GauntletConfigVersion.cmake COMPATIBILITY SameMajorVersion
                                 ARCH_INDEPENDENT)
install(FILES ${CMAKE_BINARY_DIR}/GauntletConfig.cmake ${CMAKE_BINARY_DIR}/GauntletConfigVersion.cmake
              cmake/GauntletBrokerTests.cmake cmake/GauntletCells.cmake DESTINATION ${package_dir})

# cpack -G DEB
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME gauntlet)
set(CPACK_PACKAGE_VENDOR "Gauntlet")
set(CPACK_PACKAGE_CONTACT "Gauntlet maintainers <maintainers@gauntlet.invalid>" CACHE STRING
    "Who maintains the Debian package: Name <address>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "conformance and fuzzing suite for MQTT brokers that speak TLS")
set(CPACK_PACKAGE_DESCRIPTION
    "Gauntlet starts an MQTT broker with a PKI that it generates, runs scenarios of
TLS, certificates, WebSockets and MQTT against its listeners, fuzzes them, and
writes a record that a release gate, a person or a script can act on. It also
judges a listener that is already running.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
                                                WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS mosquitto)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "cmake, tshark | wireshark")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/debian/Changelog.cmake)
include(CPack)
