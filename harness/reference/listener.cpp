#include "listener.hpp"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

#include "access.hpp"
#include "log.hpp"
#include "network_connection.hpp"

namespace gauntlet::reference {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

// Where there is no descriptor for a connection, the next try waits.
constexpr auto pause_after_fault = std::chrono::milliseconds(100);

}  // namespace

Listener::Listener(const asio::any_io_executor& executor, const ListenerSettings& settings, BrokerState& state)
    : settings_(settings), state_(state), access_(access_of(settings, state.flaws())), acceptor_(executor) {
    if (core::has_tls(settings_.transport))
        tls_ = std::make_unique<TlsServer>(settings_, state.flaws());
    bind();
}

void Listener::bind() {
    boost::system::error_code error;
    const asio::ip::address address = asio::ip::make_address(settings_.host, error);
    if (error)
        throw std::runtime_error(fmt::format("listener {}: host \"{}\" is no IP address; write 127.0.0.1 or ::1",
                                             settings_.name, settings_.host));
    const tcp::endpoint endpoint(address, settings_.port);
    acceptor_.open(endpoint.protocol(), error);
    if (!error)
        acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error)
        acceptor_.bind(endpoint, error);
    if (!error)
        acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error)
        throw std::runtime_error(
            fmt::format("cannot listen on {}:{}: {}", settings_.host, settings_.port, error.message()));
}

asio::awaitable<void> Listener::accept_all() {
    while (acceptor_.is_open()) {
        boost::system::error_code error;
        tcp::socket socket = co_await acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, error));
        if (!error) {
            serve(std::move(socket), *this, state_);
            continue;
        }
        if (!acceptor_.is_open())
            break;
        log(settings_.name, "cannot accept: " + error.message());
        asio::steady_timer pause(acceptor_.get_executor(), pause_after_fault);
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
    }
}

void Listener::close() {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
}

void Listener::reload() {
    if (!tls_)
        return;
    const std::optional<std::string> fault = tls_->reload();
    log(settings_.name, fault ? "keeps its certificates: " + *fault : "certificates and CRLs were read again");
}

std::uint16_t Listener::port() const {
    boost::system::error_code ignored;
    return acceptor_.local_endpoint(ignored).port();
}

}  // namespace gauntlet::reference
