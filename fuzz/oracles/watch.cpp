#include "gauntlet/fuzz/oracles/watch.hpp"

#include <array>
#include <bit>
#include <utility>

#include "gauntlet/fuzz/oracles/ending.hpp"

namespace gauntlet::fuzz::oracles {

namespace {

// One more for each doubling; 0 below `least`.
std::uint64_t doublings(std::int64_t value, std::int64_t least) {
    return value < least ? 0 : std::bit_width(static_cast<std::uint64_t>(value / least));
}

// Below these everything is noise: a tick of the kernel's clock, a page or two, the connections of one session.
constexpr std::int64_t least_ms = 40;
constexpr std::int64_t least_memory = 1 << 20;
constexpr std::int64_t least_descriptors = 8;

void add_classes(const broker::Resources& before, const broker::Resources& after, std::vector<std::uint64_t>& signs) {
    const std::array<std::uint64_t, 3> classes{
        doublings((after.cpu - before.cpu).count(), least_ms),
        doublings(static_cast<std::int64_t>(after.rss_bytes - before.rss_bytes), least_memory),
        doublings(after.descriptors - before.descriptors, least_descriptors)};
    for (std::size_t i = 0; i < classes.size(); ++i)
        if (classes[i] > 0)
            signs.push_back((i + 1) << 8U | classes[i]);
}

}  // namespace

Watch::Watch(Process process, GrowthLimits limits, Slope control)
    : process_(std::move(process)), growth_(limits, control) {
    if (!process_.log.empty())
        log_.emplace(process_.log, process_.crash);
    if (process_.pid != 0)
        exit_.emplace(process_.pid);
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
    signs_.clear();
    // The log first: it says why the process is gone.
    if (log_)
        if (auto alarm = look_at_log(session))
            return alarm;
    if (!session.calm && exit_ && exit_->is_exiting())
        if (auto alarm = gone(process_.pid))
            return alarm;
    if (process_.pid != 0)
        if (auto alarm = look_at_usage())
            return alarm;
    for (const Exchange& exchange : session.exchanges)
        if (auto alarm = violates(exchange))
            return alarm;
    return std::nullopt;
}

std::optional<Alarm> Watch::look_at_log(const Session& session) {
    std::vector<wire::View> sent;
    for (const Exchange& exchange : session.exchanges)
        sent.emplace_back(exchange.sent);
    auto alarm = log_->look(sent);
    signs_ = log_->shapes();
    return alarm;
}

std::optional<Alarm> Watch::look_at_usage() {
    if (++since_usage_ < every)
        return std::nullopt;
    const std::optional<Reading> now = read_usage(process_.pid);
    if (!now)
        return gone(process_.pid);
    const std::optional<Reading> before = std::exchange(last_, now);
    if (before)
        add_classes(before->resources, now->resources, signs_);
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
