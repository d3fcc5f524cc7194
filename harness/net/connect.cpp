#include "connect.hpp"

#include <fmt/format.h>

#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include "ending.hpp"

namespace gauntlet::net {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;

namespace {

struct Resolved {
    std::vector<tcp::endpoint> endpoints;
    error_code error;
};

asio::awaitable<Resolved> resolve(Endpoint endpoint) {
    Resolved resolved;
    const asio::ip::address literal = asio::ip::make_address(endpoint.host, resolved.error);
    if (!resolved.error) {
        resolved.endpoints.emplace_back(literal, endpoint.port);
        co_return resolved;
    }
    tcp::resolver resolver(co_await asio::this_coro::executor);
    const tcp::resolver::results_type results =
        co_await resolver.async_resolve(endpoint.host, std::to_string(endpoint.port), tcp::resolver::numeric_service,
                                        asio::redirect_error(asio::use_awaitable, resolved.error));
    if (resolved.error == asio::error::operation_aborted)
        throw boost::system::system_error(resolved.error);
    for (const auto& entry : results)
        resolved.endpoints.push_back(entry.endpoint());
    co_return resolved;
}

core::Observation refused(const std::string& text) {
    return {.layer = core::Layer::tcp, .kind = core::Kind::rst, .text = text};
}

}  // namespace

asio::awaitable<Connected> connect(Endpoint endpoint, const Tap& tap, Deadline deadline) {
    const auto executor = co_await asio::this_coro::executor;
    Connected connected{Socket(executor, endpoint.alone), {}, {}};
    connected.socket.watch(SocketWatch(tap.capture(), tap.channel()));
    const Resolved resolved = co_await resolve(endpoint);
    if (resolved.error) {
        connected.fault = fmt::format("host {}: {}; name a host that resolves, or an address", endpoint.host,
                                      resolved.error.message());
        co_return connected;
    }
    error_code error = asio::error::host_not_found;
    for (const tcp::endpoint& address : resolved.endpoints) {
        error = co_await connected.socket.connect(address, deadline);
        if (!error || error == asio::error::timed_out)
            break;
    }
    if (!error)
        connected.observation = {.layer = core::Layer::tcp, .kind = core::Kind::accepted, .text = "connected"};
    else if (error == asio::error::connection_refused)
        connected.observation = refused("connection refused");
    else if (error == asio::error::connection_reset)
        connected.observation = refused("connection reset");
    else if (error == asio::error::timed_out)
        connected.observation = timed_out(core::Layer::tcp, "no answer to the connection request");
    else
        connected.fault = fmt::format("connecting to {} port {}: {}; see that it can be reached from here",
                                      endpoint.host, endpoint.port, error.message());
    co_return connected;
}

}  // namespace gauntlet::net
