// CONNECT and CONNACK (MQTT 5.0 sections 3.1 and 3.2).
#include <fmt/format.h>

#include <algorithm>

#include "gauntlet/wire/mqtt/reason.hpp"
#include "protocol.hpp"
#include "reason.hpp"

namespace gauntlet::reference::mqtt {

using core::Flaw;

namespace {

// MQTT 3.1.1 Table 3.1.
std::uint8_t return_code(std::uint8_t reason) {
    switch (reason) {
        case reason::success:
            return 0;
        case reason::unsupported_protocol_version:
            return 1;
        case reason::client_identifier_not_valid:
            return 2;
        case reason::bad_user_name_or_password:
            return 4;
        case reason::not_authorised:
            return 5;
        default:
            return 3;
    }
}

ClientLimits limits_of(const Connect& connect) {
    const ClientLimits all;
    const Properties& properties = connect.properties;
    return {.packet_size = number_of(properties, Property::maximum_packet_size, all.packet_size),
            .receive_maximum =
                static_cast<std::uint16_t>(number_of(properties, Property::receive_maximum, all.receive_maximum)),
            .topic_alias_maximum = static_cast<std::uint16_t>(
                number_of(properties, Property::topic_alias_maximum, all.topic_alias_maximum))};
}

bool asks_for_a_method(const Connect& connect) {
    return std::ranges::any_of(connect.properties,
                               [](const auto& row) { return row.property == Property::authentication_method; });
}

}  // namespace

void Protocol::refuse_connect(const Violation& violation, Time now) {
    const std::string why = wire::mqtt::text(violation);
    const std::uint8_t reason = wire::mqtt::reason(violation);
    // A level that nobody knows is answered as 3.1.1 demands and 5.0 allows [MQTT-3.1.2-2].
    const bool level = violation.rule == Rule::protocol_level;
    const bool identifier = reason == reason::client_identifier_not_valid;  // [MQTT-3.1.3-8] of 3.1.1
    if (level || identifier || (v5() && violation.rule != Rule::protocol_name))
        return refuse_login(reason, why, now);
    // [MQTT-3.1.4-1] of 3.1.1: no CONNACK. Another protocol's name is answered in no version [MQTT-3.1.2-1].
    close_without_a_word(why, now);
}

void Protocol::refuse_login(std::uint8_t reason, std::string_view why, Time now) {
    if (!outlet_)
        outlet_.emplace(output_, version_, ClientLimits{}, exchange_.limits().backlog);
    answer(Connack{.session_present = false, .reason = v5() ? reason : return_code(reason)});  // [MQTT-3.2.2-6]
    close_without_a_word(why, now);                                                            // [MQTT-3.2.2-7]
}

void Protocol::log_in(const Connect& connect, Time now) {
    if (flawed(Flaw::accepts_and_never_answers)) {
        state_ = State::silent;
        return;
    }
    client_identifier_ = connect.client_identifier;
    outlet_.emplace(output_, version_, limits_of(connect), exchange_.limits().backlog);
    std::uint8_t reason = authorise(connect);
    if (!reason::failed(reason))
        reason = take_session(connect, now);
    if (!reason::failed(reason))
        return start(connect, now);
    const std::string_view words = wire::mqtt::reason_name(reason, PacketType::connack, Version::v5_0);
    refuse_login(reason, fmt::format("CONNECT is refused: {} (0x{:02x})", words, reason), now);
}

std::uint8_t Protocol::authorise(const Connect& connect) {
    if (asks_for_a_method(connect))
        return reason::bad_authentication_method;  // [MQTT-4.12.0-1]
    const std::uint8_t reason = authenticate(access_, exchange_.flaws(), peer_, connect);
    if (reason::failed(reason))
        return reason;
    if (flawed(Flaw::takes_no_identity_from_certificate))
        rights_ = rights_of(access_, exchange_.flaws(), peer_, user_);
    user_ = user_name(access_, exchange_.flaws(), peer_, connect);
    if (!flawed(Flaw::takes_no_identity_from_certificate))
        rights_ = rights_of(access_, exchange_.flaws(), peer_, user_);
    if (connect.will && !rights_.allow_publishing_to(connect.will->topic))
        return reason::not_authorised;
    return reason::success;
}

std::uint8_t Protocol::take_session(const Connect& connect, Time now) {
    exchange_.tick(now);
    assigned_ = client_identifier_.empty();
    if (assigned_)
        client_identifier_ = exchange_.new_client_identifier();
    Session* found = exchange_.find(client_identifier_);
    // What waits in a session is for the eyes of the user who made it.
    if (found != nullptr && found->user != user_)
        return reason::client_identifier_not_valid;
    if (found != nullptr && found->connection != nullptr) {
        found->connection->taken_over(now);  // which may be the end of the session
        found = exchange_.find(client_identifier_);
    }
    if (found != nullptr && connect.clean_start) {  // [MQTT-3.1.2-4]
        exchange_.end(*found, now);
        found = nullptr;
    }
    session_present_ = found != nullptr;
    session_ = session_present_ ? found : exchange_.open(client_identifier_, user_);
    return session_ == nullptr ? reason::quota_exceeded : reason::success;
}

void Protocol::start(const Connect& connect, Time now) {
    state_ = State::connected;
    keep_alive_ = connect.keep_alive;
    // Before 5.0 a session ends with its connection or never.
    const std::uint32_t before_5 = connect.clean_start ? 0 : Session::never;
    session_->expiry_interval = number_of(connect.properties, Property::session_expiry_interval, v5() ? 0 : before_5);
    session_->connection = this;
    session_->expires.reset();
    session_->will = connect.will;  // [MQTT-3.1.3-9]: that of the connection before is not published any more
    session_->will_due.reset();

    wire::mqtt::Framer framer(exchange_.limits().packet_size);
    framer.feed(framer_.rest());
    framer_ = std::move(framer);

    log(fmt::format("logged in, MQTT {}{}", name(version_), user_ ? fmt::format(", user '{}'", *user_) : ""));
    // 3.1 has no such flag. A CONNACK that the client cannot take leaves nothing to say [MQTT-3.1.2-24].
    const bool present = session_present_ && version_ != Version::v3_1;
    if (!outlet_->send(Connack{.session_present = present, .reason = 0, .properties = connack_properties()}))
        return close_without_a_word("CONNACK is larger than the client's Maximum Packet Size", now);
    session_->outbox.attach(*outlet_, now);
}

Properties Protocol::connack_properties() const {
    const Limits& limits = exchange_.limits();
    Properties properties = {{Property::receive_maximum, std::uint32_t{limits.receive_maximum}},
                             {Property::maximum_packet_size, limits.packet_size},
                             {Property::topic_alias_maximum, std::uint32_t{limits.topic_alias_maximum}}};
    if (assigned_)  // [MQTT-3.2.2-16]
        properties.push_back({Property::assigned_client_identifier, client_identifier_});
    return properties;
}

}  // namespace gauntlet::reference::mqtt
