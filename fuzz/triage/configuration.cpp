#include "configuration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace gauntlet::fuzz::triage {

namespace {

constexpr std::size_t largest = std::size_t{64} << 10U;

std::string content_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

bool is_text(const std::string& content) {
    return content.find('\0') == std::string::npos && content.find("-----BEGIN") == std::string::npos;
}

}  // namespace

std::string configuration_of(pid_t pid) {
    if (pid == 0)
        return {};
    std::ifstream command(fmt::format("/proc/{}/cmdline", pid), std::ios::binary);
    std::string text;
    std::string argument;
    for (bool program = true; std::getline(command, argument, '\0'); program = false) {
        std::error_code error;
        const auto size = std::filesystem::file_size(argument, error);
        if (program || error || !argument.starts_with('/') || size > largest ||
            !std::filesystem::is_regular_file(argument, error))
            continue;
        const std::string content = content_of(argument);
        if (is_text(content) && text.size() + content.size() <= largest)
            text += content;
    }
    return text;
}

}  // namespace gauntlet::fuzz::triage
