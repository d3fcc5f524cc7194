// Text of others as Markdown (CommonMark 0.30 and GitHub's tables), so that it is shown and never read as markup.
#pragma once

#include <string>
#include <string_view>

namespace gauntlet::reports {

// One line of prose or of a table: plain(), and every character that Markdown or HTML could read is escaped.
std::string markdown(std::string_view text);

// One line as a code span; not for tables, where a "|" cannot be escaped within it. "" for an empty text.
std::string markdown_code(std::string_view text);

// One line as a code block of its own.
std::string markdown_block(std::string_view text);

}  // namespace gauntlet::reports
