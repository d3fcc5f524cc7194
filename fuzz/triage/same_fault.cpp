#include "gauntlet/fuzz/triage/same_fault.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "gauntlet/core/fnv.hpp"

namespace gauntlet::fuzz::triage {

namespace {

// The process ended, or its log says that it is about to.
bool is_death(const oracles::Alarm& alarm) {
    constexpr std::array<std::string_view, 4> oracles{"exit", "signal", "core", "log"};
    return std::ranges::find(oracles, alarm.oracle) != oracles.end();
}

bool is_unserved(const oracles::Alarm& alarm) {
    return alarm.oracle == "hang" || alarm.oracle == "liveness";
}

constexpr std::string_view state_words = ", after ";

std::string_view without_state(std::string_view signature) {
    return signature.substr(0, signature.find(state_words));
}

// As oracles::ended() says it: a status or the name of a signal, and no text of a log.
bool is_bare(std::string_view signature) {
    return signature.starts_with("exit status ") || (signature.starts_with("SIG") && signature.size() <= 9);
}

// Of these the signature tells faults apart; of the others the oracle alone does.
bool has_kinds(const oracles::Alarm& alarm) {
    return is_death(alarm) || alarm.oracle == "statement" || alarm.oracle == "memory";
}

bool is_gone(const oracles::Alarm& alarm) {
    return alarm.oracle == "exit" && alarm.signature == "gone";
}

}  // namespace

bool same_fault(const oracles::Alarm& expected, const oracles::Alarm& seen) {
    if (is_gone(expected) || is_gone(seen))
        return is_death(expected) && is_death(seen);
    if (is_death(expected) && is_death(seen))
        return without_state(expected.signature) == without_state(seen.signature);
    if (expected.oracle != seen.oracle)
        return false;
    return !has_kinds(expected) || expected.signature == seen.signature;
}

bool may_be_same_fault(const oracles::Alarm& expected, const oracles::Alarm& seen) {
    const bool deaths = is_death(expected) && is_death(seen);
    const bool unserved = is_unserved(expected) && is_unserved(seen);
    return deaths || unserved || same_fault(expected, seen);
}

oracles::Alarm with_state(oracles::Alarm alarm, const std::string& state) {
    const bool ended = alarm.oracle == "exit" || alarm.oracle == "signal" || alarm.oracle == "core";
    if (ended && is_bare(alarm.signature))
        alarm.signature += ", " + state;
    return alarm;
}

std::string key_of(const oracles::Alarm& alarm) {
    return alarm.oracle + ": " + alarm.signature;
}

std::string finding_id(const std::string& broker, const oracles::Alarm& alarm) {
    return fmt::format("{}-{}-{:016x}", broker, alarm.oracle, core::fnv1a(broker + "/" + key_of(alarm)));
}

}  // namespace gauntlet::fuzz::triage
