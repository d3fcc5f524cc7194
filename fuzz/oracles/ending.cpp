#include "gauntlet/fuzz/oracles/ending.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstring>

#include "gauntlet/broker/exiting.hpp"

namespace gauntlet::fuzz::oracles {

namespace {

constexpr std::array core_signals{SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT, SIGSEGV, SIGSYS, SIGTRAP, SIGXCPU, SIGXFSZ};

std::string name_of_signal(int number) {
    const char* name = ::sigabbrev_np(number);
    return name == nullptr ? fmt::format("signal {}", number) : fmt::format("SIG{}", name);
}

}  // namespace

std::optional<Alarm> ended(const core::Observation& end) {
    if (end.layer != core::Layer::process || !end.code)
        return std::nullopt;
    if (end.kind == core::Kind::exit)
        return Alarm{"exit", fmt::format("exit status {}", *end.code), "the broker " + end.text, {}};
    if (end.kind != core::Kind::signal)
        return std::nullopt;
    const bool core = std::ranges::find(core_signals, *end.code) != core_signals.end();
    return Alarm{core ? "core" : "signal", name_of_signal(*end.code), "the broker " + end.text, {}};
}

std::optional<Alarm> gone(pid_t pid) {
    if (!broker::is_exiting(pid))
        return std::nullopt;
    return Alarm{"exit", "gone", fmt::format("the broker's process {} is gone", pid), {}};
}

}  // namespace gauntlet::fuzz::oracles
