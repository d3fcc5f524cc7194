# A room is one library: its sources stand in the room's folder, its public headers below include/gauntlet/ROOM/.
# Only the rooms named in SEES put their headers on the include path, so that a forbidden include does not compile.
#
#   gauntlet_room(NAME [SEES room...] [USES library...] [PRIVATELY library...])
#
# USES: libraries that the public headers need; PRIVATELY: libraries of the sources alone.
function(gauntlet_room name)
  cmake_parse_arguments(ROOM "" "" "SEES;USES;PRIVATELY" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  set(target gauntlet_${name})
  list(TRANSFORM ROOM_SEES PREPEND gauntlet_)
  if(sources)
    add_library(${target} STATIC ${sources})
    target_include_directories(${target} PUBLIC include PRIVATE .)
    target_link_libraries(${target} PUBLIC ${ROOM_SEES} ${ROOM_USES} PRIVATE ${ROOM_PRIVATELY} gauntlet_options)
  else()
    add_library(${target} INTERFACE)
    target_include_directories(${target} INTERFACE include)
    target_link_libraries(${target} INTERFACE ${ROOM_SEES} ${ROOM_USES})
  endif()
endfunction()

# The unit tests of one room: every .cpp of the calling folder becomes one GoogleTest program.
#
#   gauntlet_room_tests(NAME SEES room... [USES library...] [LABEL label] [ALONE filter])
#
# LABEL: of the tests in CTest; `unit` where none is given, and those run under the sanitizers too.
# ALONE: a GoogleTest filter; what it matches runs while no other test does.
include(GoogleTest)
function(gauntlet_room_tests name)
  cmake_parse_arguments(ROOM "" "LABEL;ALONE" "SEES;USES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  if(NOT ROOM_LABEL)
    set(ROOM_LABEL unit)
  endif()
  if(NOT sources)
    return()
  endif()
  list(TRANSFORM ROOM_SEES PREPEND gauntlet_)
  set(target ${name}_tests)
  add_executable(${target} ${sources})
  target_include_directories(${target} PRIVATE .)
  target_link_libraries(${target} PRIVATE ${ROOM_SEES} ${ROOM_USES} GTest::gtest_main gauntlet_options)
  if(GAUNTLET_SANITIZE)
    # A quarter of the sanitizers' build was reading the same headers once for each file.
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON)
  endif()
  set(discovery TEST_PREFIX ${ROOM_LABEL}/${name}/ DISCOVERY_TIMEOUT 60)
  if(ROOM_ALONE)
    gtest_discover_tests(${target} ${discovery} TEST_FILTER ${ROOM_ALONE} PROPERTIES LABELS ${ROOM_LABEL} RUN_SERIAL TRUE)
    set(ROOM_ALONE TEST_FILTER -${ROOM_ALONE})
  endif()
  gtest_discover_tests(${target} ${discovery} ${ROOM_ALONE} PROPERTIES LABELS ${ROOM_LABEL})
endfunction()
