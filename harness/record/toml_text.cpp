#include "toml_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gauntlet/record/print.hpp"

namespace gauntlet::record {

namespace {

// What a multi-line literal string of TOML takes as it is.
bool is_literal(std::string_view text) {
    const bool printable = std::ranges::all_of(text, [](char c) {
        return (c >= ' ' && c <= '~') || c == '\n' || c == '\t' || static_cast<unsigned char>(c) >= 0x80;
    });
    return printable && text.find("'''") == std::string_view::npos && !text.ends_with('\'');
}

}  // namespace

std::string toml_line(std::string_view key, std::string_view value) {
    return fmt::format("{} = {}\n", key, quote(value));
}

std::string toml_line(std::string_view key, const std::vector<std::string>& values) {
    if (values.empty())
        return {};
    std::string list;
    for (const std::string& value : values)
        list += (list.empty() ? "" : ", ") + quote(value);
    return fmt::format("{} = [{}]\n", key, list);
}

std::string toml_block(std::string_view key, std::string_view text) {
    if (!is_literal(text))
        return toml_line(key, text);
    return fmt::format("{} = '''\n{}{}'''\n", key, text, text.ends_with('\n') ? "" : "\n");
}

}  // namespace gauntlet::record
