# Registers the cells with CTest after each build of the program: it is asked for its scenarios and brokers, and a file
# of add_test lines is written that CTest includes. No Python, no list by hand.
#
#   gauntlet_discover_cells(TARGET)
#
# A test is one cell, BROKER/TRANSPORT/SCENARIO, labelled with family, broker and level. Above 300 cells of a broker a
# test is one group, BROKER/TRANSPORT/FAMILY/SUBGROUP, so that a broker is not started for each cell.

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
        -DRUNS=${CMAKE_BINARY_DIR}/ctest/runs -P ${GAUNTLET_DISCOVER_SCRIPT}
      VERBATIM
      COMMENT "Discovering the cells")
  endfunction()
  return()
endif()

# What follows runs after the build, as a script: PROGRAM, OUTPUT, KNOWN (folder), RUNS (folder).
cmake_policy(VERSION 3.25)
set(group_above 300)

# NAME: variable that gets the program's answer to the arguments.
function(ask name)
  execute_process(
    COMMAND ${PROGRAM} ${ARGN}
    OUTPUT_VARIABLE answer
    ERROR_VARIABLE error
    RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "gauntlet ${command}: exit code ${result}\n${error}")
  endif()
  set(${name} "${answer}" PARENT_SCOPE)
endfunction()

# The strings of a JSON array as a list. `json` is the object, `member` the array's name.
function(strings_of name json member)
  set(list "")
  string(JSON count LENGTH "${json}" ${member})
  if(count GREATER 0)
    math(EXPR last "${count} - 1")
    foreach(i RANGE ${last})
      string(JSON item GET "${json}" ${member} ${i})
      list(APPEND list ${item})
    endforeach()
  endif()
  set(${name} "${list}" PARENT_SCOPE)
endfunction()

# One line for each scenario: "id family level transport transport…".
function(read_scenarios name)
  ask(json list --json)
  set(lines "")
  string(JSON count LENGTH "${json}")
  if(count GREATER 0)
    math(EXPR last "${count} - 1")
    foreach(i RANGE ${last})
      string(JSON scenario GET "${json}" ${i})
      string(JSON id GET "${scenario}" id)
      string(JSON family GET "${scenario}" family)
      string(JSON level GET "${scenario}" level)
      strings_of(transports "${scenario}" transports)
      list(JOIN transports " " transports)
      list(APPEND lines "${id} ${family} ${level} ${transports}")
    endforeach()
  endif()
  set(${name} "${lines}" PARENT_SCOPE)
endfunction()

# Adds to the variable `text` of the caller. ARGN: the patterns to select.
macro(add_cell_test name broker labels)
  string(MAKE_C_IDENTIFIER "${name}" folder)
  set(command "sh -c \"rm -rf \\\"$0\\\" && exec \\\"$@\\\"\" \"${RUNS}/${folder}\" \"${PROGRAM}\" run")
  string(APPEND command " --broker ${broker} --out \"${RUNS}/${folder}\"")
  foreach(pattern ${ARGN})
    string(APPEND command " --select \"${pattern}\"")
  endforeach()
  if(EXISTS ${KNOWN}/${broker}.toml)
    string(APPEND command " --known \"${KNOWN}/${broker}.toml\"")
  endif()
  string(APPEND text "add_test(\"${name}\" ${command})\n")
  string(APPEND text "set_tests_properties(\"${name}\" PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 300"
                     " ENVIRONMENT GAUNTLET_CTEST=1 LABELS \"${labels}\")\n")
endmacro()

function(write_cells_of broker transports scenarios)
  set(cells "")
  foreach(line IN LISTS scenarios)
    separate_arguments(fields UNIX_COMMAND "${line}")
    list(POP_FRONT fields id family level)
    foreach(transport IN LISTS fields)
      if(transport IN_LIST transports)
        list(APPEND cells "${transport} ${id} ${family} ${level}")
      endif()
    endforeach()
  endforeach()

  list(LENGTH cells count)
  set(groups "")
  set(text "")
  foreach(cell IN LISTS cells)
    separate_arguments(fields UNIX_COMMAND "${cell}")
    list(GET fields 0 transport)
    list(GET fields 1 id)
    list(GET fields 2 family)
    list(GET fields 3 level)
    if(count GREATER group_above)
      string(REGEX MATCH "^[^/]+/[^/]+/[^/]+" group "${transport}/${id}")
      list(APPEND groups ${group})
      list(APPEND levels_${group} ${level})
      set(family_${group} ${family})
    else()
      add_cell_test("${broker}/${transport}/${id}" ${broker} "${family};${broker};${level}"
                    "${broker}/${transport}/${id}")
    endif()
  endforeach()

  list(REMOVE_DUPLICATES groups)
  foreach(group IN LISTS groups)
    list(REMOVE_DUPLICATES levels_${group})
    add_cell_test("${broker}/${group}" ${broker} "${family_${group}};${broker};${levels_${group}}" "${broker}/${group}"
                  "${broker}/${group}/*")
  endforeach()
  file(APPEND ${OUTPUT}.new "${text}")
endfunction()

file(WRITE ${OUTPUT}.new "# Written after the build by ${CMAKE_CURRENT_LIST_FILE}.\n")
read_scenarios(scenarios)
ask(brokers brokers --json)
string(JSON count LENGTH "${brokers}")
math(EXPR last "${count} - 1")
foreach(i RANGE ${last})
  string(JSON broker GET "${brokers}" ${i})
  string(JSON name GET "${broker}" name)
  string(JSON install GET "${broker}" install)
  strings_of(transports "${broker}" transports)
  # What nothing installs is a listener of the user's.
  if(install)
    write_cells_of(${name} "${transports}" "${scenarios}")
  endif()
endforeach()
file(RENAME ${OUTPUT}.new ${OUTPUT})
