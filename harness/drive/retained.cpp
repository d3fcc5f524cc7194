#include "retained.hpp"

#include "gauntlet/wire/mqtt/message.hpp"

namespace gauntlet::drive {

namespace asio = boost::asio;
namespace mqtt = wire::mqtt;

asio::awaitable<std::vector<std::string>> remove_retained(Link& link, const wire::Bytes& connect, mqtt::Version version,
                                                          std::vector<std::string> topics, net::Deadline deadline) {
    co_await link.send(connect, core::Split::whole, deadline);
    const core::Observation connack = co_await link.read(false, deadline);
    if (connack.layer != core::Layer::mqtt || connack.kind != core::Kind::accepted)
        co_return topics;
    for (const std::string& topic : topics) {
        const wire::Bytes clear = mqtt::encode(mqtt::Publish{.topic = topic, .retain = true}, version);
        co_await link.send(clear, core::Split::whole, deadline);
    }
    const core::Observation barrier = co_await link.barrier(deadline);
    const bool done = barrier.layer == core::Layer::mqtt && barrier.kind == core::Kind::packet;
    const wire::Bytes goodbye = mqtt::encode(mqtt::Disconnect{}, version);
    co_await link.send(goodbye, core::Split::whole, deadline);
    if (done)
        topics.clear();
    co_return topics;
}

}  // namespace gauntlet::drive
