#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "gauntlet/wire/mqtt/message.hpp"
#include "gauntlet/wire/notation/notation.hpp"

namespace gauntlet::wire::mqtt {
namespace {

// Appends one packet: the body first, then the fixed header before it, whose length is known by then.
class Writer {
  public:
    Writer(Bytes& out, Version version) : out_(out), version_(version), start_(out.size()) {}

    void packet(const Connect& m) {
        const bool v3_1 = version_ == Version::v3_1;
        text(v3_1 ? "MQIsdp" : "MQTT");
        byte(static_cast<std::uint8_t>(version_));
        byte(flags(m));
        two_bytes(m.keep_alive);
        properties(m.properties);
        text(m.client_identifier);
        if (m.will) {
            properties(m.will->properties);
            text(m.will->topic);
            text(m.will->message);
        }
        if (m.user_name)
            text(*m.user_name);
        if (m.password)
            text(*m.password);
        finish(m.type, 0);
    }

    void packet(const Connack& m) {
        byte(m.session_present ? 1 : 0);
        byte(m.reason);
        properties(m.properties);
        finish(m.type, 0);
    }

    void packet(const Publish& m) {
        text(m.topic);
        if (m.qos != 0)
            two_bytes(m.packet_identifier);
        properties(m.properties);
        raw(m.payload);
        finish(m.type, (m.dup ? 8 : 0) | (m.qos & 3) << 1 | (m.retain ? 1 : 0));
    }

    template <PacketType Type>
    void packet(const Acknowledgement<Type>& m) {
        two_bytes(m.packet_identifier);
        reason_and_properties(m.reason, m.properties);
        finish(Type, Type == PacketType::pubrel ? 2 : 0);
    }

    void packet(const Subscribe& m) {
        two_bytes(m.packet_identifier);
        properties(m.properties);
        for (const Subscription& subscription : m.subscriptions) {
            text(subscription.filter);
            byte(options(subscription));
        }
        finish(m.type, 2);
    }

    void packet(const Suback& m) {
        two_bytes(m.packet_identifier);
        properties(m.properties);
        out_.insert(out_.end(), m.reasons.begin(), m.reasons.end());
        finish(m.type, 0);
    }

    void packet(const Unsubscribe& m) {
        two_bytes(m.packet_identifier);
        properties(m.properties);
        for (const std::string& filter : m.filters)
            text(filter);
        finish(m.type, 2);
    }

    void packet(const Unsuback& m) {
        two_bytes(m.packet_identifier);
        properties(m.properties);
        if (version_ == Version::v5_0)
            out_.insert(out_.end(), m.reasons.begin(), m.reasons.end());
        finish(m.type, 0);
    }

    void packet(const Pingreq& m) { finish(m.type, 0); }
    void packet(const Pingresp& m) { finish(m.type, 0); }

    void packet(const Disconnect& m) {
        reason_and_properties(m.reason, m.properties);
        finish(m.type, 0);
    }

    void packet(const Auth& m) {
        if (m.reason != 0 || !m.properties.empty()) {
            byte(m.reason);
            properties(m.properties);
        }
        finish(m.type, 0);
    }

  private:
    static std::uint8_t flags(const Connect& m) {
        unsigned value = m.clean_start ? 0x02 : 0;
        if (m.will)
            value |= 0x04u | (m.will->qos & 3u) << 3 | (m.will->retain ? 0x20u : 0);
        value |= (m.password ? 0x40u : 0) | (m.user_name ? 0x80u : 0);
        return static_cast<std::uint8_t>(value);
    }

    std::uint8_t options(const Subscription& s) const {
        if (version_ != Version::v5_0)
            return s.qos;
        return static_cast<std::uint8_t>((s.qos & 3) | (s.no_local ? 4 : 0) | (s.retain_as_published ? 8 : 0) |
                                         (s.retain_handling & 3) << 4);
    }

    void byte(std::uint8_t value) { out_.push_back(value); }

    void two_bytes(std::uint32_t value) {
        byte(static_cast<std::uint8_t>(value >> 8));
        byte(static_cast<std::uint8_t>(value));
    }

    void four_bytes(std::uint32_t value) {
        two_bytes(value >> 16);
        two_bytes(value & 0xffff);
    }

    void raw(std::string_view value) {
        check_length(value.size());
        const View bytes = view(value);
        out_.insert(out_.end(), bytes.begin(), bytes.end());
    }

    void text(std::string_view value) {
        if (value.size() > 0xffff)
            throw std::length_error(fmt::format("a text of {} bytes does not fit into MQTT's 65535", value.size()));
        two_bytes(static_cast<std::uint32_t>(value.size()));
        raw(value);
    }

    void reason_and_properties(std::uint8_t reason, const Properties& list) {
        if (version_ != Version::v5_0 || (reason == 0 && list.empty()))
            return;
        byte(reason);
        if (!list.empty())
            properties(list);
    }

    // Like the packet: the list first, then its length before it.
    void properties(const Properties& list) {
        if (version_ != Version::v5_0)
            return;
        const std::size_t start = out_.size();
        for (const PropertyValue& value : list)
            property(value);
        insert_length(start, {});
    }

    void property(const PropertyValue& value) {
        byte(static_cast<std::uint8_t>(value.property));
        if (const std::string* characters = std::get_if<std::string>(&value.value))
            return text(*characters);
        if (const StringPair* pair = std::get_if<StringPair>(&value.value)) {
            text(pair->first);
            return text(pair->second);
        }
        number(value.property, std::get<std::uint32_t>(value.value));
    }

    void number(Property property, std::uint32_t value) {
        const PropertyRow* row = find_property(static_cast<std::uint32_t>(property));
        switch (row == nullptr ? PropertyType::byte : row->type) {
            case PropertyType::four_bytes:
                return four_bytes(value);
            case PropertyType::variable:
                return notation::append_variable(out_, value);
            case PropertyType::byte:
                return byte(static_cast<std::uint8_t>(value));
            default:
                return two_bytes(value);
        }
    }

    static void check_length(std::size_t length) {
        if (length > notation::maximum_variable)
            throw std::length_error(fmt::format("{} bytes do not fit into an MQTT packet", length));
    }

    // Inserts `before` and the number of bytes from `start` to the end, at `start`.
    void insert_length(std::size_t start, View before) {
        const std::size_t length = out_.size() - start;
        check_length(length);
        const std::size_t end = out_.size();
        out_.insert(out_.end(), before.begin(), before.end());
        notation::append_variable(out_, static_cast<std::uint32_t>(length));
        // Moved as a whole: std::rotate() would swap a long payload byte by byte.
        const auto at = [this](std::size_t i) { return out_.begin() + static_cast<std::ptrdiff_t>(i); };
        std::array<std::uint8_t, 8> head{};
        const std::size_t size = out_.size() - end;
        std::copy_n(at(end), size, head.begin());
        std::copy_backward(at(start), at(end), out_.end());
        std::copy_n(head.begin(), size, at(start));
    }

    void finish(PacketType type, int flags) {
        const std::uint8_t first = static_cast<std::uint8_t>(static_cast<int>(type) << 4 | flags);
        insert_length(start_, View(&first, 1));
    }

    Bytes& out_;
    Version version_;
    std::size_t start_;
};

}  // namespace

void encode(const Message& message, Version version, Bytes& out) {
    std::visit([&](const auto& m) { Writer(out, version).packet(m); }, message);
}

Bytes encode(const Message& message, Version version) {
    Bytes out;
    encode(message, version, out);
    return out;
}

}  // namespace gauntlet::wire::mqtt
