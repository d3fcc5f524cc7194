#include "gauntlet/wire/mqtt/reason.hpp"

#include <array>

namespace gauntlet::wire::mqtt {
namespace {

constexpr Places connack = place(PacketType::connack);
constexpr Places suback = place(PacketType::suback);
constexpr Places unsuback = place(PacketType::unsuback);
constexpr Places disconnect = place(PacketType::disconnect);
constexpr Places auth = place(PacketType::auth);
constexpr Places received = place(PacketType::puback) | place(PacketType::pubrec);   // answers to PUBLISH
constexpr Places released = place(PacketType::pubrel) | place(PacketType::pubcomp);  // the rest of QoS 2
constexpr Places subscriptions = suback | unsuback;

// MQTT 5.0 Table 2-6 with the "sent by" of Tables 3-1 and 3-4 to 3-11. 0x8C stands for
// DISCONNECT in Table 2-6 but not in Table 3-10; as one of the two allows it, a server may send it.
constexpr std::array<ReasonRow, 43> table = {{
    {0x00, received | released | disconnect, connack | received | released | subscriptions | disconnect | auth,
     "success"},
    {0x01, 0, suback, "granted QoS 1"},
    {0x02, 0, suback, "granted QoS 2"},
    {0x04, disconnect, 0, "disconnect with will message"},
    {0x10, 0, received, "no matching subscribers"},
    {0x11, 0, unsuback, "no subscription existed"},
    {0x18, auth, auth, "continue authentication"},
    {0x19, auth, 0, "re-authenticate"},
    {0x80, received | disconnect, connack | received | subscriptions | disconnect, "unspecified error"},
    {0x81, disconnect, connack | disconnect, "malformed packet"},
    {0x82, disconnect, connack | disconnect, "protocol error"},
    {0x83, received | disconnect, connack | received | subscriptions | disconnect, "implementation specific error"},
    {0x84, 0, connack, "unsupported protocol version"},
    {0x85, 0, connack, "client identifier not valid"},
    {0x86, 0, connack, "bad user name or password"},
    {0x87, received, connack | received | subscriptions | disconnect, "not authorised"},
    {0x88, 0, connack, "server unavailable"},
    {0x89, 0, connack | disconnect, "server busy"},
    {0x8a, 0, connack, "banned"},
    {0x8b, 0, disconnect, "server shutting down"},
    {0x8c, 0, connack | disconnect, "bad authentication method"},
    {0x8d, 0, disconnect, "keep alive timeout"},
    {0x8e, 0, disconnect, "session taken over"},
    {0x8f, 0, subscriptions | disconnect, "topic filter invalid"},
    {0x90, received | disconnect, connack | received | disconnect, "topic name invalid"},
    {0x91, received, received | subscriptions, "packet identifier in use"},
    {0x92, released, released, "packet identifier not found"},
    {0x93, disconnect, disconnect, "receive maximum exceeded"},
    {0x94, disconnect, disconnect, "topic alias invalid"},
    {0x95, disconnect, connack | disconnect, "packet too large"},
    {0x96, disconnect, disconnect, "message rate too high"},
    {0x97, received | disconnect, connack | received | suback | disconnect, "quota exceeded"},
    {0x98, disconnect, disconnect, "administrative action"},
    {0x99, received | disconnect, connack | received | disconnect, "payload format invalid"},
    {0x9a, 0, connack | disconnect, "retain not supported"},
    {0x9b, 0, connack | disconnect, "QoS not supported"},
    {0x9c, 0, connack | disconnect, "use another server"},
    {0x9d, 0, connack | disconnect, "server moved"},
    {0x9e, 0, suback | disconnect, "shared subscriptions not supported"},
    {0x9f, 0, connack | disconnect, "connection rate exceeded"},
    {0xa0, 0, disconnect, "maximum connect time"},
    {0xa1, 0, suback | disconnect, "subscription identifiers not supported"},
    {0xa2, 0, suback | disconnect, "wildcard subscriptions not supported"},
}};

// MQTT 3.1.1 Table 3.1; 3.1 section 3.2 has the same six.
constexpr std::array<std::string_view, 6> return_codes = {
    "accepted",           "unacceptable protocol version", "identifier rejected",
    "server unavailable", "bad user name or password",     "not authorised"};

const ReasonRow* find(std::uint8_t code) {
    for (const ReasonRow& row : table)
        if (row.code == code)
            return &row;
    return nullptr;
}

// Before 5.0 only the server sends codes. In 3.1 the upper six bits of a SUBACK's QoS are unused (section 3.9).
bool return_code_allowed(std::uint8_t code, PacketType type, Version version) {
    if (type == PacketType::connack)
        return code < return_codes.size();
    if (type != PacketType::suback)
        return false;
    return version == Version::v3_1 ? (code & 3) != 3 : code <= 2 || code == 0x80;
}

std::string_view return_code_name(std::uint8_t code, PacketType type, Version version) {
    if (!return_code_allowed(code, type, version))
        return "unknown code";
    if (type == PacketType::connack)
        return return_codes[code];
    if (version != Version::v3_1 && code == 0x80)
        return "failure";
    constexpr std::array<std::string_view, 3> granted = {"granted QoS 0", "granted QoS 1", "granted QoS 2"};
    return granted[code & 3];
}

}  // namespace

std::span<const ReasonRow> reasons() {
    return table;
}

bool reason_allowed(std::uint8_t code, PacketType type, Context context) {
    if (context.version != Version::v5_0)
        return return_code_allowed(code, type, context.version);
    const ReasonRow* row = find(code);
    return row != nullptr &&
           ((context.sender == Sender::client ? row->from_client : row->from_server) & place(type)) != 0;
}

bool reason_allowed_by_anyone(std::uint8_t code, PacketType type, Version version) {
    return reason_allowed(code, type, {version, Sender::client}) ||
           reason_allowed(code, type, {version, Sender::server});
}

std::string_view reason_name(std::uint8_t code, PacketType type, Version version) {
    if (version != Version::v5_0)
        return return_code_name(code, type, version);
    if (!reason_allowed_by_anyone(code, type, version))
        return "unknown code";
    if (code == 0 && type == PacketType::disconnect)
        return "normal disconnection";
    if (code == 0 && type == PacketType::suback)
        return "granted QoS 0";
    return find(code)->name;
}

}  // namespace gauntlet::wire::mqtt
