#include "server.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <stdexcept>

namespace gauntlet::plan {

namespace asio = boost::asio;

const drive::Target& Server::target(const PlannedListener& listener) const {
    for (const Door& door : doors_)
        if (door.listener.transport == listener.transport && door.listener.profile->name == listener.profile->name)
            return door.target;
    throw std::logic_error("no listener of profile " + listener.profile->name);
}

std::uint64_t Server::mark() const {
    return instance_ ? instance_->log().size() : 0;
}

bool Server::gone() const {
    return instance_ && (!instance_->alive() || instance_->exiting());
}

asio::awaitable<core::Aftermath> Server::aftermath(std::uint64_t mark) {
    using State = core::Aftermath::State;
    if (!instance_)
        co_return core::Aftermath{State::unknown, "not ours: the control tells whether it still answers"};
    if (gone()) {
        told_ = true;
        const core::Observation end = co_await instance_->ended();
        const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - up_);
        co_return core::Aftermath{State::died, fmt::format("{} ms after it was ready: {}", ms.count(), end.text)};
    }
    const std::vector<std::string> crashes = instance_->crash_lines(mark);
    if (!crashes.empty())
        co_return core::Aftermath{State::unclean, fmt::format("its log says: {}", fmt::join(crashes, " | "))};
    co_return core::Aftermath{State::alive, "alive"};
}

asio::awaitable<Server::Stopped> Server::stop(broker::StopHow how, int stop_signal) {
    if (!instance_)
        co_return Stopped{};
    const bool was_gone = gone();
    const broker::Stopped stopped = co_await instance_->stop(how);
    instance_.reset();
    Stopped result{.ms = stopped.stop_ms, .fault = {}};
    const core::Observation& end = stopped.observation;
    const bool by_other_signal = end.kind == core::Kind::signal && end.code != stop_signal;
    if (was_gone && !told_)
        result.fault = fmt::format("the broker died while no cell was open: {}", end.text);
    else if (!was_gone && !stopped.killed && by_other_signal)
        result.fault = fmt::format("the broker died while it was being stopped: {}", end.text);
    co_return result;
}

}  // namespace gauntlet::plan
