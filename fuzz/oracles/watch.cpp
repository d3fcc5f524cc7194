#include "gauntlet/fuzz/oracles/watch.hpp"

#include <utility>

#include "gauntlet/fuzz/oracles/ending.hpp"

namespace gauntlet::fuzz::oracles {

Watch::Watch(Process process, GrowthLimits limits, Slope control)
    : process_(std::move(process)), growth_(limits, control) {
    if (!process_.log.empty())
        log_.emplace(process_.log, process_.crash);
}

std::optional<Alarm> Watch::after_control(const Session& session) {
    latency_.add_control(session.taken);
    return look(session);
}

std::optional<Alarm> Watch::after(const Session& session) {
    if (auto alarm = look(session))
        return alarm;
    return latency_.slow(session.taken);
}

std::optional<Alarm> Watch::look(const Session& session) {
    if (!session.calm || ++since_look_ == every) {
        since_look_ = 0;
        // The log first: it says why the process is gone.
        if (log_)
            if (auto alarm = log_->look())
                return alarm;
        if (process_.pid != 0)
            if (auto alarm = gone(process_.pid))
                return alarm;
    }
    if (process_.pid != 0)
        if (auto alarm = look_at_usage())
            return alarm;
    for (const Exchange& exchange : session.exchanges)
        if (auto alarm = violates(exchange))
            return alarm;
    return std::nullopt;
}

std::optional<Alarm> Watch::look_at_usage() {
    if (++since_usage_ < every)
        return std::nullopt;
    const std::optional<Reading> now = read_usage(process_.pid);
    if (!now)
        return std::nullopt;  // gone; the next look says so
    const std::optional<Reading> before = std::exchange(last_, now);
    if (auto alarm = growth_.add(now->resources, std::exchange(since_usage_, 0)))
        return alarm;
    return before ? leap(before->resources, now->resources) : std::nullopt;
}

void Watch::begin_idle() {
    if (process_.pid == 0)
        return;
    idle_ = read_usage(process_.pid);
    idle_half_open_ = half_open_sockets(process_.pid);
}

std::optional<Alarm> Watch::end_idle() {
    if (process_.pid == 0)
        return std::nullopt;
    const std::optional<Reading> now = read_usage(process_.pid);
    const std::optional<Reading> before = std::exchange(idle_, std::nullopt);
    if (!now || !before)
        return gone(process_.pid);
    if (auto alarm = spins(*before, *now))
        return alarm;
    return idle_half_open_ > 0 ? keeps_half_open(idle_half_open_, half_open_sockets(process_.pid)) : std::nullopt;
}

}  // namespace gauntlet::fuzz::oracles
