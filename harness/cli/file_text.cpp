#include "file_text.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "usage.hpp"

namespace gauntlet::cli {

std::string file_text(const std::string& option, const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!file)
        throw UsageError(fmt::format("{} {}: {}", option, path, std::strerror(errno)));
    return text;
}

}  // namespace gauntlet::cli
