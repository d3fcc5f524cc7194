# Registers the cells with CTest after each build of the program: it is asked for its scenarios and brokers, and a file
# of add_test lines is written that CTest includes. No Python, no list by hand.
#
#   gauntlet_discover_cells(TARGET)
#
# A test is one cell, BROKER/TRANSPORT/SCENARIO, labelled `cells` and with family, broker and level. Above 300 cells of a
# broker a test is one group, BROKER/TRANSPORT/FAMILY/SUBGROUP, so that a broker is not started for each cell. The brokers
# are those of GAUNTLET_CELLS: one that takes ten seconds to start would make CTest run for hours; `gauntlet run` starts
# few.

if(NOT CMAKE_SCRIPT_MODE_FILE)
  set(GAUNTLET_DISCOVER_SCRIPT ${CMAKE_CURRENT_LIST_FILE})

  function(gauntlet_discover_cells target)
    set(output ${CMAKE_BINARY_DIR}/ctest/cells.cmake)
    if(NOT EXISTS ${output})
      file(WRITE ${output} "add_test(\"cells-not-discovered-yet-build-first\" false)\n")
    endif()
    set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${output})
    add_custom_command(
      TARGET ${target}
      POST_BUILD
      COMMAND
        ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:${target}> -DOUTPUT=${output} -DKNOWN=${PROJECT_SOURCE_DIR}/ci/known
        "-DBROKERS=${GAUNTLET_CELLS}" -DRUNS=${CMAKE_BINARY_DIR}/ctest/runs -P ${GAUNTLET_DISCOVER_SCRIPT}
      VERBATIM
      COMMENT "Discovering the cells")
  endfunction()
  return()
endif()

# What follows runs after the build, as a script: PROGRAM, OUTPUT, BROKERS, KNOWN (folder), RUNS (folder).
cmake_policy(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/GauntletCells.cmake)

# Adds to the variable `text` of the caller. `selection` and `labels` have blanks between.
macro(add_cell_test name broker selection labels)
  string(MAKE_C_IDENTIFIER "${name}" folder)
  set(command "sh -c \"rm -rf \\\"$0\\\" && exec \\\"$@\\\"\" \"${RUNS}/${folder}\" \"${PROGRAM}\" run")
  string(APPEND command " --broker ${broker} --out \"${RUNS}/${folder}\"")
  string(REPLACE " " ";" cells "${selection}")
  string(REPLACE " " ";" labelled "cells ${broker} ${labels}")
  foreach(cell IN LISTS cells)
    string(APPEND command " --select \"${cell}\"")
  endforeach()
  if(EXISTS ${KNOWN}/${broker}.toml)
    string(APPEND command " --known \"${KNOWN}/${broker}.toml\"")
  endif()
  string(APPEND text "add_test(\"${name}\" ${command})\n")
  string(APPEND text "set_tests_properties(\"${name}\" PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 300"
                     " ENVIRONMENT GAUNTLET_CTEST=1 LABELS \"${labelled}\")\n")
endmacro()

function(write_cells_of broker transports scenarios)
  gauntlet_tests_of(${broker} "${transports}" "${scenarios}" names selections labels)
  set(text "")
  foreach(name selected label IN ZIP_LISTS names selections labels)
    add_cell_test("${name}" ${broker} "${selected}" "${label}")
  endforeach()
  file(APPEND ${OUTPUT}.new "${text}")
endfunction()

file(WRITE ${OUTPUT}.new "# Written after the build by ${CMAKE_CURRENT_LIST_FILE}.\n")
gauntlet_read_scenarios(scenarios ${PROGRAM})
gauntlet_ask(brokers ${PROGRAM} brokers --json)
string(JSON count LENGTH "${brokers}")
math(EXPR last "${count} - 1")
foreach(i RANGE ${last})
  string(JSON broker GET "${brokers}" ${i})
  string(JSON name GET "${broker}" name)
  list(APPEND names ${name})
  if(name IN_LIST BROKERS)
    gauntlet_strings_of(transports "${broker}" transports)
    write_cells_of(${name} "${transports}" "${scenarios}")
  endif()
endforeach()
foreach(name IN LISTS BROKERS)
  if(NOT name IN_LIST names)
    message(FATAL_ERROR "GAUNTLET_CELLS: no adapter is called '${name}'; `gauntlet brokers` lists them")
  endif()
endforeach()
file(RENAME ${OUTPUT}.new ${OUTPUT})
