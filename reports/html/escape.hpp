// Text of others, and of ourselves, as content or attribute of the page.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gauntlet::reports::html {

// Harmless and readable (text.hpp's plain, then xml); cut after `limit` characters, and the cut is told.
std::string safe(std::string_view text, std::size_t limit = 2000);

// A command, to be copied whole: cut where it is absurd only.
std::string safe_command(std::string_view text);

// A link, called `name`, to a file below the run's folder. A path that could be anything else than that is text.
std::string file_link(std::string_view name, std::string_view path);

}  // namespace gauntlet::reports::html
