// What stdout and stderr are.
#pragma once

#include <cstddef>

namespace gauntlet::cli {

bool is_terminal(int descriptor);
// Colour on a terminal only, and not where NO_COLOR is set to anything (no-color.org).
bool wants_colour(int descriptor);
std::size_t width_of(int descriptor);  // in columns; 100 where it is not known

}  // namespace gauntlet::cli
