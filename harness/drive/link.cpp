#include "link.hpp"

#include <fmt/format.h>

#include "gauntlet/wire/mqtt/message.hpp"
#include "observe.hpp"

namespace gauntlet::drive {

namespace asio = boost::asio;
namespace mqtt = wire::mqtt;

namespace {

// Longer packets are summed up in the transcript; their bytes stand beside.
constexpr std::size_t printed_bytes = 1024;

std::string described(const mqtt::Packet& packet) {
    return packet.bytes.size() > printed_bytes ? mqtt::summary(packet) : mqtt::print(packet);
}

}  // namespace

asio::awaitable<bool> Link::send(wire::View bytes, core::Split split, net::Deadline deadline) {
    if (channel_->ended())
        co_return false;
    note_sent(bytes);
    const std::size_t piece = split == core::Split::bytes ? 1 : bytes.size();
    while (!bytes.empty()) {
        const bool sent = co_await channel_->send(bytes.first(piece), deadline);
        if (!sent)
            co_return false;
        bytes = bytes.subspan(piece);
    }
    co_return true;
}

void Link::note_sent(wire::View bytes) {
    from_us_.feed(bytes);
    while (const std::optional<mqtt::Decoder::Event> event = from_us_.next())
        if (const mqtt::Packet* packet = std::get_if<mqtt::Packet>(&*event))
            note_sent(*packet);
    if (!from_us_.rest().empty())
        transcript_.add(name_, net::Direction::sent, core::Layer::mqtt,
                        fmt::format("{} bytes that are no whole packet", from_us_.rest().size()), from_us_.rest());
}

void Link::note_sent(const mqtt::Packet& packet) {
    transcript_.add(name_, net::Direction::sent, core::Layer::mqtt, described(packet), packet.bytes);
    const auto keep = [this](const std::string& topic, const std::string& payload, bool retain) {
        published_.latest[topic] = payload;
        if (retain)
            retained_[topic] = !payload.empty();
    };
    const std::optional<mqtt::Message> message = mqtt::message(packet);
    if (packet.type() == mqtt::PacketType::connect) {
        connect_ = packet.bytes;
        from_broker_.set_version(packet.context.version);
    }
    if (!message)
        return;
    if (const auto* connect = std::get_if<mqtt::Connect>(&*message); connect != nullptr && connect->will)
        keep(connect->will->topic, connect->will->message, connect->will->retain);
    if (const auto* publish = std::get_if<mqtt::Publish>(&*message))
        keep(publish->topic, publish->payload, publish->retain);
}

std::optional<mqtt::Packet> Link::next_arrived() {
    if (undecodable_)
        return std::nullopt;
    const std::optional<mqtt::Decoder::Event> event = from_broker_.next();
    if (!event)
        return std::nullopt;
    if (const auto* error = std::get_if<mqtt::StreamError>(&*event)) {
        undecodable_ = true;
        nonsense_ = no_packet(mqtt::text(error->violation), from_broker_.rest());
        return std::nullopt;
    }
    const auto& packet = std::get<mqtt::Packet>(*event);
    transcript_.add(name_, net::Direction::received, core::Layer::mqtt, described(packet), packet.bytes);
    return packet;
}

asio::awaitable<net::Receipt> Link::receive(net::Deadline deadline) {
    wire::Bytes bytes;
    const net::Receipt receipt = co_await channel_->receive(bytes, deadline);
    if (!undecodable_)
        from_broker_.feed(bytes);
    co_return receipt;
}

core::Observation Link::nothing_more(net::Receipt receipt) {
    const wire::View rest = from_broker_.rest();
    if (receipt == net::Receipt::timeout)
        return {.layer = core::Layer::mqtt,
                .kind = core::Kind::timeout,
                .text = rest.empty() || undecodable_
                            ? "no packet came"
                            : fmt::format("no whole packet came, {} bytes of one did", rest.size())};
    if (!rest.empty() && !undecodable_) {
        undecodable_ = true;
        return no_packet("the channel ended within it", rest);
    }
    return *channel_->ended();
}

asio::awaitable<core::Observation> Link::read(bool until_end, net::Deadline deadline) {
    for (;;) {
        if (!unread_.empty()) {
            const core::Observation seen = observe(unread_.front(), published_);
            unread_.pop_front();
            if (!until_end || seen.layer == core::Layer::tcp)
                co_return seen;
        } else if (std::optional<mqtt::Packet> packet = next_arrived()) {
            unread_.push_back(std::move(*packet));
        } else if (nonsense_) {
            const core::Observation seen = *nonsense_;
            nonsense_.reset();
            co_return seen;
        } else {
            net::Receipt receipt = net::Receipt::timeout;
            if (!until_end || net::Clock::now() < deadline)
                receipt = co_await receive(deadline);
            if (receipt != net::Receipt::bytes)
                co_return nothing_more(receipt);
        }
    }
}

asio::awaitable<core::Observation> Link::barrier(net::Deadline deadline) {
    const wire::Bytes ping = mqtt::encode(mqtt::Pingreq{}, version());
    co_await send(ping, core::Split::whole, deadline);
    for (;;) {
        while (std::optional<mqtt::Packet> packet = next_arrived()) {
            if (packet->type() == mqtt::PacketType::pingresp && !packet->violation) {
                core::Observation seen = observe(*packet, published_);
                seen.facts = {{"before", std::to_string(unread_.size())}};
                co_return seen;
            }
            unread_.push_back(std::move(*packet));
        }
        if (nonsense_) {
            const core::Observation seen = *nonsense_;
            co_return seen;  // and the next Read tells it too
        }
        net::Receipt receipt = net::Receipt::timeout;
        if (net::Clock::now() < deadline)
            receipt = co_await receive(deadline);
        if (receipt != net::Receipt::bytes)
            co_return nothing_more(receipt);
    }
}

}  // namespace gauntlet::drive
