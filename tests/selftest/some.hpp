// Small scenarios, and cells as a run leaves them.
#pragma once

#include <optional>
#include <string>

#include "gauntlet/core/conversation.hpp"
#include "gauntlet/core/scenario.hpp"
#include "gauntlet/recipe/catalogue.hpp"
#include "gauntlet/record/judge.hpp"
#include "gauntlet/record/run.hpp"
#include "gauntlet/selftest/subject.hpp"

namespace gauntlet::selftest {

inline core::Scenario some_scenario(std::string check) {
    core::Scenario scenario;
    scenario.check = std::move(check);
    scenario.title = "what must happen";
    scenario.why = "because";
    scenario.mend = "do it";
    scenario.clauses = {"MQTT-3.1.4-5"};
    scenario.transports = {core::Transport::mqtts};
    scenario.profile.name = "one-way";
    scenario.profile.server = &recipe::server::good;
    scenario.stimulus.steps = core::connecting(scenario.profile);
    return scenario;
}

// A good client is let in, unless the broker demands a server name.
inline core::Scenario a_welcome() {
    core::Scenario scenario = some_scenario("some/welcome");
    scenario.expectation.rules = {core::expect("connack", core::accepted())};
    scenario.flaws = {{core::Flaw::demands_a_server_name, "connack", core::alert({112})}};
    return scenario;
}

// A bad client is refused with alert 45, unless the broker does not look at notAfter.
inline core::Scenario a_refusal() {
    core::Scenario scenario = some_scenario("some/refusal");
    scenario.expectation.rules = {core::expect_alert("connack", {45})};
    scenario.flaws = {{core::Flaw::ignores_not_after_of_leaf, "connack", core::accepted()}};
    return scenario;
}

inline core::Observation seen(core::Layer layer, core::Kind kind, std::optional<int> code = std::nullopt) {
    core::Observation observation;
    observation.at = "connack";
    observation.layer = layer;
    observation.kind = kind;
    observation.code = code;
    return observation;
}
inline core::Observation welcome() {
    return seen(core::Layer::mqtt, core::Kind::accepted, 0);
}
inline core::Observation alert(int code) {
    return seen(core::Layer::tls, core::Kind::alert, code);
}

// The cell of a scenario as it comes out where its broker behaves like that, judged.
inline record::Cell cell_of(const core::Scenario& scenario, MaybeFlaw flaw, const core::Observation& observed,
                            const core::Observation& control = welcome()) {
    record::Cell cell;
    cell.scenario = scenario.id();
    cell.broker = subject_name(flaw);
    cell.tries = 1;
    cell.evidence.control_before = cell.evidence.control_after = control;
    cell.evidence.observed = {observed};
    cell.evidence.aftermath = {core::Aftermath::State::alive, "alive"};
    const core::Judgement judgement = record::judge(scenario.level, scenario.expectation, cell);
    cell.verdict = judgement.verdict;
    cell.reason = judgement.reason;
    return cell;
}

}  // namespace gauntlet::selftest
