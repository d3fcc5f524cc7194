#include "crowd.hpp"

#include <fmt/format.h>

#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/multiple_exceptions.hpp>
#include <boost/system/system_error.hpp>
#include <exception>

#include "gauntlet/core/expectation.hpp"
#include "gauntlet/net/capture.hpp"
#include "gauntlet/wire/mqtt/message.hpp"
#include "link.hpp"
#include "step_fault.hpp"

namespace gauntlet::drive {

namespace asio = boost::asio;
namespace mqtt = wire::mqtt;

namespace {

using namespace asio::experimental::awaitable_operators;

constexpr const char* channel_name = "crowd";
// A broker that looks at its WebSockets ten times a second takes 100 ms for each client, however many there are.
constexpr unsigned at_once = 32;

bool are_alike(const core::Observation& a, const core::Observation& b) {
    return a.layer == b.layer && a.kind == b.kind && a.code == b.code;
}

asio::awaitable<core::Observation> visit(const Destination& destination, const Target& target, wire::View bytes,
                                         net::Transcript& transcript) {
    const auto deadline = [&target] { return net::Clock::now() + target.timeout; };
    net::Tap tap(transcript, channel_name);
    Opened opened = co_await open(destination, target, nullptr, std::move(tap));
    Published published;
    Link link(channel_name, transcript, published);
    link.attach(std::move(opened.channel));
    co_await link.send(bytes, core::Split::whole, deadline());
    core::Observation seen = co_await link.read(false, deadline());
    if (core::matches(core::accepted(), seen)) {
        const wire::Bytes goodbye = mqtt::encode(mqtt::Disconnect{}, link.version());
        co_await link.send(goodbye, core::Split::whole, deadline());
    }
    co_await link.channel().close(core::CloseHow::orderly, deadline());
    co_return seen;
}

void append(net::Transcript& whole, const net::Transcript& part) {
    for (const net::Event& event : part.events())
        whole.add(event.channel, event.direction, event.layer, event.text, event.bytes);
    if (whole.capture() && part.capture())
        whole.capture()->append(*part.capture());
}

class Visitors {
  public:
    Visitors(const Destination& destination, const Target& target, const std::function<wire::Bytes()>& bytes,
             unsigned clients, net::Transcript& transcript)
        : destination_(destination), target_(target), bytes_(bytes), clients_(clients), transcript_(transcript) {}

    // So many at a time.
    asio::awaitable<void> all(unsigned count) {
        if (count == 1) {
            co_await one_after_the_other();
            co_return;
        }
        asio::awaitable<void> some = all(count / 2);
        asio::awaitable<void> others = all(count - count / 2);
        co_await (std::move(some) && std::move(others));
    }

    core::Observation take() {
        if (error_)
            std::rethrow_exception(error_);
        return std::move(seen_);
    }

  private:
    asio::awaitable<void> one_after_the_other() {
        while (!over_ && begun_ < clients_) {
            ++begun_;
            net::Transcript own;
            own.hide(target_.password);
            if (target_.capture)
                own.keep_capture();
            try {
                const wire::Bytes bytes = bytes_();
                core::Observation next = co_await visit(destination_, target_, bytes, own);
                note(std::move(next), own);
            } catch (const StepFault&) {
                end_with(std::current_exception());
            } catch (const boost::system::system_error& error) {
                if (error.code() == asio::error::operation_aborted)  // Ctrl-C
                    throw;
                end_with(std::current_exception());
            }
        }
    }

    // Not thrown where it happens: the others would be cancelled, and could not be told from those that Ctrl-C ends.
    void end_with(std::exception_ptr error) {
        over_ = true;
        if (!error_)
            error_ = std::move(error);
    }

    void note(core::Observation next, const net::Transcript& own) {
        if (over_)
            return;
        const bool odd = answered_ > 0 && !are_alike(seen_, next);
        ++answered_;
        seen_ = std::move(next);
        over_ = odd || seen_.kind == core::Kind::timeout || answered_ == clients_;
        if (!over_)
            return;
        append(transcript_, own);
        seen_.text += fmt::format(" (client {} of {})", answered_, clients_);
        seen_.facts.push_back({"clients", std::to_string(answered_)});
    }

    const Destination& destination_;
    const Target& target_;
    const std::function<wire::Bytes()>& bytes_;
    unsigned clients_;
    net::Transcript& transcript_;
    unsigned begun_ = 0;
    unsigned answered_ = 0;
    bool over_ = false;
    core::Observation seen_;
    std::exception_ptr error_;
};

}  // namespace

asio::awaitable<core::Observation> visit_in_turn(const Destination& destination, const Target& target,
                                                 const std::function<wire::Bytes()>& bytes, unsigned clients,
                                                 net::Transcript& transcript) {
    Visitors visitors(destination, target, bytes, clients, transcript);
    try {
        co_await visitors.all(at_once);
    } catch (const asio::multiple_exceptions&) {  // all of them cancelled
        throw boost::system::system_error(asio::error::operation_aborted);
    }
    co_return visitors.take();
}

}  // namespace gauntlet::drive
