#include "gauntlet/fuzz/triage/promote.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <set>

#include "gauntlet/core/conversation.hpp"
#include "gauntlet/fuzz/mutate/literal.hpp"
#include "gauntlet/fuzz/oracles/liveness.hpp"

namespace gauntlet::fuzz::triage {

namespace {

using Steps = std::vector<core::Step>;

// Sessions that leave something behind each time are played so often, and may leave so much in all.
constexpr int repetitions = 40;
constexpr unsigned allowed_memory = 4096;  // KiB
constexpr unsigned allowed_descriptors = 4;
constexpr std::chrono::milliseconds idle_time{300};

// A label of its own for every step, whatever the sessions call theirs.
class Labels {
  public:
    void rename(core::Step& step) {
        std::visit(
            [this](auto& s) {
                if constexpr (requires { s.at; })
                    s.at = fresh(s.at);
                if constexpr (requires { s.upgrade; })
                    s.upgrade = fresh(s.upgrade);
            },
            step);
    }

  private:
    std::string fresh(const std::string& label) {
        if (label.empty() || used_.insert(label).second)
            return label;
        const std::string next = fmt::format("{}-{}", label, ++counts_[label] + 1);
        return used_.insert(next).second ? next : fresh(label);
    }

    std::set<std::string> used_;
    std::map<std::string, int> counts_;
};

// Every channel that the session leaves open is closed behind it, as between two sessions of a campaign.
void append_session(Steps& steps, const Steps& session) {
    std::set<std::string> open;
    for (const core::Step& step : session) {
        if (const auto* opens = std::get_if<core::Open>(&step))
            open.insert(opens->channel);
        if (const auto* closes = std::get_if<core::Close>(&step);
            closes != nullptr && (closes->how == core::CloseHow::orderly || closes->how == core::CloseHow::rst))
            open.erase(closes->channel);
        steps.push_back(step);
    }
    for (const std::string& channel : open)
        steps.push_back(core::Close{channel});
}

Steps played(const record::Reproducer& reproducer, int times) {
    Steps steps;
    for (int i = 0; i < times; ++i)
        for (const Steps& session : reproducer.sessions)
            append_session(steps, session);
    return steps;
}

bool is_one_of(const std::string& text, std::initializer_list<const char*> all) {
    return std::ranges::find(all, text) != all.end();
}

bool is_ping(const core::Step& step) {
    const auto* send = std::get_if<core::Send>(&step);
    if (send == nullptr)
        return std::holds_alternative<core::Barrier>(step);
    const auto bytes = mutate::literal_bytes(send->bytes);
    return bytes && *bytes == wire::Bytes{0xc0, 0x00};
}

// Up to the last packet that is more than a question whether the connection lives, and then until the broker closes.
void observe_close(Steps& steps, core::Expectation& expectation) {
    const auto last = std::find_if(steps.rbegin(), steps.rend(), [](const core::Step& step) {
        return std::holds_alternative<core::Send>(step) && !is_ping(step);
    });
    if (last == steps.rend())
        return;
    const std::string channel = std::get<core::Send>(*last).channel;
    steps.erase(last.base(), steps.end());
    std::erase_if(steps, [&channel](const core::Step& step) {
        const auto* close = std::get_if<core::Close>(&step);
        return close != nullptr && close->channel == channel;
    });
    steps.push_back(core::Read{channel, "closed", true});
    expectation.rules.push_back(core::expect("closed", core::closed()));
}

void observe_life(Steps& steps, const core::Profile& profile, core::Expectation& expectation) {
    for (core::Step& step : oracles::probe(profile))
        steps.push_back(std::move(step));
    expectation.rules.push_back(core::expect("probe-connack", core::accepted()));
    constexpr int pingresp = 13;
    expectation.rules.push_back(core::expect("probe-ping", core::packet(pingresp)));
}

void expect_fact(core::Expectation& expectation, const char* fact) {
    core::Pattern pattern = core::became_ready();
    expectation.rules.push_back(core::expect("measured", core::with(pattern, fact, {"no"})));
}

void observe_usage(Steps& steps, const std::string& oracle, core::Expectation& expectation) {
    core::Measure measure{.at = "measured", .since = "measured-before"};
    if (oracle == "memory")
        measure.memory = allowed_memory;
    else
        measure.descriptors = allowed_descriptors;
    steps.insert(steps.begin(), core::Measure{.at = "measured-before"});
    steps.push_back(core::Pause{idle_time});
    steps.push_back(measure);
    expect_fact(expectation, oracle == "memory" ? "grows" : "keeps-descriptors");
}

void observe_idleness(Steps& steps, core::Expectation& expectation) {
    core::Measure measure{.at = "measured", .since = "measured-before"};
    measure.cpu = idle_time / 2;
    steps.push_back(core::Measure{.at = "measured-before"});
    steps.push_back(core::Pause{idle_time});
    steps.push_back(measure);
    expect_fact(expectation, "busy");
}

// "3.1.1/3.8.1-1" is the statement MQTT-3.8.1-1; what has no number is a row of the catalogue alone.
void add_clauses(const record::Reproducer& reproducer, core::Scenario& scenario) {
    for (const std::string& statement : reproducer.statements) {
        const std::string number = statement.substr(statement.find('/') + 1);
        if (number.starts_with("x-"))
            scenario.catalogue.push_back(statement);
        else
            scenario.clauses.push_back("MQTT-" + number);
    }
    scenario.statements = reproducer.statements;
    const bool uses = is_one_of(reproducer.oracle, {"memory", "descriptors", "spin", "half-open"});
    if (reproducer.statements.empty())
        scenario.clauses.emplace_back(uses ? "RFC 4732 2.1.2" : "RFC 4732 2.1.1");
}

std::string title_of(const std::string& oracle) {
    if (oracle == "statement")
        return "The broker closes the connection";
    if (is_one_of(oracle, {"memory", "descriptors", "half-open"}))
        return "The broker gives back what these sessions took";
    if (oracle == "spin")
        return "The broker is idle after these sessions";
    return "The broker survives these sessions and serves others";
}

}  // namespace

std::string scenario_id(const record::Reproducer& reproducer) {
    std::string name;
    for (const char c : reproducer.finding)
        name += std::isalnum(static_cast<unsigned char>(c)) != 0
                    ? static_cast<char>(std::tolower(static_cast<unsigned char>(c)))
                    : '-';
    return "regression/" + name;
}

core::Scenario scenario_of(const record::Reproducer& reproducer, const core::Profile& profile, const std::string& id) {
    core::Scenario scenario;
    scenario.check = id;
    scenario.title = title_of(reproducer.oracle);
    scenario.why = fmt::format("A campaign found on {} {}: {}", reproducer.broker, reproducer.version, reproducer.text);
    scenario.mend =
        fmt::format("Repeat the finding {} with 'gauntlet replay', and mend the broker.", reproducer.finding);
    scenario.level = core::Level::must;
    scenario.profile = profile;
    scenario.transports = {reproducer.transport};
    scenario.exclusive = true;
    add_clauses(reproducer, scenario);

    const std::string& oracle = reproducer.oracle;
    const bool repeated = is_one_of(oracle, {"memory", "descriptors", "half-open"});
    Steps& steps = scenario.stimulus.steps;
    steps = played(reproducer, repeated ? repetitions : 1);
    if (oracle == "statement")
        observe_close(steps, scenario.expectation);
    else if (repeated)
        observe_usage(steps, oracle, scenario.expectation);
    else if (oracle == "spin")
        observe_idleness(steps, scenario.expectation);
    else
        observe_life(steps, profile, scenario.expectation);
    Labels labels;
    for (auto step = steps.rbegin(); step != steps.rend(); ++step)
        labels.rename(*step);
    scenario.control = core::control_of(scenario);
    return scenario;
}

}  // namespace gauntlet::fuzz::triage
