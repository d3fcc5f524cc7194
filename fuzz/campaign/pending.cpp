#include "pending.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace gauntlet::fuzz::campaign {

namespace json = boost::json;
namespace fs = std::filesystem;

namespace {

constexpr const char* name = "pending";

// Those that are whole: others have another suffix.
std::vector<fs::path> files_of(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder / name, error))
        if (entry.path().extension() == ".json")
            files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

Pending read(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const json::object object = json::parse(text).as_object();
    Pending pending;
    pending.alarm.oracle = json::value_to<std::string>(object.at("oracle"));
    pending.alarm.signature = json::value_to<std::string>(object.at("signature"));
    pending.alarm.text = json::value_to<std::string>(object.at("text"));
    pending.alarm.statements = json::value_to<std::vector<std::string>>(object.at("statements"));
    pending.sessions = json::value_to<std::vector<std::string>>(object.at("sessions"));
    pending.executions = json::value_to<std::uint64_t>(object.at("executions"));
    pending.file = file;
    return pending;
}

}  // namespace

void write_pending(const fs::path& folder, const Pending& pending) {
    const json::object object{{"oracle", pending.alarm.oracle},
                              {"signature", pending.alarm.signature},
                              {"text", pending.alarm.text},
                              {"statements", json::value_from(pending.alarm.statements)},
                              {"sessions", json::value_from(pending.sessions)},
                              {"executions", pending.executions}};
    // Sorted by age, and unique as the number of sessions is shared by all workers but for those that ended meanwhile.
    const fs::path file = folder / name / fmt::format("{:016}-{}.json", pending.executions, ::getpid());
    const fs::path part = fs::path(file).replace_extension(".part");
    std::ofstream out(part, std::ios::binary);
    out << json::serialize(object) << '\n';
    if (!out.flush())
        throw std::runtime_error(part.string() + ": cannot be written");
    fs::rename(part, file);
}

bool has_pending(const fs::path& folder) {
    return !files_of(folder).empty();
}

std::optional<Pending> take_pending(const fs::path& folder) {
    for (const fs::path& file : files_of(folder)) {
        try {
            return read(file);
        } catch (const std::exception&) {
            std::error_code ignored;
            fs::remove(file, ignored);
        }
    }
    return std::nullopt;
}

void forget_pending(const Pending& pending) {
    std::error_code ignored;
    fs::remove(pending.file, ignored);
}

}  // namespace gauntlet::fuzz::campaign
