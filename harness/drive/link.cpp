#include "link.hpp"

#include <fmt/format.h>

#include "gauntlet/net/punctual.hpp"
#include "gauntlet/wire/mqtt/message.hpp"
#include "observe.hpp"

namespace gauntlet::drive {

namespace asio = boost::asio;
namespace mqtt = wire::mqtt;
namespace ws = wire::websocket;

namespace {

// Longer packets are summed up in the transcript; their bytes stand beside.
constexpr std::size_t printed_bytes = 1024;

std::string described(const mqtt::Packet& packet) {
    return packet.bytes.size() > printed_bytes ? mqtt::summary(packet) : mqtt::print(packet);
}

// What is no packet and no frame is never passed over.
bool is_nonsense(const core::Observation& seen) {
    return seen.layer == core::Layer::tcp || (seen.layer == core::Layer::ws && !seen.code);
}

// One message over as many frames as there are bytes (RFC 6455 5.4); the key is as good as any other.
wire::Bytes fragments(wire::View bytes) {
    constexpr ws::MaskingKey key{0x37, 0xfa, 0x21, 0x3d};
    wire::Bytes out;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        ws::Frame frame;
        frame.fin = i + 1 == bytes.size();
        frame.opcode = static_cast<std::uint8_t>(i == 0 ? ws::Opcode::binary : ws::Opcode::continuation);
        frame.key = key;
        frame.payload.assign(1, bytes[i]);
        const wire::Bytes encoded = ws::encode(frame);
        out.insert(out.end(), encoded.begin(), encoded.end());
    }
    return out;
}

}  // namespace

asio::awaitable<bool> Link::send(wire::View bytes, core::Split split, net::Deadline deadline) {
    if (channel_->ended())
        co_return false;
    if (witness_ != nullptr)
        witness_->sent(name_, bytes, false);
    note_sent(bytes);
    if (split == core::Split::fragments && channel_->has_frames()) {
        const wire::Bytes message = fragments(bytes);
        co_return co_await send_pieces(message, core::Split::whole, true, deadline);
    }
    co_return co_await send_pieces(bytes, split, false, deadline);
}

asio::awaitable<bool> Link::send_frames(wire::View bytes, core::Split split, net::Deadline deadline) {
    if (channel_->ended())
        co_return false;
    if (witness_ != nullptr)
        witness_->sent(name_, bytes, true);
    note_sent_frames(bytes);
    co_return co_await send_pieces(bytes, split, true, deadline);
}

asio::awaitable<bool> Link::send_pieces(wire::View bytes, core::Split split, bool frames, net::Deadline deadline) {
    const std::size_t piece = split == core::Split::whole ? bytes.size() : 1;
    while (!bytes.empty()) {
        bool sent = false;
        if (frames)
            sent = co_await channel_->send_frames(bytes.first(piece), deadline);
        else
            sent = co_await channel_->send(bytes.first(piece), deadline);
        if (!sent)
            co_return false;
        bytes = bytes.subspan(piece);
    }
    co_return true;
}

// Whatever data frames carry may be taken for MQTT.
void Link::note_sent_frames(wire::View bytes) {
    frames_from_us_.feed(bytes);
    while (const std::optional<ws::Decoder::Event> event = frames_from_us_.next())
        if (const auto* received = std::get_if<ws::Received>(&*event))
            if (!ws::is_control(received->frame.opcode))
                note_sent(received->frame.payload);
}

void Link::note_sent(wire::View bytes) {
    from_us_.feed(bytes);
    while (const std::optional<mqtt::Decoder::Event> event = from_us_.next())
        if (const mqtt::Packet* packet = std::get_if<mqtt::Packet>(&*event))
            note_sent(*packet);
    if (transcript_.is_kept() && !from_us_.rest().empty())
        transcript_.add(name_, net::Direction::sent, core::Layer::mqtt,
                        fmt::format("{} bytes that are no whole packet", from_us_.rest().size()), from_us_.rest());
}

void Link::note_sent(const mqtt::Packet& packet) {
    if (transcript_.is_kept())
        transcript_.add(name_, net::Direction::sent, core::Layer::mqtt, described(packet), packet.bytes);
    ends_with_ping_ = packet.type() == mqtt::PacketType::pingreq;
    if (ends_with_ping_)
        ++unanswered_pings_;
    const std::optional<mqtt::Message> message = mqtt::message(packet);
    if (packet.type() == mqtt::PacketType::connect) {
        if (connect_.empty())  // a second one is refused (MQTT-3.1.0-2)
            connect_ = packet.bytes;
        from_broker_.set_version(packet.context.version);
    }
    if (const std::optional<mqtt::Retained> kept = mqtt::retained(packet))
        note_retained(*kept);
    if (!message)
        return;
    if (const auto* connect = std::get_if<mqtt::Connect>(&*message); connect != nullptr && connect->will)
        published_.latest[connect->will->topic] = connect->will->message;
    if (const auto* publish = std::get_if<mqtt::Publish>(&*message))
        published_.latest[publish->topic] = publish->payload;
}

// A broker that refuses a packet handles none behind it, so an empty message counts when a later PINGREQ is answered.
void Link::note_retained(const mqtt::Retained& kept) {
    if (!kept.empty) {
        retained_.insert(kept.topic);
        forgotten_.erase(kept.topic);
    } else if (retained_.contains(kept.topic)) {
        forgotten_.insert(kept.topic);
    }
}

void Link::note_answered_ping() {
    if (unanswered_pings_ > 0)
        --unanswered_pings_;
    if (unanswered_pings_ > 0)
        return;
    for (const std::string& topic : forgotten_)
        retained_.erase(topic);
    forgotten_.clear();
}

std::optional<mqtt::Packet> Link::next_arrived() {
    if (undecodable_)
        return std::nullopt;
    const std::optional<mqtt::Decoder::Event> event = from_broker_.next();
    if (!event)
        return std::nullopt;
    if (const auto* error = std::get_if<mqtt::StreamError>(&*event)) {
        undecodable_ = true;
        nonsense_ = told(no_packet(mqtt::text(error->violation), from_broker_.rest()));
        return std::nullopt;
    }
    const auto& packet = std::get<mqtt::Packet>(*event);
    if (packet.type() == mqtt::PacketType::pingresp)
        note_answered_ping();
    if (transcript_.is_kept())
        transcript_.add(name_, net::Direction::received, core::Layer::mqtt, described(packet), packet.bytes);
    if (witness_ != nullptr)
        witness_->heard(name_, packet);
    return packet;
}

bool Link::is_last_ping(const mqtt::Packet& packet) const {
    return over_with_last_ping_ && packet.type() == mqtt::PacketType::pingresp && !packet.violation &&
           unanswered_pings_ == 0 && ends_with_ping_ && from_us_.rest().empty();
}

asio::awaitable<net::Receipt> Link::receive(net::Deadline deadline) {
    wire::Bytes bytes;
    const net::Receipt receipt = co_await channel_->receive(bytes, deadline);
    if (!undecodable_)
        from_broker_.feed(bytes);
    if (receipt == net::Receipt::other)
        unread_.emplace_back(told(channel_->other()));
    co_return receipt;
}

core::Observation Link::told(core::Observation seen) {
    if (witness_ != nullptr)
        witness_->heard(name_, seen);
    return seen;
}

core::Observation Link::nothing_more(net::Receipt receipt) {
    const wire::View rest = from_broker_.rest();
    if (receipt == net::Receipt::timeout)
        return told({.layer = core::Layer::mqtt,
                     .kind = core::Kind::timeout,
                     .text = rest.empty() || undecodable_
                                 ? "no packet came"
                                 : fmt::format("no whole packet came, {} bytes of one did", rest.size())});
    if (!rest.empty() && !undecodable_) {
        undecodable_ = true;
        return told(no_packet("the channel ended within it", rest));
    }
    return told(*channel_->ended());
}

core::Observation Link::take_unread() {
    const Unread next = std::move(unread_.front());
    unread_.pop_front();
    const auto* packet = std::get_if<mqtt::Packet>(&next);
    return packet != nullptr ? observe(*packet, published_) : std::get<core::Observation>(next);
}

// A good packet is never nonsense, so that nobody misses its observation.
bool Link::drop_unread_packets() {
    const auto is_good_packet = [](const Unread& each) {
        const auto* packet = std::get_if<mqtt::Packet>(&each);
        return packet != nullptr && !packet->violation;
    };
    while (!unread_.empty() && is_good_packet(unread_.front()))
        unread_.pop_front();
    return !unread_.empty();
}

asio::awaitable<core::Observation> Link::read(bool until_end, net::Deadline deadline) {
    for (;;) {
        const bool unread = until_end ? drop_unread_packets() : !unread_.empty();
        if (unread) {
            const core::Observation seen = take_unread();
            if (!until_end || is_nonsense(seen))
                co_return seen;
        } else if (std::optional<mqtt::Packet> packet = next_arrived()) {
            if (until_end && is_last_ping(*packet))
                co_return observe(*packet, published_);
            unread_.emplace_back(std::move(*packet));
        } else if (nonsense_) {
            const core::Observation seen = *nonsense_;
            nonsense_.reset();
            co_return seen;
        } else {
            net::Receipt receipt = net::Receipt::timeout;
            if (!until_end || net::Clock::now() < deadline)
                receipt = co_await receive(deadline);
            else
                net::check_punctual(deadline);
            if (receipt == net::Receipt::ended || receipt == net::Receipt::timeout)
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
            unread_.emplace_back(std::move(*packet));
        }
        if (nonsense_) {
            const core::Observation seen = *nonsense_;
            co_return seen;  // and the next Read tells it too
        }
        net::Receipt receipt = net::Receipt::timeout;
        if (net::Clock::now() < deadline)
            receipt = co_await receive(deadline);
        else
            net::check_punctual(deadline);
        if (receipt == net::Receipt::ended || receipt == net::Receipt::timeout)
            co_return nothing_more(receipt);
    }
}

}  // namespace gauntlet::drive
