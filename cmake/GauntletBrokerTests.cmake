# What find_package(Gauntlet) gives a broker's project: the cells as its CTest tests.
#
#   gauntlet_add_broker_tests(
#     TARGET target            the broker's executable: of this project, or imported
#     [ADAPTER name]           how Gauntlet starts it (gauntlet brokers); the target's name where it is not given
#     [PROFILE name...]        scenarios of these profiles alone
#     [SELECT glob...]         scenarios of these ids alone; a leading ! excludes
#     [LEVEL level]            must, should, policy or observe: that one and stricter
#     [TRANSPORT name...]      cells over these alone: mqtt, mqtts, ws, wss
#     [KNOWN file...]          known failures; those that come with Gauntlet are in ${Gauntlet_KNOWN_DIR}
#     [FAIL_ON fail|weak]
#     [SET key=value...]       settings of the adapter, such as "wrapper=valgrind -q"
#     [DATA folder]            with adapters/ of your own, in place of the installed ones
#     [PREFIX text]            before the tests' names, where two versions of one broker are tested
#     [TIMEOUT seconds])       of each test; 300 where it is not given
#
# A test is a cell, BROKER/TRANSPORT/SCENARIO, or above 300 cells a group of them, with the labels broker, family and
# level. What could not run is skipped. The cells are asked for when the project is configured, and again when Gauntlet
# has changed; the broker itself is built, and its version seen, when the tests run. Record, transcripts and captures of
# a test are below gauntlet/ in the build folder.
include_guard(GLOBAL)
include(${CMAKE_CURRENT_LIST_DIR}/GauntletCells.cmake)

function(gauntlet_add_broker_tests)
  cmake_parse_arguments(PARSE_ARGV 0 ARG "" "TARGET;ADAPTER;LEVEL;FAIL_ON;DATA;PREFIX;TIMEOUT"
                        "PROFILE;SELECT;TRANSPORT;KNOWN;SET")
  if(ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "gauntlet_add_broker_tests: unknown: ${ARG_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT TARGET "${ARG_TARGET}")
    message(FATAL_ERROR "gauntlet_add_broker_tests: TARGET '${ARG_TARGET}' is no target; name the broker's executable")
  endif()
  if(NOT ARG_ADAPTER)
    string(REGEX REPLACE "^.*::" "" ARG_ADAPTER "${ARG_TARGET}")
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  set(environment GAUNTLET_CTEST=1)
  if(ARG_DATA)
    get_filename_component(ARG_DATA "${ARG_DATA}" ABSOLUTE)
    list(APPEND environment "GAUNTLET_DATA=${ARG_DATA}")
  endif()
  set(program ${CMAKE_COMMAND} -E env ${environment} ${Gauntlet_EXECUTABLE})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${Gauntlet_EXECUTABLE})

  gauntlet_transports_of(transports ${ARG_ADAPTER} "${program}")
  if(ARG_TRANSPORT)
    list(JOIN ARG_TRANSPORT "|" wanted)
    list(FILTER transports INCLUDE REGEX "^(${wanted})$")
  endif()
  gauntlet_select_scenarios(scenarios)
  gauntlet_tests_of(${ARG_ADAPTER} "${transports}" "${scenarios}" names selections labels)
  if(NOT names)
    message(FATAL_ERROR "gauntlet_add_broker_tests: no cell of ${ARG_ADAPTER} is selected; see: gauntlet list")
  endif()

  gauntlet_common_arguments(arguments)
  foreach(name selection label IN ZIP_LISTS names selections labels)
    string(MAKE_C_IDENTIFIER "${ARG_PREFIX}${name}" folder)
    set(out ${CMAKE_CURRENT_BINARY_DIR}/gauntlet/${folder})
    string(REPLACE " " ";--select;" selected "${selection}")
    string(REPLACE " " ";" label "${label}")
    # The folder of a run must be empty, and the test may run again.
    add_test(NAME ${ARG_PREFIX}${name} COMMAND sh -c "rm -rf \"$0\" && exec \"$@\"" ${out} ${Gauntlet_EXECUTABLE} run
                                               ${arguments} --out ${out} --select ${selected})
    set_tests_properties(
      ${ARG_PREFIX}${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT ${ARG_TIMEOUT} ENVIRONMENT "${environment}"
                                      LABELS "${ARG_ADAPTER};${label}")
  endforeach()
endfunction()

# The transports of an adapter; an error that names the adapters where there is none of this name.
function(gauntlet_transports_of name adapter program)
  gauntlet_ask(brokers "${program}" brokers --json)
  string(JSON count LENGTH "${brokers}")
  math(EXPR last "${count} - 1")
  set(there "")
  foreach(i RANGE ${last})
    string(JSON broker GET "${brokers}" ${i})
    string(JSON found GET "${broker}" name)
    list(APPEND there ${found})
    if(found STREQUAL adapter)
      gauntlet_strings_of(transports "${broker}" transports)
      set(${name} "${transports}" PARENT_SCOPE)
      return()
    endif()
  endforeach()
  message(FATAL_ERROR "gauntlet_add_broker_tests: ADAPTER '${adapter}': there is ${there}")
endfunction()

# By the caller's ARG_SELECT, ARG_LEVEL and ARG_PROFILE.
macro(gauntlet_select_scenarios name)
  set(by "")
  foreach(glob IN LISTS ARG_SELECT)
    list(APPEND by --select "${glob}")
  endforeach()
  if(ARG_LEVEL)
    list(APPEND by --level ${ARG_LEVEL})
  endif()
  gauntlet_read_scenarios(${name} "${program}" ${by})
  if(ARG_PROFILE)
    list(JOIN ARG_PROFILE "|" profiles)
    list(FILTER ${name} INCLUDE REGEX "^[^ ]+ [^ ]+ [^ ]+ (${profiles}) ")
  endif()
endmacro()

# What every test of the caller has.
macro(gauntlet_common_arguments name)
  set(${name} --broker ${ARG_ADAPTER} --set ${ARG_ADAPTER}.binary=$<TARGET_FILE:${ARG_TARGET}>)
  foreach(setting IN LISTS ARG_SET)
    list(APPEND ${name} --set "${ARG_ADAPTER}.${setting}")
  endforeach()
  foreach(file IN LISTS ARG_KNOWN)
    get_filename_component(file "${file}" ABSOLUTE)
    list(APPEND ${name} --known "${file}")
  endforeach()
  if(ARG_FAIL_ON)
    list(APPEND ${name} --fail-on ${ARG_FAIL_ON})
  endif()
endmacro()
