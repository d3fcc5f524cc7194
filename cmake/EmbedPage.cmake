# Puts style, script and guide of the HTML report into a C++ file, with the hashes by which the page's content security
# policy lets them, and nothing else, in. Run by the build:
#
#   cmake -DASSETS=folder -DOUTPUT=assets.cpp -P EmbedPage.cmake
cmake_policy(VERSION 3.25)

# name: variable that gets the base64 (RFC 4648) of the SHA-256 of `text`.
function(sha256_base64 name text)
  set(alphabet "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
  string(SHA256 hex "${text}")
  string(APPEND hex "00") # 33 bytes: eleven groups of four characters, of which the last one is padding
  set(result "")
  foreach(group RANGE 10)
    math(EXPR begin "${group} * 6")
    string(SUBSTRING ${hex} ${begin} 6 bytes)
    foreach(shift 18 12 6 0)
      math(EXPR index "(0x${bytes} >> ${shift}) & 63")
      string(SUBSTRING ${alphabet} ${index} 1 character)
      string(APPEND result ${character})
    endforeach()
  endforeach()
  string(SUBSTRING ${result} 0 43 result)
  set(${name} "sha256-${result}=" PARENT_SCOPE)
endfunction()

# A raw string may not be longer than 64 KiB in some compilers; these are far below it.
function(define name text)
  string(APPEND cpp "const std::string_view ${name} = R\"gauntlet(${text})gauntlet\";\n")
  set(cpp "${cpp}" PARENT_SCOPE)
endfunction()

file(READ ${ASSETS}/style.css style)
file(READ ${ASSETS}/script.js script)
file(READ ${ASSETS}/guide.html guide)
# For an XML parser both are character data; for an HTML parser the marks are comments.
set(style "/*<![CDATA[*/\n${style}/*]]>*/")
set(script "//<![CDATA[\n${script}//]]>")
sha256_base64(style_hash "${style}")
sha256_base64(script_hash "${script}")

set(cpp "// Written by cmake/EmbedPage.cmake.\n#include \"assets.hpp\"\n\nnamespace gauntlet::reports::html {\n\n")
define(style "${style}")
define(script "${script}")
define(guide "${guide}")
define(style_hash "${style_hash}")
define(script_hash "${script_hash}")
string(APPEND cpp "\n}  // namespace gauntlet::reports::html\n")
file(WRITE ${OUTPUT} "${cpp}")
