// Small scenarios and candidates for the tests of the composition.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "gauntlet/core/conversation.hpp"
#include "gauntlet/core/scenario.hpp"
#include "gauntlet/plan/composition.hpp"
#include "gauntlet/recipe/catalogue.hpp"

namespace gauntlet::plan {

inline core::Profile some_profile(std::string name) {
    return {.name = std::move(name), .server = &recipe::server::good};
}

inline core::Scenario some_scenario(std::string check, const core::Profile& profile) {
    core::Scenario scenario;
    scenario.check = std::move(check);
    scenario.title = "a client is let in";
    scenario.why = "because";
    scenario.mend = "do it";
    scenario.clauses = {"MQTT-3.1.4-5"};
    scenario.profile = profile;
    scenario.stimulus = {.client = {}, .others = {}, .steps = core::connecting(profile)};
    scenario.expectation = {.rules = {core::expect("connack", core::accepted())}};
    return scenario;
}

inline core::Scenario some_booting_scenario(std::string check, const core::Profile& profile) {
    core::Scenario scenario = some_scenario(std::move(check), profile);
    scenario.stimulus.steps = {core::Boot{}};
    scenario.expectation = {.rules = {core::expect("ready", core::broker_exit())}};
    return scenario;
}

inline Candidate some_candidate(std::string name, bool many = true, std::set<std::string, std::less<>> absent = {}) {
    return {
        .name = std::move(name),
        .transports = {core::Transport::mqtt, core::Transport::mqtts},
        .many_listeners = many,
        .ours = true,
        .absent = std::nullopt,
        .lacks = [absent = std::move(absent)](std::string_view capability, core::Transport) -> std::optional<Excuse> {
            if (!absent.contains(capability))
                return std::nullopt;
            return Excuse{core::Verdict::unsupported, "has no " + std::string(capability)};
        },
        .unsuited = {},
        .allow_disruptive = true};
}

}  // namespace gauntlet::plan
