# The runtime of libFuzzer without its main function, which clang's runtime package has (clang itself is not needed). It
# is linked by any C++ compiler: it brings its own C++ library along, and its interface is C.
#
# LibFuzzer_FOUND, LibFuzzer::LibFuzzer
if(NOT LibFuzzer_LIBRARY)
  # The newest one; LLVM puts it below its own version and names it by the processor, or in a folder of that name.
  file(GLOB candidates /usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.fuzzer_no_main-${CMAKE_SYSTEM_PROCESSOR}.a
       /usr/lib/llvm-*/lib/clang/*/lib/*/libclang_rt.fuzzer_no_main.a)
  list(SORT candidates COMPARE NATURAL ORDER DESCENDING)
  if(candidates)
    list(GET candidates 0 newest)
    set(LibFuzzer_LIBRARY ${newest} CACHE FILEPATH "libclang_rt.fuzzer_no_main")
  endif()
endif()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibFuzzer REQUIRED_VARS LibFuzzer_LIBRARY)
if(LibFuzzer_FOUND AND NOT TARGET LibFuzzer::LibFuzzer)
  add_library(LibFuzzer::LibFuzzer STATIC IMPORTED)
  set_target_properties(LibFuzzer::LibFuzzer PROPERTIES IMPORTED_LOCATION ${LibFuzzer_LIBRARY})
endif()
