# Finds what the build needs. A missing package is named with the command that installs it; nothing is downloaded.

# `group`: of ci/install-packages.
function(gauntlet_missing what package group)
  message(FATAL_ERROR "${what} was not found.\n  Install it with: apt-get install ${package}\n"
                      "  or everything at once with: ci/install-packages ${group}")
endfunction()

# For programs that run where these packages are not installed (OSS-Fuzz). Debian has no static library of fmt and
# toml++; their headers have all of them.
if(GAUNTLET_STATIC)
  set(Boost_USE_STATIC_LIBS ON)
  set(OPENSSL_USE_STATIC_LIBS ON)
  add_compile_definitions(FMT_HEADER_ONLY)
  add_link_options(-static-libstdc++ LINKER:--as-needed)
endif()

find_package(Boost 1.81 QUIET COMPONENTS json)
if(NOT Boost_FOUND)
  gauntlet_missing("Boost 1.81 with Boost.JSON" "libboost1.81-dev libboost-json1.81-dev" build)
endif()

find_package(OpenSSL 3.0 QUIET COMPONENTS SSL Crypto)
if(NOT OPENSSL_FOUND)
  gauntlet_missing("OpenSSL 3" "libssl-dev" build)
endif()

find_package(CLI11 QUIET)
if(NOT CLI11_FOUND)
  gauntlet_missing("CLI11" "libcli11-dev" build)
endif()

find_package(tomlplusplus QUIET)
if(NOT tomlplusplus_FOUND)
  gauntlet_missing("toml++" "libtomlplusplus-dev" build)
endif()
if(GAUNTLET_STATIC)
  set_property(TARGET tomlplusplus::tomlplusplus PROPERTY INTERFACE_COMPILE_OPTIONS "")  # its headers alone
endif()

find_package(fmt QUIET)
if(NOT fmt_FOUND)
  gauntlet_missing("fmt" "libfmt-dev" build)
endif()

find_package(Mustache QUIET)
if(NOT Mustache_FOUND)
  gauntlet_missing("kainjow mustache" "libkainjow-mustache-dev" build)
endif()

find_package(Threads REQUIRED)

if(GAUNTLET_TESTS)
  find_package(GTest QUIET)
  if(NOT GTest_FOUND)
    gauntlet_missing("GoogleTest" "libgtest-dev" test)
  endif()
  find_package(valijson QUIET)
  if(NOT valijson_FOUND)
    gauntlet_missing("valijson" "libvalijson-dev" test)
  endif()
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()
