#include "gauntlet/broker/data_folder.hpp"

#include <cstdlib>

#include "gauntlet/broker/bad_input.hpp"

namespace gauntlet::broker {
namespace {

bool holds_adapters(const std::filesystem::path& folder) {
    std::error_code error;
    return std::filesystem::is_directory(folder / "adapters", error);
}

}  // namespace

std::filesystem::path data_folder() {
    if (const char* given = std::getenv("GAUNTLET_DATA"); given != nullptr && *given != '\0') {
        if (!holds_adapters(given))
            throw BadInput(std::string("GAUNTLET_DATA=") + given +
                           ": there is no folder adapters in it; set it to the one that holds it");
        return given;
    }
    std::error_code error;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
    const std::filesystem::path installed = program.parent_path().parent_path() / "share" / "gauntlet";
    if (!error && holds_adapters(installed))
        return installed;
    if (holds_adapters(GAUNTLET_SOURCE_DATA))
        return GAUNTLET_SOURCE_DATA;
    throw BadInput(installed.string() +
                   ": there is no folder adapters in it; set GAUNTLET_DATA to the one that holds it");
}

}  // namespace gauntlet::broker
