#include "probe.hpp"

#include <algorithm>

#include "context.hpp"
#include "gauntlet/broker/supervisor.hpp"

namespace gauntlet::broker {

boost::asio::awaitable<bool> is_open(std::uint16_t port, TimePoint deadline) {
    net::Transcript transcript;
    net::Endpoint endpoint{loopback, port};  // GCC 12 copies a braced temporary of a co_await bit by bit (PR 98401)
    net::Tap tap(transcript, "ready");
    const net::Opened opened = co_await net::open_tcp(std::move(endpoint), std::move(tap), deadline);
    if (!opened.fault.empty())
        throw StartFault(opened.fault);
    co_return opened.observation.kind == core::Kind::accepted;
}

boost::asio::awaitable<core::Observation> shake_hands(std::uint16_t port, net::TlsContexts& contexts,
                                                      TimePoint deadline) {
    net::Transcript transcript;
    net::TlsClient client;
    client.offer.min = core::TlsVersion::tls_1_0;
    client.server_name = "localhost";
    net::Endpoint endpoint{loopback, port};
    net::Tap tap(transcript, "ready");
    const net::Opened opened =
        co_await net::open_tls(std::move(endpoint), std::move(client), contexts, std::move(tap), deadline);
    if (!opened.fault.empty())
        throw StartFault(opened.fault);
    co_return opened.observation;
}

bool is_answer(const core::Observation& handshake) {
    const auto of_server_hello = [](const core::Fact& fact) { return fact.name == "suite"; };
    return (handshake.layer == core::Layer::tls &&
            (handshake.kind == core::Kind::accepted || handshake.kind == core::Kind::alert)) ||
           std::any_of(handshake.facts.begin(), handshake.facts.end(), of_server_hello);
}

}  // namespace gauntlet::broker
