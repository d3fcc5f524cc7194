# -O3, CMake's own choice, costs a fifth of the build and buys nothing in a program that waits for sockets.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
# Under sanitizers, lines for their stack traces are what is needed of debugging information.
if(GAUNTLET_SANITIZE)
  set(CMAKE_CXX_FLAGS_DEBUG "-g1")
endif()

# One interface target carries what every one of our targets is compiled with.
add_library(gauntlet_options INTERFACE)
target_compile_options(
  gauntlet_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual
                             -Werror)
# GCC 12 reports false -Wmaybe-uninitialized, -Wrestrict and bounds warnings inside libstdc++ at -O2 and under ASan
# (PR 105562, 105651, 105329). Designated initialisers leave fields at their good default: that is what recipes and
# scenarios are made of, so -Wmissing-field-initializers is off. At -O2 it takes the coroutine frames that Asio
# allocates and frees itself for a mismatch (-Wmismatched-new-delete).
target_compile_options(gauntlet_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized;-Wno-restrict;-Wno-array-bounds;-Wno-stringop-overflow;-Wno-mismatched-new-delete;-Wno-missing-field-initializers>)
if(GAUNTLET_SANITIZE)
  target_compile_options(gauntlet_options INTERFACE -fsanitize=${GAUNTLET_SANITIZE} -fno-sanitize-recover=all
                                                    -fno-omit-frame-pointer)
  target_link_options(gauntlet_options INTERFACE -fsanitize=${GAUNTLET_SANITIZE})
endif()
if(GAUNTLET_SANITIZE MATCHES undefined)
  # What UBSan asks at every access, ASan answers where it matters: a null pointer ends the test there too. Together
  # these questions cost a quarter of the build.
  target_compile_options(gauntlet_options INTERFACE -fno-sanitize=null,alignment,object-size)
endif()
if(GAUNTLET_FUZZ)
  # For the fuzzer each such question is one more comparison to trace: with these, half of the executions.
  target_compile_options(gauntlet_options INTERFACE -fno-sanitize=vptr,pointer-overflow)
endif()
if(GAUNTLET_COVERAGE)
  target_compile_options(gauntlet_options INTERFACE --coverage)
  target_link_options(gauntlet_options INTERFACE --coverage)
endif()
