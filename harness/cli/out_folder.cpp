#include "out_folder.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "usage.hpp"

namespace gauntlet::cli {

namespace fs = std::filesystem;

namespace {

fs::path default_path(std::chrono::sys_seconds time, std::uint64_t seed) {
    const std::string name =
        fmt::format("{:%Y%m%dT%H%M%SZ}-{}", fmt::gmtime(std::chrono::system_clock::to_time_t(time)), seed);
    fs::path path = fs::path("gauntlet-out") / name;
    for (int again = 2; fs::exists(path); ++again)
        path = fs::path("gauntlet-out") / fmt::format("{}-{}", name, again);
    return path;
}

}  // namespace

void check_out_folder(const fs::path& path) {
    std::error_code error;
    const bool exists = fs::exists(path, error);
    if (exists && !fs::is_directory(path, error))
        throw UsageError(fmt::format("--out {}: is no folder", path.string()));
    if (exists && !fs::is_empty(path, error))
        throw UsageError(fmt::format("--out {}: is not empty; name a new folder, or empty this one", path.string()));
    if (error)
        throw UsageError(fmt::format("--out {}: {}", path.string(), error.message()));
}

fs::path make_out_folder(const std::string& path, std::chrono::sys_seconds time, std::uint64_t seed) {
    const fs::path folder = path.empty() ? default_path(time, seed) : fs::path(path);
    check_out_folder(folder);
    try {
        fs::create_directories(folder / "logs");
        fs::create_directories(folder / "transcripts");
        fs::permissions(folder, fs::perms::owner_all);
    } catch (const fs::filesystem_error& error) {
        throw UsageError(fmt::format("--out {}: {}", folder.string(), error.code().message()));
    }
    return folder;
}

}  // namespace gauntlet::cli
