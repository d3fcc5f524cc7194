#include "log_line.hpp"

#include <algorithm>

#include "gauntlet/broker/log_reader.hpp"
#include "log_watch.hpp"

namespace gauntlet::broker {
namespace {

bool is_said(LogReader& log, const TextPattern& pattern) {
    return std::ranges::any_of(log.new_lines(),
                               [&pattern](std::string_view line) { return pattern.found_in(std::string(line)); });
}

}  // namespace

boost::asio::awaitable<bool> wait_for_line(const Log& log, const Process& process, const TextPattern& pattern,
                                           std::uint64_t from, TimePoint deadline) {
    LogWatch watch(log.path(), process.pidfd());
    LogReader reader(log.path(), from);
    for (;;) {
        const bool alive = process.alive();  // before the look: what it wrote before its end is looked at
        if (is_said(reader, pattern))
            co_return true;
        if (!alive)
            co_return false;
        const bool event = co_await watch.changed(deadline);
        if (!event)
            co_return is_said(reader, pattern);
    }
}

}  // namespace gauntlet::broker
