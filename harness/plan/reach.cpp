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

}  // namespace

std::string unreachable(const drive::Address& address, std::chrono::milliseconds timeout) {
    asio::io_context io;
    std::string why;
    asio::co_spawn(io, knock({.host = address.host, .port = address.port}, net::Clock::now() + timeout),
                   [&why](std::exception_ptr error, std::string answer) {
                       if (error)
                           std::rethrow_exception(error);
                       why = std::move(answer);
                   });
    io.run();
    return why;
}

}  // namespace gauntlet::plan
