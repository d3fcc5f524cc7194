// PUBLISH and its acknowledgements, both ways (MQTT 5.0 sections 3.3 to 3.7 and 4.3).
#include "protocol.hpp"
#include "reason.hpp"

namespace gauntlet::reference::mqtt {

using core::Flaw;

void Protocol::on(Publish& publish, Time now) {
    if (!resolve_alias(publish, now))
        return;
    // Nothing that it publishes can ever be done: [MQTT-3.3.5-2] of 3.1.1 allows to close.
    if (rights_.none())
        return close(reason::not_authorised, "a client without a user name publishes", now);
    const std::uint16_t id = publish.packet_identifier;
    if (publish.qos == 2)
        return on_qos_2(publish, now);
    if (publish.qos == 1 && v5() && session_->unreleased.contains(id))
        return answer(Puback{id, reason::packet_identifier_in_use});
    // Before 5.0 there is no word for a refusal: it is acknowledged and not done ([MQTT-3.3.5-2] of 3.1.1).
    const std::uint8_t reason = execute(publish, now);
    if (publish.qos == 1)
        answer(Puback{id, reason});
}

// MQTT 5.0 section 3.3.2.3.4.
bool Protocol::resolve_alias(Publish& publish, Time now) {
    const std::uint32_t alias = number_of(publish.properties, Property::topic_alias, 0);
    if (alias == 0)
        return true;
    if (alias > exchange_.limits().topic_alias_maximum) {
        close(reason::topic_alias_invalid, "the topic alias is above the Topic Alias Maximum", now);
        return false;
    }
    aliases_.resize(exchange_.limits().topic_alias_maximum);
    std::string& topic = aliases_[alias - 1];
    if (!publish.topic.empty())
        topic = publish.topic;
    publish.topic = topic;
    if (!topic.empty())
        return true;
    close(reason::protocol_error, "the topic alias stands for no topic", now);
    return false;
}

// The message goes on when it comes; its identifier is kept, so that it goes on once [MQTT-4.3.3-10].
void Protocol::on_qos_2(const Publish& publish, Time now) {
    const std::uint16_t id = publish.packet_identifier;
    if (session_->unreleased.contains(id))
        return answer(Pubrec{id});
    if (v5() && session_->unreleased.size() >= exchange_.limits().receive_maximum)
        return close(reason::receive_maximum_exceeded, "more messages of QoS 2 than the Receive Maximum", now);
    const std::uint8_t reason = execute(publish, now);
    if (!v5() || !reason::failed(reason))
        session_->unreleased.insert(id);
    answer(Pubrec{id, reason});
}

std::uint8_t Protocol::execute(const Publish& publish, Time now) {
    if (!rights_.allow_publishing_to(publish.topic))
        return reason::not_authorised;
    ApplicationMessage message = message_of(publish, client_identifier_, now);
    if (!message.payload.empty() && flawed(Flaw::loses_the_last_byte_of_a_payload))
        message.payload.pop_back();
    return exchange_.publish(std::move(message), now);
}

void Protocol::on(const Pubrel& pubrel, Time) {
    const bool known = session_->unreleased.erase(pubrel.packet_identifier) != 0;
    answer(Pubcomp{pubrel.packet_identifier, known ? reason::success : reason::packet_identifier_not_found});
}

void Protocol::on(const Puback& puback, Time now) {
    acknowledged(session_->outbox.puback(puback.packet_identifier), now);
}

void Protocol::on(const Pubrec& pubrec, Time now) {
    const bool refused = reason::failed(pubrec.reason);
    const Outbox::Match match = session_->outbox.pubrec(pubrec.packet_identifier, refused);
    if (match == Outbox::Match::unknown && !refused)
        return answer(Pubrel{pubrec.packet_identifier, reason::packet_identifier_not_found});
    acknowledged(match, now);
}

void Protocol::on(const Pubcomp& pubcomp, Time now) {
    acknowledged(session_->outbox.pubcomp(pubcomp.packet_identifier), now);
}

// An identifier that is not known may be an echo of something that the server has dropped.
void Protocol::acknowledged(Outbox::Match match, Time now) {
    if (match == Outbox::Match::wrong)
        return close(reason::protocol_error, "an acknowledgement of the wrong kind", now);
    session_->outbox.send_waiting(now);
}

}  // namespace gauntlet::reference::mqtt
