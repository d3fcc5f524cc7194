// The files below assets/, put into the program by cmake/EmbedPage.cmake.
#pragma once

#include <string_view>

namespace gauntlet::reports::html {

extern const std::string_view style;        // content of <style>
extern const std::string_view script;       // content of <script>
extern const std::string_view guide;        // "how to read a red cell", a section
extern const std::string_view style_hash;   // "sha256-…", for the content security policy (CSP 3, 2.3.1)
extern const std::string_view script_hash;  // likewise

}  // namespace gauntlet::reports::html
