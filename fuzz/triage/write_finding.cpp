#include <cerrno>
#include <fstream>
#include <system_error>

#include "gauntlet/fuzz/triage/triage.hpp"
#include "gauntlet/record/json.hpp"

namespace gauntlet::fuzz::triage {

namespace {

void write(const std::filesystem::path& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary);
    file << text;
    file.close();
    if (!file)
        throw std::filesystem::filesystem_error("cannot write", path, std::error_code(errno, std::generic_category()));
}

}  // namespace

void write_finding(const std::filesystem::path& folder, const Found& found) {
    const std::filesystem::path own = folder / found.finding.id;
    std::filesystem::create_directories(own);
    write(own / "reproducer", record::to_text(found.reproducer));
    // Renamed: a campaign that was killed goes on, and reads what it has found.
    const std::filesystem::path part = own / "finding.json.part";
    write(part, record::to_json(found.finding));
    std::filesystem::rename(part, own / "finding.json");
}

}  // namespace gauntlet::fuzz::triage
