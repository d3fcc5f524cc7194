#include "log_line.hpp"

#include <algorithm>

#include "log_watch.hpp"

namespace gauntlet::broker {
namespace {

bool is_said(const Log& log, const TextPattern& pattern, std::uint64_t& cursor) {
    const std::vector<std::string> lines = log.new_lines(cursor);
    return std::any_of(lines.begin(), lines.end(),
                       [&pattern](const std::string& line) { return pattern.found_in(line); });
}

}  // namespace

boost::asio::awaitable<bool> wait_for_line(const Log& log, const Process& process, const TextPattern& pattern,
                                           std::uint64_t from, TimePoint deadline) {
    LogWatch watch(log.path(), process.pidfd());
    std::uint64_t cursor = from;
    for (;;) {
        const bool alive = process.alive();  // before the look: what it wrote before its end is looked at
        if (is_said(log, pattern, cursor))
            co_return true;
        if (!alive)
            co_return false;
        const bool event = co_await watch.changed(deadline);
        if (!event)
            co_return is_said(log, pattern, cursor);
    }
}

}  // namespace gauntlet::broker
