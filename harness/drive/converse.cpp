#include "gauntlet/drive/converse.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include "talk.hpp"

namespace gauntlet::drive {

namespace asio = boost::asio;

asio::awaitable<Conversation> converse(const core::Stimulus& stimulus, const Target& target) {
    Talk talk(stimulus, target);
    bool cancelled = false;
    try {
        co_await talk.run();
    } catch (const boost::system::system_error& error) {
        if (error.code() != asio::error::operation_aborted)
            throw;
        cancelled = true;
    }
    if (!cancelled || talk.has_retained()) {
        // Cancelled or not, nothing of ours stays in the broker.
        if (cancelled)
            co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
        co_await talk.finish();
    }
    if (cancelled)
        throw boost::system::system_error(asio::error::operation_aborted);
    co_return talk.take();
}

}  // namespace gauntlet::drive
