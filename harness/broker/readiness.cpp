#include "readiness.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "log_line.hpp"
#include "probe.hpp"

namespace gauntlet::broker {
namespace {

using std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto pause_between_tries = 3ms;
constexpr auto last_look = 500ms;  // at a port past the deadline, for the report

std::vector<std::uint16_t> tls_ports(const std::vector<ListenerPorts>& ports) {
    std::vector<std::uint16_t> result;
    for (const ListenerPorts& listener : ports) {
        result.push_back(listener.tls);
        if (listener.second)
            result.push_back(*listener.second);
        if (listener.one_way)
            result.push_back(*listener.one_way);
    }
    return result;
}

std::vector<std::uint16_t> plain_ports(const std::vector<ListenerPorts>& ports) {
    std::vector<std::uint16_t> result;
    for (const ListenerPorts& listener : ports)
        if (listener.plain)
            result.push_back(*listener.plain);
    return result;
}

boost::asio::awaitable<bool> wait_for_claim(const Candidate& candidate) {
    if (!candidate.adapter.ready)
        co_return true;
    co_return co_await wait_for_line(candidate.log, candidate.process, *candidate.adapter.ready, candidate.log_start,
                                     candidate.deadline);
}

// Waits a little; false when there is no reason to try again.
boost::asio::awaitable<bool> may_try_again(const Candidate& candidate) {
    co_await candidate.process.ended_until(std::min(candidate.deadline, steady_clock::now() + pause_between_tries));
    co_return candidate.process.alive() && steady_clock::now() < candidate.deadline;
}

// GCC 12 miscompiles co_await in the condition of a do loop, hence `for (;;)`.
boost::asio::awaitable<bool> wait_for_port(const Candidate& candidate, std::uint16_t port) {
    for (;;) {
        const bool open = co_await is_open(port, candidate.deadline);
        if (open)
            co_return true;
        const bool again = co_await may_try_again(candidate);
        if (!again)
            co_return false;
    }
}

struct Handshake {
    bool port_open = false;
    core::Observation observation;
};

boost::asio::awaitable<Handshake> wait_for_answer(const Candidate& candidate, std::uint16_t port) {
    Handshake result;
    for (;;) {
        result.observation = co_await shake_hands(port, candidate.contexts, candidate.deadline);
        if (is_answer(result.observation)) {
            result.port_open = true;
            co_return result;
        }
        const bool again = co_await may_try_again(candidate);
        if (!again)
            break;
    }
    result.port_open = co_await is_open(port, steady_clock::now() + last_look);
    co_return result;
}

}  // namespace

boost::asio::awaitable<Readiness> watch_readiness(Candidate candidate) {
    Readiness seen;
    seen.log_line = co_await wait_for_claim(candidate);
    if (!seen.log_line)  // one look at every port, so that the report tells a silent broker from an absent one
        candidate.deadline = steady_clock::now() + last_look;
    seen.ports = true;
    const std::vector<std::uint16_t> tls = tls_ports(candidate.ports);
    const std::vector<std::uint16_t> plain = plain_ports(candidate.ports);
    for (const std::uint16_t port : tls) {
        const Handshake handshake = co_await wait_for_answer(candidate, port);
        seen.ports = seen.ports && handshake.port_open;
        seen.handshakes.push_back(handshake.observation);
        if (!is_answer(handshake.observation))
            break;
    }
    for (const std::uint16_t port : plain) {
        const bool open = co_await wait_for_port(candidate, port);
        seen.ports = seen.ports && open;
    }
    seen.alive = candidate.process.alive();
    co_return seen;
}

bool Readiness::complete() const {
    return log_line && ports && alive && std::all_of(handshakes.begin(), handshakes.end(), is_answer);
}

std::string missing(const Readiness& seen, const Adapter& adapter) {
    if (!seen.log_line)
        return fmt::format("its log does not say /{}/{}", adapter.ready->expression(),
                           seen.ports ? ", though its ports are open" : "");
    if (!seen.ports)
        return "it says that it is ready, but a port is not open";
    for (const core::Observation& handshake : seen.handshakes)
        if (!is_answer(handshake))
            return "it says that it is ready, but a ClientHello got no answer: " + handshake.text;
    return "it ended right after it was ready";
}

}  // namespace gauntlet::broker
