// Text of others (brokers, logs, files) made harmless for where it is printed, and laid out.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::reports {

// One line for a terminal: control characters, characters that reorder or hide text, and bytes that are no UTF-8 are
// spelled out (\x1b, \u{202e}); what exceeds `limit` characters is cut, and the cut is told.
std::string plain(std::string_view text, std::size_t limit = 2000);

// Content or attribute of XML 1.0: markup escaped, characters that XML cannot hold (XML 1.0 section 2.2) and bytes that
// are no UTF-8 replaced by U+FFFD; the other ones that plain() spells out are spelled out here too.
std::string xml(std::string_view text);

// Lines of at most `width` characters, broken at blanks; a longer word has a line of its own.
std::vector<std::string> wrap(std::string_view text, std::size_t width);

// The first `width` characters of well-formed UTF-8.
std::string_view cut(std::string_view text, std::size_t width);

}  // namespace gauntlet::reports
