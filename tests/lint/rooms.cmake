# What the include path of a room cannot forbid, because the headers stand in /usr/include, and what no header shows.
#   cmake -DSOURCE=DIR -P rooms.cmake

# Fails for every line of the folder's sources that matches the pattern.
function(forbid folder pattern why)
  file(GLOB_RECURSE sources ${SOURCE}/${folder}/*.cpp ${SOURCE}/${folder}/*.hpp)
  foreach(source IN LISTS sources)
    file(STRINGS ${source} lines REGEX "${pattern}")
    foreach(line IN LISTS lines)
      message(SEND_ERROR "${source}: ${line}\n  ${why}")
    endforeach()
  endforeach()
endfunction()

set(asio "#include <boost/(asio|beast)")
set(openssl "#include <openssl/")

foreach(room certs-gen/recipe harness/wire harness/core harness/drive harness/broker harness/reference/mqtt harness/plan
             harness/record harness/cli scenarios reports fuzz)
  forbid(${room} "${openssl}" "only certs-gen/issue, harness/net and harness/reference see OpenSSL")
endforeach()
foreach(room certs-gen harness/wire harness/core harness/reference/mqtt harness/record scenarios reports fuzz/mutate
             fuzz/oracles fuzz/properties fuzz/seeds fuzz/targets)
  forbid(${room} "${asio}" "this room does no I/O")
endforeach()
foreach(room harness/drive harness/broker harness/plan fuzz/campaign fuzz/triage)
  forbid(${room} "#include <boost/(beast|asio/(ip|ssl|local|posix|generic|read|write|connect|buffer|streambuf))"
         "sockets and descriptors are harness/net's; here stand awaitables, timers and signals")
endforeach()
forbid(scenarios "[Mm]osquitto|[Rr]abbit|[Ee]jabberd|[Aa]rtemis|[Hh]ive|[Mm]oquette|[Tt]bmq|TBMQ|[Tt]hings[Bb]oard"
       "a scenario names no broker")
