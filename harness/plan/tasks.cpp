#include "tasks.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace gauntlet::plan {

namespace asio = boost::asio;

void Event::set() {
    set_ = true;
    timer_.cancel();
}

asio::awaitable<void> Event::wait() {
    while (!set_) {
        // Aborted by set(), or because the waiter is cancelled: then the next co_await throws.
        boost::system::error_code aborted;
        co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, aborted));
    }
}

void Tasks::spawn(asio::awaitable<void> task) {
    signals_.emplace_back();
    const auto signal = std::prev(signals_.end());
    asio::co_spawn(io_, std::move(task),
                   asio::bind_cancellation_slot(signal->slot(), [this, signal](std::exception_ptr error) {
                       signals_.erase(signal);
                       finished(std::move(error));
                   }));
}

void Tasks::finished(std::exception_ptr error) {
    if (error && !error_) {
        try {
            std::rethrow_exception(error);
        } catch (const boost::system::system_error& e) {
            if (!cancelled_ || e.code() != asio::error::operation_aborted)
                error_ = error;
        } catch (...) {
            error_ = error;
        }
    }
    if (idle())
        for (Event& event : waiting_)
            event.set();
}

void Tasks::cancel() {
    cancelled_ = true;
    // A cancelled task may end at once and take its signal out of the list.
    for (auto signal = signals_.begin(); signal != signals_.end();)
        (signal++)->emit(asio::cancellation_type::terminal);
}

asio::awaitable<void> Tasks::wait() {
    if (idle())
        co_return;
    const auto event = waiting_.emplace(waiting_.end(), io_);
    co_await event->wait();
    waiting_.erase(event);
}

void Tasks::rethrow() const {
    if (error_)
        std::rethrow_exception(error_);
}

}  // namespace gauntlet::plan
