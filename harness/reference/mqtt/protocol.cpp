#include "protocol.hpp"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "gauntlet/wire/mqtt/reason.hpp"
#include "gauntlet/wire/notation/notation.hpp"
#include "reason.hpp"

namespace gauntlet::reference::mqtt {

using core::Flaw;

// Flags of 0, which every version demands or sends.
constexpr std::uint8_t first_byte_of_connect = static_cast<unsigned>(PacketType::connect) << 4;

Protocol::Protocol(Exchange& exchange, const Access& access, const Peer& peer, Output& output, Time now)
    : exchange_(exchange),
      access_(access),
      peer_(peer),
      output_(output),
      last_packet_(now),
      framer_(exchange.limits().connect_size) {}

void Protocol::receive(View bytes, Time now) {
    if (!open() || bytes.empty())
        return;
    if (flawed(Flaw::expects_a_packet_per_read))
        return handle(wire::mqtt::decode(bytes, context()), now);
    framer_.feed(bytes);
    take_packets(now);
}

void Protocol::take_packets(Time now) {
    while (open() && !framer_.rest().empty()) {
        if (state_ == State::awaits_connect && framer_.rest()[0] != first_byte_of_connect)
            return wrong_first_packet(now);
        if (const std::optional<View> bytes = framer_.next())
            handle(wire::mqtt::decode(*bytes, context()), now);
        else if (const std::optional<Violation> violation = wrong_beginning())
            refuse(*violation, now);
        else
            return;
    }
}

// [MQTT-3.1.0-1]: what is no CONNECT is refused by its first byte, before the client is asked for more.
void Protocol::wrong_first_packet(Time now) {
    if (!flawed(Flaw::waits_for_more_after_a_wrong_first_byte))
        close_without_a_word("the first packet is no CONNECT", now);
}

// What the first bytes of an unfinished packet show to be wrong needs no more of them.
std::optional<Violation> Protocol::wrong_beginning() const {
    const View rest = framer_.rest();
    if (framer_.error())
        return Violation{.rule = *framer_.error(),
                         .field = wire::mqtt::Name::remaining_length,
                         .type = static_cast<PacketType>(rest[0] >> 4),
                         .context = context(),
                         .offset = 1};
    const Packet first_byte = wire::mqtt::decode(rest.first(1), context());
    return first_byte.violation->rule == Rule::incomplete ? std::nullopt : first_byte.violation;
}

void Protocol::handle(const Packet& packet, Time now) {
    last_packet_ = now;
    const bool first = state_ == State::awaits_connect;
    if (first) {
        version_ = packet.context.version;
        if (v5() && exchange_.planted())
            trap_.emplace(*exchange_.planted());
    } else if (packet.type() == PacketType::connect)
        return close(reason::protocol_error, "a second CONNECT", now);  // [MQTT-3.1.0-2]
    if (packet.violation)
        return refuse(*packet.violation, now);
    Message message = *wire::mqtt::message(packet);
    if (first)
        return log_in(std::get<Connect>(message), now);
    if (trap_)
        trap_->see(message);
    std::visit([this, now](auto& value) { on(value, now); }, message);
}

void Protocol::refuse(const Violation& violation, Time now) {
    if (state_ == State::awaits_connect)
        return refuse_connect(violation, now);
    close(wire::mqtt::reason(violation), wire::mqtt::text(violation), now);
}

void Protocol::on(const Pingreq&, Time) {
    answer(Pingresp{});  // [MQTT-3.12.4-1]
}

void Protocol::on(const Disconnect& disconnect, Time now) {
    const std::uint32_t expiry =
        number_of(disconnect.properties, Property::session_expiry_interval, session_->expiry_interval);
    // MQTT 5.0 section 3.14.2.2.2.
    if (session_->expiry_interval == 0 && expiry != 0)
        return close(reason::protocol_error, "a session that ends with its connection gets an expiry interval", now);
    session_->expiry_interval = expiry;
    if (disconnect.reason == reason::success)
        session_->will.reset();  // [MQTT-3.14.4-3]
    close_without_a_word("DISCONNECT", now);
}

// Nobody has begun to authenticate with it [MQTT-4.12.0-7].
void Protocol::on(const Auth&, Time now) {
    close(reason::protocol_error, "AUTH without a method in CONNECT", now);
}

void Protocol::network_ended(Time now) {
    if (state_ == State::closed)
        return;
    if (state_ == State::connected && flawed(Flaw::delivers_what_has_come_so_far))
        deliver_unfinished(now);
    log("the network connection has ended");
    state_ = State::closed;
    leave(now);
}

// The flaw of a loop that ends where the packet or the connection does: as if what has come were the whole packet.
void Protocol::deliver_unfinished(Time now) {
    const Packet part = wire::mqtt::decode(framer_.rest(), context());
    const wire::mqtt::Field* length = part.find(wire::mqtt::Name::remaining_length);
    if (part.type() != PacketType::publish || length == nullptr)
        return;
    const View body = framer_.rest().subspan(length->offset + length->size);
    Bytes whole = {part.bytes[0]};
    wire::notation::append_variable(whole, static_cast<std::uint32_t>(body.size()));
    whole.insert(whole.end(), body.begin(), body.end());
    if (const auto message = wire::mqtt::message(wire::mqtt::decode(whole, context())))
        execute(std::get<Publish>(*message), now);
}

void Protocol::writable(Time now) {
    if (session_ != nullptr)
        session_->outbox.send_waiting(now);
}

void Protocol::shut_down(Time now) {
    if (state_ == State::closed)
        return;
    if (session_ != nullptr)
        session_->will.reset();
    close(reason::server_shutting_down, "the server goes down", now);
}

void Protocol::tick(Time now) {
    const std::optional<Time> deadline = next_deadline();
    if (!deadline || now < *deadline)
        return;
    if (state_ == State::awaits_connect)
        return close_without_a_word("no CONNECT in time", now);
    close(reason::keep_alive_timeout, "nothing was received in one and a half times the keep alive", now);
}

std::optional<Time> Protocol::next_deadline() const {
    if (state_ == State::awaits_connect)
        return last_packet_ + exchange_.limits().connect_timeout;
    if (state_ != State::connected || keep_alive_ == 0)
        return std::nullopt;
    return last_packet_ + std::chrono::milliseconds(1500) * keep_alive_;  // [MQTT-3.1.2-22]
}

void Protocol::close(std::uint8_t reason, std::string_view why, Time now) {
    const bool allowed = wire::mqtt::reason_allowed(reason, PacketType::disconnect, {version_, Sender::server});
    if (state_ == State::connected && v5())
        answer(Disconnect{allowed ? reason : reason::protocol_error});
    close_without_a_word(why, now);
}

void Protocol::close_without_a_word(std::string_view why, Time now) {
    log(fmt::format("closed: {}", why));
    state_ = State::closed;
    output_.close();
    leave(now);
}

void Protocol::leave(Time now) {
    Session* session = std::exchange(session_, nullptr);
    if (session == nullptr)
        return;
    session->connection = nullptr;
    session->outbox.detach();
    exchange_.disconnected(*session, now);
}

void Protocol::answer(Message message) {
    if (trap_)
        trap_->mark(message);
    outlet_->send(message);
}

void Protocol::log(std::string_view line) const {
    std::string printable = fmt::format("client '{}': {}", client_identifier_, line);
    for (char& c : printable)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            c = '?';
    output_.log(printable);
}

}  // namespace gauntlet::reference::mqtt
