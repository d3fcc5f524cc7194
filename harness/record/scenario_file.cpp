#include "gauntlet/record/scenario_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "gauntlet/core/expectation_text.hpp"
#include "gauntlet/core/lint.hpp"
#include "gauntlet/core/nearest.hpp"
#include "gauntlet/recipe/catalogue.hpp"
#include "steps_in_toml.hpp"
#include "toml_file.hpp"

namespace gauntlet::record {

namespace {

constexpr std::array<std::string_view, 1> file_keys{"scenario"};
constexpr auto scenario_keys = std::to_array<std::string_view>(
    {"id", "title", "why", "mend", "level", "clauses", "catalogue", "statements", "profile", "transports",
     "capabilities", "exclusive", "negative", "steps", "expect", "client", "clients", "control"});
constexpr auto client_keys = std::to_array<std::string_view>(
    {"name", "presents", "min_version", "max_version", "suites", "groups", "alpn", "server_name", "resume"});
constexpr auto control_keys = std::to_array<std::string_view>({"at", "expect", "steps", "client", "clients"});
constexpr auto version_names = std::to_array<std::string_view>({"TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"});

// What to do about a scenario that the rules of the catalogue do not allow.
std::string_view remedy(core::TableFault fault) {
    using enum core::TableFault;
    switch (fault) {
        case malformed_id:
            return "its id must be FAMILY/NAME of lower-case letters, digits and '-'";
        case no_text:
            return "give it a title, why and mend";
        case no_clause:
            return "a must, should or policy names the clause that says so: clauses = [\"MQTT-3.1.0-1\"]";
        case observe_with_clause:
            return "level observe is for what no clause asks for: name another level, or leave clauses out";
        case unknown_capability:
            return "a capability is none; 'gauntlet brokers -v' lists them";
        case no_expectation:
            return "say what must be observed: expect = [\"connack: mqtt accepted\"]";
        case rule_without_step:
            return "a rule of expect, or the control, names a label that no step leaves, or allows nothing";
        case unknown_client:
            return "a step names a client that is neither 'good' nor one of [[scenario.clients]]";
        case duplicate_label:
            return "two steps have the same label; make them differ";
        case boot_not_first:
            return "'start the broker' must be the first step";
        case unknown_reading:
            return "'since' must name the label of an earlier measurement";
        case not_exclusive:
            return "it measures or disturbs the broker: add exclusive = true";
        default:
            return "look at docs/scenario-files.md";
    }
}

class ScenarioFile {
  public:
    ScenarioFile(const std::filesystem::path& path, std::span<const core::Scenario> built_in)
        : file_(path, "a file of scenarios"), built_in_(built_in) {}

    std::vector<core::Scenario> read(std::set<std::string>& ids) const {
        const toml::table top = file_.parse();
        file_.check_keys(top, file_keys, "at the top of the file");
        std::vector<core::Scenario> scenarios;
        for (const toml::table* entry : file_.tables(top, "scenario")) {
            scenarios.push_back(read_scenario(*entry));
            if (!ids.insert(scenarios.back().id()).second)
                file_.fail_at(*entry, "id",
                              "is that of another scenario; ids never change their meaning, take a new one");
        }
        if (scenarios.empty())
            file_.fail(1, "there is no scenario; begin one with [[scenario]]");
        return scenarios;
    }

  private:
    core::Scenario read_scenario(const toml::table& entry) const {
        file_.check_keys(entry, scenario_keys, "in a scenario");
        core::Scenario scenario;
        scenario.check = file_.text(entry, "id", "add id = \"private/NAME\"");
        scenario.title = file_.text(entry, "title", "add title = \"what must happen\"");
        scenario.why = file_.text(entry, "why", "add why = \"why it matters\"");
        scenario.mend = file_.text(entry, "mend", "add mend = \"what to do about it\"");
        const std::string level =
            file_.text(entry, "level", "add level = \"must\", \"should\", \"policy\" or \"observe\"");
        scenario.level = file_.word<core::Level>(entry, "level", level, core::level_names);
        scenario.clauses = file_.texts(entry, "clauses");
        scenario.catalogue = file_.texts(entry, "catalogue");
        scenario.statements = file_.texts(entry, "statements");
        scenario.capabilities = file_.texts(entry, "capabilities");
        scenario.exclusive = file_.flag(entry, "exclusive");
        scenario.profile = profile(entry);
        read_transports(entry, scenario);
        scenario.stimulus = read_stimulus(entry);
        scenario.expectation.rules = rules(entry);
        scenario.expectation.negative = file_.flag(entry, "negative");
        if (const toml::table* control = file_.table(entry, "control"))
            read_control(*control, scenario);
        check(entry, scenario);
        return scenario;
    }

    const core::Profile& profile(const toml::table& entry) const {
        const std::string name = file_.text(entry, "profile", "add profile = \"one-way\"");
        if (const core::Profile* found = find_profile(built_in_, name))
            return *found;
        std::set<std::string> names;
        for (const core::Scenario& scenario : built_in_)
            if (!core::boots(scenario.stimulus))
                names.insert(scenario.profile.name);
        const std::vector<std::string> nearest = core::nearest(name, {names.begin(), names.end()}, 3);
        file_.fail_at(entry, "profile",
                      fmt::format("= {} is none; the nearest are {}", quote(name), fmt::join(nearest, ", ")));
    }

    void read_transports(const toml::table& entry, core::Scenario& scenario) const {
        const std::vector<std::string> names = file_.texts(entry, "transports");
        if (names.empty())
            return;
        scenario.transports.clear();
        for (const std::string& name : names)
            scenario.transports.push_back(
                file_.word<core::Transport>(entry, "transports", name, core::transport_names));
    }

    core::Stimulus read_stimulus(const toml::table& entry) const {
        core::Stimulus stimulus;
        stimulus.steps = read_steps(file_, entry);
        if (const toml::table* client = file_.table(entry, "client"))
            stimulus.client = read_client(*client);
        for (const toml::table* client : file_.tables(entry, "clients")) {
            const std::string name = file_.text(*client, "name", "add name = \"other\", which steps name");
            stimulus.others.push_back({name, read_client(*client)});
        }
        return stimulus;
    }

    core::Client read_client(const toml::table& table) const {
        file_.check_keys(table, client_keys, "in a client");
        core::Client client;
        if (const auto presents = file_.optional_text(table, "presents"))
            client = presented(table, *presents);
        client.tls.min = version(table, "min_version");
        client.tls.max = version(table, "max_version");
        client.tls.suites = codes(table, "suites");
        client.tls.groups = codes(table, "groups");
        client.tls.alpn = file_.texts(table, "alpn");
        // The empty one is a choice too: no SNI.
        if (const toml::node* name = table.get("server_name"))
            client.tls.server_name = name->value<std::string>();
        client.tls.resume = file_.flag(table, "resume");
        return client;
    }

    core::Client presented(const toml::table& table, const std::string& name) const {
        if (name == "nothing")
            return core::presenting_nothing();
        if (name == "good")
            return {};
        const recipe::Credentials* credentials = recipe::find_credentials(name);
        if (credentials == nullptr)
            file_.fail_at(
                table, "presents",
                fmt::format("= {} is neither \"good\" nor \"nothing\" nor one of the credentials that INDEX.md "
                            "of 'gauntlet pki make' lists",
                            quote(name)));
        return core::presenting(*credentials);
    }

    std::optional<core::TlsVersion> version(const toml::table& table, std::string_view key) const {
        const auto name = file_.optional_text(table, key);
        if (!name)
            return std::nullopt;
        constexpr int lowest = static_cast<int>(core::TlsVersion::tls_1_0);
        enum class Index : std::uint8_t {};
        const auto index = file_.word<Index>(table, key, *name, version_names);
        return static_cast<core::TlsVersion>(lowest + static_cast<int>(index));
    }

    std::vector<std::uint16_t> codes(const toml::table& table, std::string_view key) const {
        std::vector<std::uint16_t> found;
        const toml::node* node = table.get(key);
        if (node == nullptr)
            return found;
        if (!node->is_array())
            file_.fail_at(table, key, "must be an array of IANA's numbers: [0x1301]");
        for (const toml::node& element : *node->as_array()) {
            const auto code = element.value_exact<std::int64_t>();
            if (!code || *code < 0 || *code > 0xffff)
                file_.fail_at(table, key, "must be an array of IANA's numbers: [0x1301]");
            found.push_back(static_cast<std::uint16_t>(*code));
        }
        return found;
    }

    std::vector<core::Rule> rules(const toml::table& entry) const {
        std::vector<core::Rule> found;
        const toml::node* node = entry.get("expect");
        const std::vector<std::string> texts = file_.texts(entry, "expect");
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const auto rule = core::parse_rule(texts[i]);
            if (!rule)
                file_.fail(
                    line_of((*node->as_array())[i].source()),
                    fmt::format("{} at column {} of {}", rule.error().message, rule.error().column, quote(texts[i])));
            found.push_back(*rule);
        }
        return found;
    }

    void read_control(const toml::table& table, core::Scenario& scenario) const {
        file_.check_keys(table, control_keys, "in a control");
        if (const auto text = file_.optional_text(table, "expect")) {
            const auto pattern = core::parse_pattern(*text);
            if (!pattern)
                file_.fail_at(table, "expect",
                              fmt::format("at column {}: {}", pattern.error().column, pattern.error().message));
            scenario.expectation.control = *pattern;
        }
        if (table.get("steps") == nullptr)
            return;
        core::Control control;
        control.stimulus = read_stimulus(table);
        control.at = file_.text(table, "at", "add at = \"LABEL\", the step of the control that decides");
        scenario.control = std::move(control);
    }

    // The rules of the built-in tables, but for the flaw: nobody can prove a user's scenario for them.
    void check(const toml::table& entry, const core::Scenario& scenario) const {
        core::Scenario proven = scenario;
        const std::vector<std::string> labels = core::labels_of(scenario.stimulus);
        proven.flaws.push_back({core::Flaw{}, labels.empty() ? "" : labels.front(), {}});
        const core::TableFault fault = core::scenario_fault(proven);
        if (fault != core::TableFault::none)
            file_.fail(line_of(entry.source()), fmt::format("the scenario is not complete: {}", remedy(fault)));
    }

    TomlFile file_;
    std::span<const core::Scenario> built_in_;
};

std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    std::error_code error;
    std::filesystem::recursive_directory_iterator entry(folder, error);
    if (error)
        throw core::BadInput(folder.string(), 0,
                             fmt::format("{}; name a folder with files of scenarios", error.message()));
    for (; entry != std::filesystem::recursive_directory_iterator(); entry.increment(error))
        if (entry->is_regular_file() && entry->path().extension() == ".toml")
            files.push_back(entry->path());
    if (files.empty())
        throw core::BadInput(folder.string(), 0, "has no file *.toml; 'gauntlet promote' writes one");
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

const core::Profile* find_profile(std::span<const core::Scenario> scenarios, std::string_view name) {
    const auto found = std::find_if(scenarios.begin(), scenarios.end(), [name](const core::Scenario& scenario) {
        return scenario.profile.name == name && !core::boots(scenario.stimulus);
    });
    return found == scenarios.end() ? nullptr : &found->profile;
}

std::vector<core::Scenario> load_scenarios(const std::filesystem::path& folder,
                                           std::span<const core::Scenario> built_in) {
    std::set<std::string> ids;
    for (const core::Scenario& scenario : built_in)
        ids.insert(scenario.id());
    std::vector<core::Scenario> scenarios;
    for (const std::filesystem::path& path : files_below(folder))
        for (core::Scenario& scenario : ScenarioFile(path, built_in).read(ids))
            scenarios.push_back(std::move(scenario));
    return scenarios;
}

}  // namespace gauntlet::record
