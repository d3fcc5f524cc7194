#include "escape.hpp"

#include <fmt/format.h>

#include "text.hpp"

namespace gauntlet::reports::html {

namespace {

constexpr std::size_t longest_command = 8000;

// No scheme, no authority, no way out of the folder, nothing that needs percent-encoding (RFC 3986).
bool is_plain_path(std::string_view path) {
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/+@";
    return !path.empty() && path.front() != '/' && path.find("..") == std::string_view::npos &&
           path.find("//") == std::string_view::npos && path.find_first_not_of(allowed) == std::string_view::npos;
}

}  // namespace

std::string safe(std::string_view text, std::size_t limit) {
    return xml(plain(text, limit));
}

std::string safe_command(std::string_view text) {
    return safe(text, longest_command);
}

std::string file_link(std::string_view name, std::string_view path) {
    return is_plain_path(path) ? fmt::format("<a href=\"{}\">{}</a>", path, name)
                               : fmt::format("{} {}", name, safe(path));
}

}  // namespace gauntlet::reports::html
