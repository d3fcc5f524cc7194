// Files with a mode that they have from their first byte on.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string_view>

namespace gauntlet::cli {

inline constexpr mode_t private_folder_mode = 0700;
inline constexpr mode_t public_mode = 0644;
inline constexpr mode_t secret_mode = 0600;

// The folder, and those above it that are missing, for the user alone. Throws std::system_error.
void make_private_folders(const std::filesystem::path& path);

// Makes the file, and the folders above it for the user alone. Throws std::system_error, also where it exists.
void write_new_file(const std::filesystem::path& path, std::string_view content, mode_t mode);

}  // namespace gauntlet::cli
