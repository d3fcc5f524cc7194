// Where programs are looked for.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace gauntlet::broker {

bool is_program(const std::filesystem::path& path);

// In the absolute folders of $PATH.
std::vector<std::filesystem::path> path_folders();
std::optional<std::filesystem::path> search_path(const std::string& name);

}  // namespace gauntlet::broker
