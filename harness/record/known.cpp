#include "gauntlet/record/known.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "gauntlet/record/glob.hpp"
#include "print.hpp"
#include "toml_file.hpp"

namespace gauntlet::record {

namespace {

constexpr std::array<std::string_view, 2> file_keys{"broker", "known"};
constexpr std::array<std::string_view, 6> entry_keys{"id", "broker", "versions", "transport", "reason", "confirm"};

class KnownFile {
  public:
    explicit KnownFile(const std::filesystem::path& path) : file_(path, "a file of known failures") {}

    std::vector<KnownFailure> read() const {
        const toml::table table = file_.parse();
        file_.check_keys(table, file_keys, "at the top of the file");
        const std::string broker = file_.optional_text(table, "broker").value_or("");
        std::vector<KnownFailure> known;
        for (const toml::table* entry : file_.tables(table, "known")) {
            known.push_back(read_entry(*entry, broker));
            check_duplicate(known);
        }
        return known;
    }

  private:
    KnownFailure read_entry(const toml::table& entry, const std::string& broker) const {
        file_.check_keys(entry, entry_keys, "in a known failure");
        KnownFailure known;
        known.file = file_.name();
        known.line = line_of(entry.source());
        known.id = file_.text(entry, "id", "add id = \"FAMILY/CHECK\"");
        known.broker = file_.optional_text(entry, "broker").value_or(broker);
        if (known.broker.empty())
            file_.fail(known.line, "the entry has no broker; add broker = \"NAME\" to it, or at the top of the file");
        known.versions = versions(entry);
        known.transport = transport(entry);
        known.reason = file_.text(entry, "reason", "add reason = \"why the broker fails\"");
        known.confirm = file_.text(entry, "confirm", "add confirm = \"a command that exits 0 where the fault shows\"");
        return known;
    }

    VersionRange versions(const toml::table& entry) const {
        const std::string range = file_.text(entry, "versions", "add versions = \">=2.0.0 <2.1\"");
        const auto parsed = VersionRange::parse(range);
        if (!parsed)
            file_.fail_at(entry, "versions",
                          fmt::format("= {} is no range of versions; write \">=2.0.0 <2.1\", "
                                      "\"=2.0.11\" or \"*\"",
                                      quote(range)));
        return *parsed;
    }

    std::optional<core::Transport> transport(const toml::table& entry) const {
        const auto name = file_.optional_text(entry, "transport");
        if (!name)
            return std::nullopt;
        const auto found = core::from_name<core::Transport>(*name, core::transport_names);
        if (!found)
            file_.fail_at(entry, "transport",
                          fmt::format("= {} is none of {}", quote(*name), fmt::join(core::transport_names, ", ")));
        return found;
    }

    void check_duplicate(const std::vector<KnownFailure>& known) const {
        const KnownFailure& last = known.back();
        for (const KnownFailure& other : known) {
            const bool transports_meet = !other.transport || !last.transport || other.transport == last.transport;
            if (&other != &last && other.id == last.id && other.broker == last.broker && transports_meet &&
                other.versions.overlaps(last.versions))
                file_.fail(last.line,
                           fmt::format("{} on {} is in line {} already; keep one entry, or make the versions or "
                                       "transports differ",
                                       last.id, last.broker, other.line));
        }
    }

    TomlFile file_;
};

bool matches(const KnownFailure& known, const Cell& cell) {
    return known.broker == cell.broker && (!known.transport || *known.transport == cell.transport) &&
           glob_matches(known.id, cell.scenario) && known.versions.contains(cell.broker_version);
}

}  // namespace

std::vector<KnownFailure> read_known(const std::filesystem::path& path) {
    return KnownFile(path).read();
}

void check_ids(const std::vector<KnownFailure>& known, const std::vector<std::string>& catalogue) {
    for (const KnownFailure& entry : known)
        if (std::none_of(catalogue.begin(), catalogue.end(),
                         [&entry](const std::string& id) { return glob_matches(entry.id, id); }))
            throw core::BadInput(
                entry.file, entry.line,
                fmt::format("id = {} matches no scenario; 'gauntlet list' names them all", quote(entry.id)));
}

void apply_known(const std::vector<KnownFailure>& known, Run& run) {
    for (Cell& cell : run.cells)
        for (const KnownFailure& entry : known) {
            if (!matches(entry, cell))
                continue;
            if (is_red(cell, run.fail_on) && !cell.known)
                cell.known = Known{entry.file, entry.line, entry.reason};
            else if (cell.verdict == core::Verdict::pass || cell.verdict == core::Verdict::info)
                run.stale.push_back({entry.file, entry.line, cell.id()});
        }
}

}  // namespace gauntlet::record
