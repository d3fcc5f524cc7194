// Texts in quotes, as the notation writes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gauntlet::core {

// Whether a value of such bytes may stand without quotes.
bool is_bare(char c);
// As it is where it is of such bytes and not empty, else in quotes.
std::string quoted_if_needed(std::string_view value);

// 'text', with \' \\ and \xNN for what is not printable ASCII.
std::string quoted(std::string_view text);

// What stands between the quotes; nothing where an escape is none.
std::optional<std::string> unescaped(std::string_view inside);

// Notation on one line, without comments; line breaks and tabs in its texts become escapes.
std::string on_one_line(std::string_view notation);

}  // namespace gauntlet::core
