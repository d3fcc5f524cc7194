#include "gauntlet/reference/broker.hpp"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <csignal>
#include <deque>
#include <set>
#include <string>

#include "broker_state.hpp"
#include "listener.hpp"
#include "log.hpp"
#include "network_connection.hpp"

namespace gauntlet::reference {

namespace asio = boost::asio;

namespace {

// What clients have to close after they were told that the broker ends.
constexpr auto time_to_leave = std::chrono::milliseconds(500);

}  // namespace

class Broker::Implementation {
  public:
    explicit Implementation(Settings settings)
        : settings_(std::move(settings)),
          state_(context_.get_executor(), settings_.flaws, settings_.planted),
          signals_(context_, SIGTERM, SIGINT, SIGHUP),
          end_(context_) {
        forget_requirements();
        for (const ListenerSettings& listener : settings_.listeners)
            listeners_.emplace_back(context_.get_executor(), listener, state_);
    }

    std::vector<std::uint16_t> ports() const {
        std::vector<std::uint16_t> result;
        for (const Listener& listener : listeners_)
            result.push_back(listener.port());
        return result;
    }

    void run(std::string_view version) {
        for (Listener& listener : listeners_) {
            const ListenerSettings& settings = listener.settings();
            log(settings.name,
                fmt::format("listens on {}://{}:{}{}", core::to_string(settings.transport), settings.host,
                            listener.port(), core::has_websocket(settings.transport) ? settings.websocket_path : ""));
            asio::co_spawn(context_, listener.accept_all(), asio::detached);
        }
        wait_for_signal();
        log("", fmt::format("reference broker {} running", version));
        context_.run();
        log("", "ended");
    }

    void stop() {
        asio::post(context_, [this] { end(); });
    }

  private:
    // Ports that share their settings have one listener's name.
    void forget_requirements() {
        if (!settings_.flaws.has(core::Flaw::requires_certificate_on_first_listener_alone))
            return;
        std::set<std::string> begun;
        for (ListenerSettings& listener : settings_.listeners)
            if (!begun.insert(listener.name).second)
                listener.require_certificate = false;
    }

    void wait_for_signal() {
        signals_.async_wait([this](const boost::system::error_code& cancelled, int signal) {
            if (cancelled)
                return;
            if (signal != SIGHUP) {
                end();
                return;
            }
            for (Listener& listener : listeners_)
                listener.reload();
            wait_for_signal();
        });
    }

    void end() {
        if (ending_)
            return;
        ending_ = true;
        log("", "ending");
        signals_.cancel();
        for (Listener& listener : listeners_)
            listener.close();
        for (const auto& connection : state_.connections())
            connection->shut_down();
        watch_leaving(std::chrono::steady_clock::now() + time_to_leave);
    }

    // run() returns once nothing is left to do.
    void watch_leaving(std::chrono::steady_clock::time_point deadline) {
        if (std::chrono::steady_clock::now() >= deadline)
            for (const auto& connection : state_.connections())
                connection->abort();
        if (state_.connections().empty()) {
            state_.stop_clock();
            return;
        }
        end_.expires_after(std::chrono::milliseconds(5));
        end_.async_wait([this, deadline](const boost::system::error_code&) { watch_leaving(deadline); });
    }

    Settings settings_;
    asio::io_context context_{1};
    BrokerState state_;
    std::deque<Listener> listeners_;
    asio::signal_set signals_;
    asio::steady_timer end_;
    bool ending_ = false;
};

Broker::Broker(Settings settings) : implementation_(std::make_unique<Implementation>(std::move(settings))) {}
Broker::~Broker() = default;

std::vector<std::uint16_t> Broker::ports() const {
    return implementation_->ports();
}
void Broker::run(std::string_view version) {
    implementation_->run(version);
}
void Broker::stop() {
    implementation_->stop();
}

}  // namespace gauntlet::reference
