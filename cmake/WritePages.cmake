# Asks the program for its manual pages and completions, and writes them as an installation has them.
#   cmake -DPROGRAM=PATH -DOUTPUT=FOLDER -P WritePages.cmake
cmake_policy(VERSION 3.25)

# The program's answer to the arguments becomes FILE.
function(write_answer file)
  execute_process(COMMAND ${PROGRAM} ${ARGN} OUTPUT_VARIABLE answer COMMAND_ERROR_IS_FATAL ANY)
  file(WRITE ${OUTPUT}/${file} "${answer}")
endfunction()

file(REMOVE_RECURSE ${OUTPUT})
write_answer(bash-completion/completions/gauntlet completion bash)
write_answer(zsh/vendor-completions/_gauntlet completion zsh)
write_answer(fish/vendor_completions.d/gauntlet.fish completion fish)
write_answer(man/man1/gauntlet.1 man)
execute_process(COMMAND ${PROGRAM} man --list OUTPUT_VARIABLE commands COMMAND_ERROR_IS_FATAL ANY)
string(STRIP "${commands}" commands)
string(REPLACE "\n" ";" commands "${commands}")
foreach(command IN LISTS commands)
  write_answer(man/man1/gauntlet-${command}.1 man ${command})
endforeach()

# Without the time in it the same page is the same file (Debian Policy 12.1, 12.3).
find_program(GZIP gzip)
if(GZIP)
  file(GLOB pages ${OUTPUT}/man/man1/*.1)
  execute_process(COMMAND ${GZIP} -9n ${pages} COMMAND_ERROR_IS_FATAL ANY)
endif()
