#include "gauntlet/record/known.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>

#include "gauntlet/record/glob.hpp"
#include "print.hpp"

namespace gauntlet::record {

namespace {

constexpr std::array<std::string_view, 2> file_keys{"broker", "known"};
constexpr std::array<std::string_view, 6> entry_keys{"id", "broker", "versions", "transport", "reason", "confirm"};

int line_of(const toml::source_region& region) {
    return static_cast<int>(region.begin.line);
}

class KnownFile {
  public:
    explicit KnownFile(const std::filesystem::path& path) : file_(path.string()) {}

    std::vector<KnownFailure> read() const {
        const toml::table table = parse();
        check_keys(table, file_keys, "at the top of the file");
        const std::string broker = optional_text(table, "broker").value_or("");
        std::vector<KnownFailure> known;
        for (const toml::table* entry : entries(table)) {
            known.push_back(read_entry(*entry, broker));
            check_duplicate(known);
        }
        return known;
    }

  private:
    [[noreturn]] void fail(int line, const std::string& what) const { throw core::BadInput(file_, line, what); }

    toml::table parse() const {
        try {
            return toml::parse_file(file_);
        } catch (const toml::parse_error& error) {
            const int line = line_of(error.source());
            if (line == 0)
                fail(0, fmt::format("cannot be read ({}); name a file of known failures", error.description()));
            fail(line, fmt::format("no TOML here: {}", error.description()));
        }
    }

    template <std::size_t Count>
    void check_keys(const toml::table& table, const std::array<std::string_view, Count>& keys,
                    const char* where) const {
        for (const auto& [key, node] : table)
            if (std::find(keys.begin(), keys.end(), key.str()) == keys.end())
                fail(line_of(key.source()),
                     fmt::format("unknown key {} {}; the keys are {}", quote(key.str()), where, fmt::join(keys, ", ")));
    }

    std::vector<const toml::table*> entries(const toml::table& table) const {
        std::vector<const toml::table*> found;
        const toml::node* known = table.get("known");
        if (known == nullptr)
            return found;
        const toml::array* array = known->as_array();
        if (array == nullptr)
            fail(line_of(known->source()), "known must be an array of tables; begin each entry with [[known]]");
        for (const toml::node& node : *array) {
            if (!node.is_table())
                fail(line_of(node.source()), "an entry of known is no table; begin each entry with [[known]]");
            found.push_back(node.as_table());
        }
        return found;
    }

    std::optional<std::string> optional_text(const toml::table& table, std::string_view key) const {
        const toml::node* node = table.get(key);
        if (node == nullptr)
            return std::nullopt;
        const auto text = node->value_exact<std::string>();
        if (!text || text->find_first_not_of(" \t\r\n") == std::string::npos)
            fail(line_of(node->source()), fmt::format("{} must be a string that is not empty", key));
        return text;
    }

    std::string text(const toml::table& entry, std::string_view key, std::string_view mend) const {
        auto found = optional_text(entry, key);
        if (!found)
            fail(line_of(entry.source()), fmt::format("the entry has no {}; {}", key, mend));
        return *found;
    }

    int line(const toml::table& entry, std::string_view key) const { return line_of(entry.get(key)->source()); }

    KnownFailure read_entry(const toml::table& entry, const std::string& broker) const {
        check_keys(entry, entry_keys, "in a known failure");
        KnownFailure known;
        known.file = file_;
        known.line = line_of(entry.source());
        known.id = text(entry, "id", "add id = \"FAMILY/CHECK\"");
        known.broker = optional_text(entry, "broker").value_or(broker);
        if (known.broker.empty())
            fail(known.line, "the entry has no broker; add broker = \"NAME\" to it, or at the top of the file");
        known.versions = versions(entry);
        known.transport = transport(entry);
        known.reason = text(entry, "reason", "add reason = \"why the broker fails\"");
        known.confirm = text(entry, "confirm", "add confirm = \"a command that exits 0 where the fault shows\"");
        return known;
    }

    VersionRange versions(const toml::table& entry) const {
        const std::string range = text(entry, "versions", "add versions = \">=2.0.0 <2.1\"");
        const auto parsed = VersionRange::parse(range);
        if (!parsed)
            fail(line(entry, "versions"), fmt::format("versions = {} is no range of versions; write \">=2.0.0 <2.1\", "
                                                      "\"=2.0.11\" or \"*\"",
                                                      quote(range)));
        return *parsed;
    }

    std::optional<core::Transport> transport(const toml::table& entry) const {
        const auto name = optional_text(entry, "transport");
        if (!name)
            return std::nullopt;
        const auto found = core::from_name<core::Transport>(*name, core::transport_names);
        if (!found)
            fail(line(entry, "transport"),
                 fmt::format("transport = {} is none of {}", quote(*name), fmt::join(core::transport_names, ", ")));
        return found;
    }

    void check_duplicate(const std::vector<KnownFailure>& known) const {
        const KnownFailure& last = known.back();
        for (const KnownFailure& other : known) {
            const bool transports_meet = !other.transport || !last.transport || other.transport == last.transport;
            if (&other != &last && other.id == last.id && other.broker == last.broker && transports_meet &&
                other.versions.overlaps(last.versions))
                fail(last.line, fmt::format("{} on {} is in line {} already; keep one entry, or make the versions or "
                                            "transports differ",
                                            last.id, last.broker, other.line));
        }
    }

    std::string file_;
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
