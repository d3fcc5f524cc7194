#include "gauntlet/record/known.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "gauntlet/record/glob.hpp"
#include "gauntlet/record/print.hpp"
#include "toml_file.hpp"

namespace gauntlet::record {

namespace {

constexpr std::array<std::string_view, 2> file_keys{"broker", "known"};
constexpr std::array<std::string_view, 8> entry_keys{"id",     "broker",  "versions", "transport",
                                                     "reason", "confirm", "link",     "until"};

class KnownFile {
  public:
    explicit KnownFile(const std::filesystem::path& path) : file_(path, "a file of known failures") {}

    std::vector<KnownFailure> read() const {
        const toml::table table = file_.parse();
        file_.check_keys(table, file_keys, "at the top of the file");
        const std::string broker = file_.optional_text(table, "broker").value_or("");
        std::vector<KnownFailure> known;
        for (const toml::table* entry : file_.tables(table, "known"))
            known.push_back(read_entry(*entry, broker));
        check_duplicates(known);
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
        known.link = link(entry);
        known.until = until(entry);
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

    std::string link(const toml::table& entry) const {
        const std::string text = file_.optional_text(entry, "link").value_or("");
        if (!text.empty() && !text.starts_with("https://") && !text.starts_with("http://"))
            file_.fail_at(entry, "link", fmt::format("= {} is no address; begin it with https://", quote(text)));
        return text;
    }

    std::optional<std::chrono::sys_days> until(const toml::table& entry) const {
        const toml::node* node = entry.get("until");
        if (node == nullptr)
            return std::nullopt;
        const auto date = node->value_exact<toml::date>();
        if (!date)
            file_.fail_at(entry, "until", "must be a date, without quotes: until = 2027-01-31");
        return std::chrono::year(date->year) / date->month / date->day;
    }

    TomlFile file_;
};

bool matches(const KnownFailure& known, const Cell& cell) {
    return (known.broker == cell.broker || known.broker == adapter_of(cell.broker)) &&
           (!known.transport || *known.transport == cell.transport) && glob_matches(known.id, cell.scenario) &&
           known.versions.contains(cell.broker_version);
}

bool meet(const KnownFailure& one, const KnownFailure& other) {
    const bool transports = !one.transport || !other.transport || one.transport == other.transport;
    return one.id == other.id && one.broker == other.broker && transports && one.versions.overlaps(other.versions);
}

bool has_expired(const KnownFailure& known, std::chrono::sys_seconds at) {
    return known.until && std::chrono::floor<std::chrono::days>(at) > *known.until;
}

bool is_marked_by(const Cell& cell, const KnownFailure& known) {
    return cell.known && cell.known->file == known.file && cell.known->line == known.line;
}

// Whether the broker was there, in a version that the entry speaks of.
bool was_tested(const KnownFailure& known, const Run& run) {
    return std::any_of(run.cells.begin(), run.cells.end(), [&known](const Cell& cell) {
        return cell.tries > 0 && (known.broker == cell.broker || known.broker == adapter_of(cell.broker)) &&
               known.versions.contains(cell.broker_version);
    });
}

// Adds what the run shows of one entry.
void grade(const KnownFailure& known, Run& run) {
    const auto add = [&](const std::string& cell, StaleWhy why) {
        run.stale.push_back({known.file, known.line, cell, why});
    };
    bool in_use = false;
    bool told = false;
    for (const Cell& cell : run.cells) {
        if (!matches(known, cell))
            continue;
        in_use = in_use || cell.verdict != core::Verdict::unsupported;
        if (cell.verdict == core::Verdict::pass || cell.verdict == core::Verdict::info)
            add(cell.id(), StaleWhy::fixed);
        else if (has_expired(known, run.started) && !std::exchange(told, true))
            add(cell.id(), StaleWhy::expired);
        else if (cell.known && !is_marked_by(cell, known) && !has_expired(known, run.started))
            add(cell.id(), StaleWhy::duplicate);
    }
    if (!in_use && run.selection && is_everything(*run.selection) && run.signal == 0 && was_tested(known, run))
        add("", StaleWhy::unused);
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

void check_duplicates(const std::vector<KnownFailure>& known) {
    for (auto last = known.begin(); last != known.end(); ++last)
        for (auto other = known.begin(); other != last; ++other)
            if (meet(*other, *last))
                throw core::BadInput(
                    last->file, last->line,
                    fmt::format("{} on {} is in {} already; keep one entry, or make the versions or transports differ",
                                last->id, last->broker,
                                other->file == last->file ? fmt::format("line {}", other->line)
                                                          : fmt::format("{}:{}", other->file, other->line)));
}

void mark_known(const std::vector<KnownFailure>& known, FailOn fail_on, std::chrono::sys_seconds at, Cell& cell) {
    if (!is_red(cell, fail_on))
        return;
    for (const KnownFailure& entry : known)
        if (!cell.known && matches(entry, cell) && !has_expired(entry, at))
            cell.known = Known{entry.file, entry.line, entry.reason, entry.link};
}

void apply_known(const std::vector<KnownFailure>& known, Run& run) {
    for (Cell& cell : run.cells)
        mark_known(known, run.fail_on, run.started, cell);
    for (const KnownFailure& entry : known)
        grade(entry, run);
}

}  // namespace gauntlet::record
