#include "gauntlet/plan/vigil.hpp"

#include <signal.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <exception>
#include <utility>

#include "gauntlet/plan/signals.hpp"

namespace gauntlet::plan {

namespace asio = boost::asio;

namespace {

class Vigil {
  public:
    Vigil(Arena& arena, const std::function<void(const Standing&)>& ready)
        : arena_(arena), ready_(ready), signals_(io_, SIGINT, SIGTERM) {}
    ~Vigil() { block_signals(); }

    std::optional<core::Observation> run() {
        std::exception_ptr failure;
        asio::co_spawn(io_, watch_signals(), asio::detached);
        asio::co_spawn(io_, stand(),
                       asio::bind_cancellation_slot(stop_.slot(), [this, &failure](std::exception_ptr error) {
                           failure = std::move(error);
                           signals_.cancel();
                       }));
        io_.run();
        if (failure && !stopped_)
            std::rethrow_exception(failure);
        return std::move(ended_);
    }

  private:
    asio::awaitable<void> stand() {
        Standing broker = co_await arena_.start();
        pid_ = broker.pid();
        ready_(broker);
        try {
            ended_ = co_await broker.ended();
        } catch (const boost::system::system_error& error) {
            if (error.code() != asio::error::operation_aborted)
                throw;
        }
        co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
        co_await broker.stop(broker::StopHow::orderly);
    }

    asio::awaitable<void> watch_signals() {
        for (;;) {
            boost::system::error_code over;
            co_await signals_.async_wait(asio::redirect_error(asio::use_awaitable, over));
            if (over)
                co_return;
            if (std::exchange(stopped_, true) && pid_ != 0)
                ::kill(pid_, SIGKILL);
            stop_.emit(asio::cancellation_type::terminal);
        }
    }

    Arena& arena_;
    const std::function<void(const Standing&)>& ready_;
    asio::io_context io_{1};
    asio::signal_set signals_;
    asio::cancellation_signal stop_;
    pid_t pid_ = 0;
    bool stopped_ = false;  // by a signal
    std::optional<core::Observation> ended_;
};

}  // namespace

std::optional<core::Observation> keep(Arena& arena, const std::function<void(const Standing&)>& ready) {
    return Vigil(arena, ready).run();
}

}  // namespace gauntlet::plan
