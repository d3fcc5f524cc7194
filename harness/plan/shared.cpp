#include "shared.hpp"

#include <fmt/format.h>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <stdexcept>

namespace gauntlet::plan {

namespace asio = boost::asio;

void Shared::begin() {
    if (started_ || current_ || !parts_.empty() || !fault_.empty())
        return;
    started_ = std::make_shared<Event>(io_);
    tasks_.spawn(start());
}

asio::awaitable<void> Shared::start() {
    const std::shared_ptr<Event> started = started_;
    std::exception_ptr cancelled;
    try {
        co_await try_start();
    } catch (const boost::system::system_error& error) {
        fault_ = error.what();
        if (error.code() == asio::error::operation_aborted)
            cancelled = std::current_exception();
    } catch (const std::exception& error) {
        fault_ = error.what();
    }
    // Whatever happened: cells wait for it.
    started_.reset();
    started->set();
    if (cancelled)
        std::rethrow_exception(cancelled);
}

asio::awaitable<void> Shared::try_start() {
    Started started = co_await starter_.start(broker_, listeners_);
    current_ = std::move(started.server);
    if (current_)
        co_return;
    if (started.observation.kind == core::Kind::signal)
        starter_.add_fault(broker_, "the broker died while it was starting: " + started.observation.text);
    if (listeners_.size() > 1)
        split();
    else
        fault_ = fmt::format("the broker does not become ready with profile '{}': {}", listeners_[0].profile->name,
                             started.observation.text);
}

void Shared::split() {
    for (const PlannedListener& listener : listeners_)
        parts_.push_back(
            std::make_unique<Shared>(io_, tasks_, starter_, broker_, std::vector<PlannedListener>{listener}));
}

Shared& Shared::part_of(const PlannedListener& listener) {
    for (std::size_t i = 0; i < listeners_.size(); ++i)
        if (listeners_[i].transport == listener.transport && listeners_[i].profile->name == listener.profile->name)
            return *parts_[i];
    throw std::logic_error("no listener of profile " + listener.profile->name);
}

asio::awaitable<Shared::Served> Shared::serving(const PlannedListener& listener) {
    if (current_ && current_->gone())
        retired_.push_back(std::move(current_));
    begin();
    if (const std::shared_ptr<Event> started = started_)
        co_await started->wait();
    if (!parts_.empty())
        co_return co_await part_of(listener).serving(listener);
    co_return Served{current_.get(), fault_};
}

asio::awaitable<void> Shared::close(broker::StopHow how) {
    for (const std::unique_ptr<Shared>& part : parts_)
        co_await part->close(how);
    if (current_)
        retired_.push_back(std::move(current_));
    while (!retired_.empty()) {
        std::unique_ptr<Server> server = std::move(retired_.back());
        retired_.pop_back();
        co_await starter_.stop(broker_, std::move(server), how);
    }
}

}  // namespace gauntlet::plan
