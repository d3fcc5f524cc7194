#include "gauntlet/fuzz/campaign/seeds.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "gauntlet/core/conversation.hpp"
#include "gauntlet/core/step_text.hpp"
#include "gauntlet/fuzz/mutate/literal.hpp"

namespace gauntlet::fuzz::campaign {

namespace {

using core::Step;
using mutate::Steps;

// Longer stimuli say nothing more to a mutator.
constexpr std::size_t longest_text = 4096;
constexpr std::size_t longest_send = 4096;

std::string connect_5(const core::Profile& profile, const std::string& channel, const char* properties = "") {
    const bool password = profile.access == core::Access::password;
    return "10 r{ s'MQTT' 05 " + std::string(password ? "c2" : "02") + " k60 v{" + properties + " } s'{id}" + channel +
           "'" + (password ? " s'{user}' s'{password}'" : "") + " }";
}

void say(Steps& steps, const std::string& channel, const std::string& connect, const std::string& packets) {
    steps.emplace_back(core::Open{.channel = channel, .at = {}});
    steps.emplace_back(core::Send{channel, connect});
    steps.emplace_back(core::Read{channel, {}});
    if (!packets.empty())
        steps.emplace_back(core::Send{channel, packets});
}

Steps one(const std::string& connect, const std::string& packets) {
    Steps steps;
    say(steps, "a", connect, packets);
    return steps;
}

void add_single(std::vector<Steps>& out, const core::Profile& profile) {
    const std::string older = core::connect_packet(profile, "a");
    const std::string newer = connect_5(profile, "a");
    const std::string_view bodies[][2] = {
        {"30 r{ s'{topic}' 'x' }", "30 r{ s'{topic}' v{ } 'x' }"},
        {"32 r{ s'{topic}' i1 'x' }", "32 r{ s'{topic}' i1 v{ } 'x' }"},
        {"34 r{ s'{topic}' i1 'x' } 62 r{ i1 }", "34 r{ s'{topic}' i1 v{ } 'x' } 62 r{ i1 }"},
        {"82 r{ i1 s'{topic}' 01 } a2 r{ i2 s'{topic}' }", "82 r{ i1 v{ } s'{topic}' 01 } a2 r{ i2 v{ } s'{topic}' }"},
        {"82 r{ i1 s'{topic}' 02 } 32 r{ s'{topic}' i2 'x' } 40 r{ i1 }",
         "82 r{ i1 v{ } s'{topic}' 02 } 32 r{ s'{topic}' i2 v{ } 'x' } 40 r{ i1 }"},
        {"33 r{ s'{topic}' i1 'x' } 82 r{ i2 s'{topic}/#' 00 } 31 r{ s'{topic}' }",
         "33 r{ s'{topic}' i1 v{ } 'x' } 82 r{ i2 v{ } s'{topic}/#' 00 } 31 r{ s'{topic}' v{ } }"},
        {"c0 00 e0 00", "c0 00 e0 r{ 00 }"},
    };
    for (const auto& body : bodies) {
        out.push_back(one(older, std::string(body[0])));
        out.push_back(one(newer, std::string(body[1])));
    }
}

void add_several(std::vector<Steps>& out, const core::Profile& profile) {
    Steps delivery;
    say(delivery, "a", connect_5(profile, "a"), "82 r{ i1 v{ } s'{topic}' 01 }");
    delivery.emplace_back(core::Barrier{"a", {}});
    say(delivery, "b", connect_5(profile, "b"), "32 r{ s'{topic}' i1 v{ } 'x' }");
    out.push_back(std::move(delivery));

    Steps takeover;
    say(takeover, "a", core::connect_packet(profile, "a"), "82 r{ i1 s'{topic}' 01 }");
    say(takeover, "b", core::connect_packet(profile, "a"), "30 r{ s'{topic}' 'x' }");
    out.push_back(std::move(takeover));

    Steps resumed;
    const std::string kept = connect_5(profile, "a", " 11 w60");
    std::string again = kept;
    again.replace(again.find("05 ") + 3, 2, profile.access == core::Access::password ? "c0" : "00");
    say(resumed, "a", kept, "82 r{ i1 v{ } s'{topic}' 01 }");
    resumed.emplace_back(core::Close{"a", core::CloseHow::fin});
    say(resumed, "b", connect_5(profile, "b"), "32 r{ s'{topic}' i1 v{ } 'x' }");
    resumed.emplace_back(core::Barrier{"b", {}});
    say(resumed, "a", again, "");
    out.push_back(std::move(resumed));
}

// Nobody has logged in.
void add_unauthenticated(std::vector<Steps>& out) {
    Steps nobody;
    nobody.emplace_back(core::Open{.at = {}});
    nobody.emplace_back(core::Send{"a", "32 r{ s'{topic}' i1 'x' } c0 00"});
    out.push_back(std::move(nobody));
}

bool fits(const Step& step, bool websocket) {
    if (const auto* open = std::get_if<core::Open>(&step))
        return open->client.empty() && open->door == core::Door::listener && open->engine == core::Engine::of_door;
    if (const auto* send = std::get_if<core::Send>(&step)) {
        const auto bytes = mutate::literal_bytes(send->bytes);
        return bytes && bytes->size() <= longest_send && (websocket || send->as == core::As::data);
    }
    return std::holds_alternative<core::Read>(step) || std::holds_alternative<core::Barrier>(step) ||
           std::holds_alternative<core::Close>(step);
}

void drop_label(Step& step) {
    std::visit(
        [](auto& each) {
            if constexpr (requires { each.at; })
                each.at.clear();
            if constexpr (requires { each.upgrade; })
                each.upgrade.clear();
        },
        step);
}

}  // namespace

std::vector<Steps> seeds(std::span<const core::Scenario> scenarios, const core::Profile& profile,
                         core::Transport transport, const mutate::Scope& scope) {
    const bool websocket = core::has_websocket(transport);
    std::vector<Steps> out;
    add_single(out, profile);
    if (scope.connections)
        add_several(out, profile);
    if (scope.unauthenticated)
        add_unauthenticated(out);
    std::set<std::string> known;
    for (const core::Scenario& scenario : scenarios) {
        Steps steps = scenario.stimulus.steps;
        const bool all_fit = scenario.profile.access == profile.access && scenario.stimulus.client == core::Client{} &&
                             std::ranges::all_of(steps, [=](const Step& step) { return fits(step, websocket); });
        const auto opens =
            std::ranges::count_if(steps, [](const Step& step) { return std::holds_alternative<core::Open>(step); });
        if (!all_fit || (opens > 1 && !scope.connections))
            continue;
        std::ranges::for_each(steps, drop_label);
        const std::string text = core::to_text(steps);
        if (text.size() <= longest_text && known.insert(text).second)
            out.push_back(std::move(steps));
    }
    return out;
}

}  // namespace gauntlet::fuzz::campaign
