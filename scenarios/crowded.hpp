// What many clients leave behind in the broker's process.
#pragma once

#include <string_view>
#include <vector>

#include "gauntlet/core/conversation.hpp"
#include "gauntlet/core/expectation.hpp"

namespace gauntlet::scenarios {

// So many clients after a quarter as many that have warmed caches and pools. Whoever keeps a connection keeps its TLS
// state, which is tens of KiB, or its socket; the limits leave room for what a heap does by itself, and for those that
// the broker has not yet seen leave.
constexpr std::vector<core::Step> crowded(const core::Profile& profile, unsigned clients) {
    const std::string connect = core::connect_packet(profile, "a");
    return {core::Crowd{.clients = clients / 4, .bytes = connect, .at = "warm-up"}, core::Measure{.at = "warm"},
            core::Crowd{.clients = clients, .bytes = connect, .at = "crowd"},
            core::Measure{.at = "left", .since = "warm", .memory = 8192, .descriptors = 64}};
}

constexpr core::Pattern left_behind(std::string_view memory) {
    core::Pattern pattern{.layer = core::Layer::process, .kind = core::Kind::accepted, .codes = {}, .facts = {}};
    pattern = core::with(pattern, "grows", {std::string(memory)});
    return core::with(pattern, "keeps-descriptors", {"no"});
}

}  // namespace gauntlet::scenarios
