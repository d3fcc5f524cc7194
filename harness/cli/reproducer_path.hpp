// A finding on the command line: its folder, or the reproducer in it.
#pragma once

#include <filesystem>
#include <string>

namespace gauntlet::cli {

inline std::filesystem::path reproducer_path(const std::string& given) {
    std::error_code error;
    const std::filesystem::path path(given);
    return std::filesystem::is_directory(path, error) ? path / "reproducer" : path;
}

}  // namespace gauntlet::cli
