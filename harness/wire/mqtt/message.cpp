#include "gauntlet/wire/mqtt/message.hpp"

#include "gauntlet/wire/notation/utf8.hpp"
#include "topic.hpp"

namespace gauntlet::wire::mqtt {
namespace {

// Reads the fields of a good packet in their order; which of them are there, decode() has settled.
class Reader {
  public:
    explicit Reader(const Packet& packet) : packet_(packet) {}

    Message message() {
        switch (packet_.type()) {
            case PacketType::connect:
                return connect();
            case PacketType::connack:
                return connack();
            case PacketType::publish:
                return publish();
            case PacketType::puback:
                return acknowledgement<Puback>();
            case PacketType::pubrec:
                return acknowledgement<Pubrec>();
            case PacketType::pubrel:
                return acknowledgement<Pubrel>();
            case PacketType::pubcomp:
                return acknowledgement<Pubcomp>();
            case PacketType::subscribe:
                return subscribe();
            case PacketType::suback:
                return codes<Suback>();
            case PacketType::unsubscribe:
                return unsubscribe();
            case PacketType::unsuback:
                return codes<Unsuback>();
            case PacketType::pingreq:
                return Pingreq{};
            case PacketType::pingresp:
                return Pingresp{};
            case PacketType::disconnect:
                return code<Disconnect>();
            default:
                return code<Auth>();
        }
    }

  private:
    // The next field, where it has that name.
    const Field* next(Name name) {
        if (index_ == packet_.fields.size() || packet_.fields[index_].name != name)
            return nullptr;
        return &packet_.fields[index_++];
    }

    std::uint32_t number(Name name) {
        const Field* field = next(name);
        return field == nullptr ? 0 : field->value;
    }

    std::uint8_t byte(Name name) { return static_cast<std::uint8_t>(number(name)); }

    std::uint16_t packet_identifier() { return static_cast<std::uint16_t>(number(Name::packet_identifier)); }

    std::string text(Name name) {
        const Field* field = next(name);
        return field == nullptr ? std::string() : std::string(wire::text(packet_.content(*field)));
    }

    Properties properties(Name length = Name::property_length) {
        Properties out;
        next(length);
        while (next(Name::property_identifier) != nullptr)
            out.push_back(property());
        return out;
    }

    PropertyValue property() {
        const Field& field = packet_.fields[index_++];
        const std::string content(wire::text(packet_.content(field)));
        if (field.name == Name::user_property_name)
            return {field.property, StringPair(content, text(Name::user_property_value))};
        if (field.kind == Kind::text || field.kind == Kind::binary)
            return {field.property, content};
        return {field.property, field.value};
    }

    Connect connect() {
        Connect m;
        text(Name::protocol_name);
        number(Name::protocol_level);
        const std::uint32_t flags = number(Name::connect_flags);
        m.clean_start = (flags & 0x02) != 0;
        m.keep_alive = static_cast<std::uint16_t>(number(Name::keep_alive));
        m.properties = properties();
        m.client_identifier = text(Name::client_identifier);
        if ((flags & 0x04) != 0)
            m.will = will(flags);
        // Not the flags decide: in 3.1 they may announce what is not there.
        if (is_next(Name::user_name))
            m.user_name = text(Name::user_name);
        if (is_next(Name::password))
            m.password = text(Name::password);
        return m;
    }

    bool is_next(Name name) const { return index_ < packet_.fields.size() && packet_.fields[index_].name == name; }

    Will will(std::uint32_t flags) {
        Will out;
        out.properties = properties(Name::will_property_length);
        out.topic = text(Name::will_topic);
        out.message = text(Name::will_message);
        out.qos = static_cast<std::uint8_t>(flags >> 3 & 3);
        out.retain = (flags & 0x20) != 0;
        return out;
    }

    Connack connack() {
        Connack m;
        m.session_present = (number(Name::acknowledge_flags) & 1) != 0;
        m.reason = byte(Name::reason_code);
        m.properties = properties();
        return m;
    }

    Publish publish() {
        Publish m;
        const unsigned flags = packet_.flags();
        m.dup = (flags & 8) != 0;
        m.qos = static_cast<std::uint8_t>(flags >> 1 & 3);
        m.retain = (flags & 1) != 0;
        m.topic = text(Name::topic_name);
        m.packet_identifier = packet_identifier();
        m.properties = properties();
        m.payload = text(Name::payload);
        return m;
    }

    template <class Ack>
    Ack acknowledgement() {
        Ack m;
        m.packet_identifier = packet_identifier();
        m.reason = byte(Name::reason_code);
        m.properties = properties();
        return m;
    }

    template <class Close>
    Close code() {
        Close m;
        m.reason = byte(Name::reason_code);
        m.properties = properties();
        return m;
    }

    template <class Ack>
    Ack codes() {
        Ack m;
        m.packet_identifier = packet_identifier();
        m.properties = properties();
        while (const Field* field = next(Name::reason_code))
            m.reasons.push_back(static_cast<std::uint8_t>(field->value));
        return m;
    }

    Subscribe subscribe() {
        Subscribe m;
        m.packet_identifier = packet_identifier();
        m.properties = properties();
        while (is_next(Name::topic_filter)) {
            Subscription& subscription = m.subscriptions.emplace_back();
            subscription.filter = text(Name::topic_filter);
            const std::uint8_t options = byte(Name::subscription_options);
            subscription.qos = options & 3;
            if (packet_.context.version != Version::v5_0)
                continue;
            subscription.no_local = (options & 4) != 0;
            subscription.retain_as_published = (options & 8) != 0;
            subscription.retain_handling = options >> 4 & 3;
        }
        return m;
    }

    Unsubscribe unsubscribe() {
        Unsubscribe m;
        m.packet_identifier = packet_identifier();
        m.properties = properties();
        while (is_next(Name::topic_filter))
            m.filters.push_back(text(Name::topic_filter));
        return m;
    }

    const Packet& packet_;
    std::size_t index_ = 2;  // after the fixed header
};

}  // namespace

std::optional<Message> message(const Packet& packet) {
    if (packet.violation)
        return std::nullopt;
    return Reader(packet).message();
}

std::optional<Retained> retained(const Packet& packet) {
    const bool publish = packet.type() == PacketType::publish;
    if (publish && (packet.flags() & 0x01) == 0)
        return std::nullopt;
    if (!publish) {
        constexpr std::uint32_t will_retain = 0x24;  // both bits of CONNECT's flags: Will Flag, Will Retain
        const Field* flags = packet.type() == PacketType::connect ? packet.find(Name::connect_flags) : nullptr;
        if (flags == nullptr || (flags->value & will_retain) != will_retain)
            return std::nullopt;
    }
    const Field* topic = packet.find(publish ? Name::topic_name : Name::will_topic);
    if (topic == nullptr)
        return std::nullopt;
    const View name = packet.content(*topic);
    const std::string text(wire::text(name));
    const bool whole = name.size() == topic->value && wire::notation::well_formed_prefix(name) == name.size() &&
                       text.find('\0') == std::string::npos && !check_topic_name(text);
    if (!whole)
        return std::nullopt;
    const Field* payload = packet.find(publish ? Name::payload : Name::will_message);
    const bool empty = payload == nullptr || packet.content(*payload).empty();
    const bool waits = publish && (packet.flags() & 0x06) == 0x04;  // QoS 2: for a PUBREL
    return Retained{text, empty && !waits};
}

}  // namespace gauntlet::wire::mqtt
