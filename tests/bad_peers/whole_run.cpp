#include "whole_run.hpp"

#include <filesystem>
#include <stdexcept>

#include "gauntlet/record/json.hpp"

namespace gauntlet::tests {

namespace fs = std::filesystem;

namespace {

void replace(std::string& text, const std::string& placeholder, const std::string& value) {
    const std::size_t at = text.find(placeholder);
    if (at == std::string::npos)
        throw std::logic_error("adapter.toml has no " + placeholder);
    text.replace(at, placeholder.size(), value);
}

// A folder for GAUNTLET_DATA with one adapter: the bad peer in the mode that is asked for.
void assemble(const fs::path& data, const BadPeer& peer) {
    const fs::path adapter = data / "adapters" / peer.name;
    fs::create_directories(adapter);
    fs::copy_file(fs::path(BAD_PEER_ADAPTER) / "ports.mustache", adapter / "ports.mustache");
    std::string mode;
    for (const std::string& word : peer.mode)
        mode += (mode.empty() ? "\"" : ", \"") + word + "\"";
    std::string text = text_of(fs::path(BAD_PEER_ADAPTER) / "adapter.toml");
    replace(text, "@NAME@", peer.name);
    replace(text, "@LISTENERS@", peer.one_listener ? "one" : "many");
    replace(text, "@MODE@", mode);
    replace(text, "@DEADLINE@", std::to_string(peer.deadline_ms));
    write_text(adapter / "adapter.toml", text);
}

core::Observation matching(const core::Pattern& pattern) {
    core::Observation observation{.layer = pattern.layer.value_or(core::Layer::mqtt),
                                  .kind = pattern.kind.value_or(core::Kind::accepted)};
    if (!pattern.codes.empty())
        observation.code = pattern.codes.front();
    for (const core::FactRule& fact : pattern.facts)
        observation.facts.push_back({fact.name, fact.one_of.front()});
    return observation;
}

}  // namespace

WholeRun run_on(const BadPeer& peer) {
    const TemporaryFolder folder;
    assemble(folder.path() / "data", peer);
    // As root, brokers run as an unprivileged user, who may be unable to reach the build tree.
    const fs::path binary = folder.path() / "bad_peer";
    fs::copy_file(BAD_PEER, binary);
    const fs::path out = folder.path() / "out";
    Arguments arguments{"run", "--broker", peer.name, "--set", peer.name + ".binary=" + binary.string(), "--out", out};
    arguments.insert(arguments.end(), peer.arguments.begin(), peer.arguments.end());
    WholeRun run;
    run.result = gauntlet(arguments, {{"GAUNTLET_DATA", folder.path() / "data"}});
    if (!fs::exists(out / "record.json"))
        throw std::runtime_error("no record was written: " + run.result.err);
    run.record = record::read(out / "record.json");
    return run;
}

const record::ScenarioText& scenario_of(const WholeRun& run, const record::Cell& cell) {
    const record::ScenarioText* scenario = record::scenario_of(run.record, cell);
    if (scenario == nullptr)
        throw std::runtime_error("the record has no scenario " + cell.scenario);
    return *scenario;
}

bool is_negative(const WholeRun& run, const record::Cell& cell) {
    return core::is_negative(scenario_of(run, cell).expectation);
}

core::Verdict with_good_controls(const WholeRun& run, const record::Cell& cell) {
    const record::ScenarioText& scenario = scenario_of(run, cell);
    core::Evidence evidence = cell.evidence;
    evidence.control_before = evidence.control_after = matching(scenario.expectation.control);
    return core::judge(scenario.level, scenario.expectation, evidence).verdict;
}

std::string line_of(const record::Cell& cell) {
    return cell.id() + ": " + std::string(to_string(cell.verdict)) + ": " + cell.reason;
}

}  // namespace gauntlet::tests
