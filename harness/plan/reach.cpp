#include "gauntlet/plan/reach.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "gauntlet/net/open.hpp"

namespace gauntlet::plan {

namespace asio = boost::asio;

namespace {

asio::awaitable<std::string> knock(net::Endpoint endpoint, net::Deadline deadline) {
    net::Transcript transcript;
    net::Tap tap(transcript, "a");
    const net::Opened opened = co_await net::open_tcp(endpoint, std::move(tap), deadline);
    if (!opened.fault.empty())
        co_return opened.fault;
    if (opened.observation.kind != core::Kind::accepted)
        co_return opened.observation.text;
    co_return "";
}

asio::awaitable<Served> shake_hands(net::Endpoint endpoint, net::TlsContexts& contexts, net::Deadline deadline) {
    net::Transcript transcript;
    net::Tap tap(transcript, "a");
    net::TlsClient client;
    client.server_name = endpoint.host;
    net::Opened opened =
        co_await net::open_tls(std::move(endpoint), std::move(client), contexts, std::move(tap), deadline);
    Served served;
    served.why = opened.fault.empty() ? opened.observation.text : opened.fault;
    served.chain_der = std::move(opened.served_der);
    co_return served;
}

// Runs it to its end.
template <typename Answer>
Answer answer_of(asio::awaitable<Answer> question) {
    asio::io_context io;
    Answer answer;
    asio::co_spawn(io, std::move(question), [&answer](std::exception_ptr error, Answer given) {
        if (error)
            std::rethrow_exception(error);
        answer = std::move(given);
    });
    io.run();
    return answer;
}

}  // namespace

std::string unreachable(const drive::Address& address, std::chrono::milliseconds timeout) {
    return answer_of(knock({.host = address.host, .port = address.port}, net::Clock::now() + timeout));
}

Served served_by(const drive::Address& address, std::chrono::milliseconds timeout) {
    net::TlsContexts contexts;
    return answer_of(shake_hands({.host = address.host, .port = address.port}, contexts, net::Clock::now() + timeout));
}

}  // namespace gauntlet::plan
