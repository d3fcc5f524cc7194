#include "gauntlet/core/scenario.hpp"

#include <algorithm>

#include "gauntlet/core/conversation.hpp"

namespace gauntlet::core {

namespace {

// Whether one of the listener's trust anchors for clients stands at the end of the certificate's issuers.
bool is_below(const recipe::Certificate& certificate, const std::vector<const recipe::Certificate*>& anchors) {
    for (const recipe::Certificate* c = &certificate; c != nullptr; c = c->issuer)
        if (std::find(anchors.begin(), anchors.end(), c) != anchors.end())
            return true;
    return false;
}

bool needs_issuing(const Client& client, const Profile& profile) {
    return client.presents == Client::Presents::credentials &&
           is_below(client.credentials->leaf(), profile.client_anchors);
}

template <typename Kind>
bool has_step(const Stimulus& stimulus) {
    return std::any_of(stimulus.steps.begin(), stimulus.steps.end(),
                       [](const Step& step) { return std::holds_alternative<Kind>(step); });
}

}  // namespace

std::vector<std::string> needs(const Scenario& scenario) {
    std::vector<std::string> names = needs(scenario.profile);
    if (scenario.profile.good_client != nullptr)
        names.emplace_back("good-client");
    bool issuing = needs_issuing(scenario.stimulus.client, scenario.profile);
    for (const NamedClient& other : scenario.stimulus.others)
        issuing = issuing || needs_issuing(other.client, scenario.profile);
    if (issuing)
        names.emplace_back("client-ca");
    names.insert(names.end(), scenario.capabilities.begin(), scenario.capabilities.end());
    if (boots(scenario.stimulus))
        names.emplace_back("restart");
    if (has_step<Measure>(scenario.stimulus))
        names.emplace_back("resources");
    if (has_step<Reload>(scenario.stimulus))
        names.emplace_back("reload");
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

Control control_of(const Scenario& scenario) {
    if (scenario.control)
        return *scenario.control;
    Client good;
    if (scenario.stimulus.client.presents != Client::Presents::good)
        good.tls = scenario.stimulus.client.tls;
    return {
        .stimulus = {.client = good, .steps = connecting(scenario.profile)}, .at = "connack", .profile = std::nullopt};
}

bool boots(const Stimulus& stimulus) {
    return !stimulus.steps.empty() && std::holds_alternative<Boot>(stimulus.steps.front());
}

}  // namespace gauntlet::core
