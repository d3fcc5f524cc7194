#include "companions.hpp"

#include <fmt/format.h>
#include <sys/epoll.h>

#include <algorithm>

#include "descriptor.hpp"
#include "gauntlet/broker/supervisor.hpp"
#include "instance_state.hpp"
#include "log_line.hpp"
#include "probe.hpp"
#include "system_words.hpp"

namespace gauntlet::broker {
namespace {

using std::chrono::steady_clock;

constexpr auto pause_between_tries = std::chrono::milliseconds(3);

boost::asio::awaitable<bool> opens(const Process& process, std::uint16_t port, TimePoint deadline) {
    for (;;) {
        const bool open = co_await is_open(port, deadline);
        if (open || !process.alive() || steady_clock::now() >= deadline)
            co_return open;
        co_await process.ended_until(std::min(deadline, steady_clock::now() + pause_between_tries));
    }
}

core::Observation failure(const Companion& rule, const Process& process, const Log& log, const std::string& missing) {
    core::Observation seen;
    if (const std::optional<Ending> ending = process.ending())
        seen = observation_of(*ending, log.tail(quoted_log_lines));
    else {
        seen.layer = core::Layer::process;
        seen.kind = core::Kind::timeout;
        seen.text = "not ready before the deadline: " + missing;
    }
    seen.text = fmt::format("its companion {}: {}", rule.name, seen.text);
    return seen;
}

}  // namespace

boost::asio::awaitable<std::optional<core::Observation>> wait_for_companion(const Companion& rule,
                                                                            const Process& process, const Log& log,
                                                                            std::uint64_t from, std::uint16_t port) {
    const TimePoint deadline = steady_clock::now() + rule.ready_deadline;
    if (rule.ready) {
        const bool said = co_await wait_for_line(log, process, *rule.ready, from, deadline);
        if (!said)
            co_return failure(rule, process, log, fmt::format("the log does not say /{}/", rule.ready->expression()));
    }
    if (port != 0) {
        const bool open = co_await opens(process, port, deadline);
        if (!open)
            co_return failure(rule, process, log, "its port is not open");
    }
    if (!process.alive())
        co_return failure(rule, process, log, {});
    co_return std::nullopt;
}

std::optional<core::Observation> ended_companion(const std::vector<RunningCompanion>& companions, const Log& log) {
    for (const RunningCompanion& companion : companions)
        if (const std::optional<Ending> ending = companion.process->ending()) {
            core::Observation seen = observation_of(*ending, log.tail(quoted_log_lines));
            seen.text = fmt::format("its companion {}: {}", companion.name, seen.text);
            return seen;
        }
    return std::nullopt;
}

boost::asio::awaitable<void> one_has_ended(std::vector<std::shared_ptr<Process>> processes) {
    const Descriptor all(::epoll_create1(EPOLL_CLOEXEC));
    for (const std::shared_ptr<Process>& process : processes) {
        epoll_event event{};
        event.events = EPOLLIN;
        if (!all || ::epoll_ctl(all.get(), EPOLL_CTL_ADD, process->pidfd(), &event) != 0)
            throw StartFault(system_words("cannot watch the processes of the broker"));
    }
    co_await net::readable(all.get(), TimePoint::max());
}

boost::asio::awaitable<bool> stop_process(Process& process, int signal, std::chrono::milliseconds grace) {
    const TimePoint deadline = steady_clock::now() + grace;
    if (process.alive()) {
        process.signal(signal);
        co_await process.ended_until(deadline);
    }
    const bool orderly = !process.alive();
    if (!orderly) {
        process.kill_group();
        co_await process.ended_until(TimePoint::max());
    }
    process.finish();
    co_return orderly;
}

}  // namespace gauntlet::broker
