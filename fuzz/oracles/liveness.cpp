#include "gauntlet/fuzz/oracles/liveness.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gauntlet/core/conversation.hpp"

namespace gauntlet::fuzz::oracles {

namespace {

constexpr int pingresp = 13;

// Beside "a", which sessions use.
constexpr const char* channel = "probe";

bool good(const core::Observation& seen) {
    return seen.kind == core::Kind::accepted || (seen.kind == core::Kind::packet && seen.code == pingresp);
}

}  // namespace

std::vector<core::Step> probe(const core::Profile& profile) {
    return {core::Open{.channel = channel, .client = "good", .at = "probe-open", .upgrade = "probe-upgrade"},
            core::Send{channel, core::connect_packet(profile, "p")}, core::Read{channel, "probe-connack"},
            core::Barrier{channel, "probe-ping"}, core::Close{channel}};
}

std::optional<Alarm> liveness(const std::vector<core::Observation>& observed) {
    const auto bad = std::ranges::find_if_not(observed, good);
    const bool finished = std::ranges::any_of(observed, [](const auto& seen) { return seen.at == "probe-ping"; });
    if (bad == observed.end() && finished)
        return std::nullopt;
    if (bad == observed.end())
        return Alarm{"liveness", "not served", "a second client could not be served", {}};
    const bool hangs = bad->kind == core::Kind::timeout;
    return Alarm{hangs ? "hang" : "liveness",
                 fmt::format("{}: {} {}", bad->at, to_string(bad->layer), to_string(bad->kind)),
                 fmt::format("a second client is not served, at {}: {}", bad->at, bad->text),
                 {}};
}

void Latency::add_control(std::chrono::microseconds taken) {
    ++controls_;
    slowest_ = std::max(slowest_, taken);
}

std::optional<Alarm> Latency::slow(std::chrono::microseconds taken) const {
    const auto limit = std::max<std::chrono::microseconds>(least, slowest_ * factor);
    if (!calibrated() || taken <= limit)
        return std::nullopt;
    return Alarm{"latency",
                 "slow",
                 fmt::format("the session took {} ms, the slowest of {} good ones {} ms", taken.count() / 1000,
                             controls_, slowest_.count() / 1000),
                 {}};
}

}  // namespace gauntlet::fuzz::oracles
