#include "turns.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace gauntlet::plan {

namespace asio = boost::asio;

asio::awaitable<Turns::Turn> Turns::take() {
    while (at_once_ != 0 && taken_ >= at_once_) {
        const auto executor = co_await asio::this_coro::executor;
        asio::steady_timer turn(executor, asio::steady_timer::time_point::max());
        waiting_.push_back(&turn);
        boost::system::error_code called;
        co_await turn.async_wait(asio::redirect_error(asio::use_awaitable, called));
        std::erase(waiting_, &turn);
        const asio::cancellation_state cancelled = co_await asio::this_coro::cancellation_state;
        if (cancelled.cancelled() != asio::cancellation_type::none)
            throw boost::system::system_error(asio::error::operation_aborted);
    }
    ++taken_;
    co_return Turn(*this);
}

void Turns::give_back() {
    --taken_;
    if (waiting_.empty())
        return;
    asio::steady_timer* next = waiting_.front();
    waiting_.pop_front();
    next->cancel();
}

}  // namespace gauntlet::plan
