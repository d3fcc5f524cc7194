#include "search.hpp"

#include <unistd.h>

#include <cstdlib>
#include <sstream>

namespace gauntlet::broker {

bool is_program(const std::filesystem::path& path) {
    std::error_code error;
    return std::filesystem::is_regular_file(path, error) && ::access(path.c_str(), X_OK) == 0;
}

std::vector<std::filesystem::path> path_folders() {
    std::vector<std::filesystem::path> folders;
    std::istringstream path(std::getenv("PATH") != nullptr ? std::getenv("PATH") : "");
    for (std::string folder; std::getline(path, folder, ':');)
        if (folder.starts_with('/'))
            folders.emplace_back(folder);
    return folders;
}

std::optional<std::filesystem::path> search_path(const std::string& name) {
    for (const std::filesystem::path& folder : path_folders())
        if (is_program(folder / name))
            return folder / name;
    return std::nullopt;
}

}  // namespace gauntlet::broker
