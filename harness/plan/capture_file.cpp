#include "capture_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>

#include "gauntlet/net/pcapng.hpp"

namespace gauntlet::plan {

namespace fs = std::filesystem;

namespace {

std::vector<net::CapturedPart> parts_of(const std::vector<Try>& tries) {
    std::vector<net::CapturedPart> parts;
    for (std::size_t i = 0; i < tries.size(); ++i)
        for (const Section& section : tries[i].sections)
            if (const net::Capture* capture = section.transcript.capture().get();
                capture != nullptr && !capture->segments().empty())
                parts.push_back(
                    {tries.size() > 1 ? fmt::format("try {}, {}", i + 1, section.title) : section.title, capture});
    return parts;
}

}  // namespace

std::string capture_path(const PlannedCell& cell) {
    return "captures/" + cell.id + ".pcapng";
}

bool write_capture(const fs::path& path, const PlannedCell& cell, const std::vector<Try>& tries) {
    const std::vector<net::CapturedPart> parts = parts_of(tries);
    if (parts.empty())
        return false;
    const wire::Bytes bytes = net::to_pcapng(parts, fmt::format("{}: {}", cell.id, cell.scenario->title), "gauntlet");
    fs::create_directories(path.parent_path());
    std::ofstream file(path, std::ios::binary);
    std::error_code error;
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write, error);
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (error || !file.flush())
        throw fs::filesystem_error("the capture cannot be written", path,
                                   error ? error : std::error_code(errno, std::generic_category()));
    return true;
}

}  // namespace gauntlet::plan
