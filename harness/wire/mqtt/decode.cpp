#include <algorithm>

#include "gauntlet/wire/mqtt/packet.hpp"
#include "gauntlet/wire/mqtt/reason.hpp"
#include "gauntlet/wire/notation/utf8.hpp"
#include "topic.hpp"

namespace gauntlet::wire::mqtt {
namespace {

// What a text must satisfy besides being UTF-8.
enum class Content : std::uint8_t { any, topic_name, topic_filter };

constexpr std::uint64_t bit(Property property) {
    return std::uint64_t{1} << static_cast<unsigned>(property);
}

// The types that only one side sends (MQTT 5.0 Table 2-1). Before 5.0 DISCONNECT is the client's.
bool sent_by(PacketType type, Context context) {
    switch (type) {
        case PacketType::connect:
        case PacketType::subscribe:
        case PacketType::unsubscribe:
        case PacketType::pingreq:
            return context.sender == Sender::client;
        case PacketType::connack:
        case PacketType::suback:
        case PacketType::unsuback:
        case PacketType::pingresp:
            return context.sender == Sender::server;
        case PacketType::disconnect:
            return context.sender == Sender::client || context.version == Version::v5_0;
        default:
            return true;
    }
}

// One walk from the first byte of a packet to the last. It records every field, notes the first violation and goes on
// as far as the bytes have a meaning. A step that returns false leaves bytes without a meaning behind.
class Walk {
  public:
    explicit Walk(Packet& packet)
        : packet_(packet), data_(packet.bytes.data()), end_(static_cast<std::uint32_t>(packet.bytes.size())) {}

    void run() {
        if (end_ == 0)
            return violate(Rule::incomplete, Name::packet_type_and_flags, 0);
        type_ = packet_.type();
        packet_.fields.reserve(std::min(end_, usual_fields));
        add(Name::packet_type_and_flags, Kind::byte, 1, data_[0]);
        check_fixed_header();
        const std::uint32_t whole = end_;
        if (!remaining_length())
            return rest();
        const bool complete = !known_type() || body();
        if (complete && known_type() && position_ < end_)
            violate(trailing_rule(), Name::rest, position_);
        rest();
        end_ = whole;
        if (position_ < end_)
            violate(Rule::bytes_after_packet, Name::rest, position_);
        rest();
    }

  private:
    static constexpr std::uint32_t usual_fields = 12;  // of a CONNECT

    Context context() const { return packet_.context; }
    bool is(Version version) const { return packet_.context.version == version; }
    bool v5() const { return is(Version::v5_0); }
    bool from_client() const { return packet_.context.sender == Sender::client; }
    std::uint32_t left() const { return end_ - position_; }
    bool known_type() const { return type_ != PacketType::reserved && (type_ != PacketType::auth || v5()); }
    unsigned qos() const { return (packet_.flags() >> 1) & 3u; }

    void violate(Rule rule, Name field, std::uint32_t offset, Property property = Property::none) {
        if (!packet_.violation)
            packet_.violation = Violation{rule, field, property, type_, context(), offset};
    }

    // Records a field that begins at the cursor and moves past it.
    void add(Name name, Kind kind, std::uint32_t size, std::uint32_t value, Property property = Property::none) {
        packet_.fields.push_back({name, kind, property, position_, size, value});
        position_ += size;
    }

    void rest() {
        if (left() > 0)
            add(Name::rest, Kind::raw, left(), 0);
    }

    // A field of `needed` bytes does not fit: what is there is kept without a meaning.
    bool too_short(Name name, Property property = Property::none) {
        const Rule rule = in_properties_ ? Rule::property_length_overrun
                          : left() == 0  ? Rule::missing
                                         : Rule::truncated;
        violate(rule, name, position_, property);
        return false;
    }

    bool byte(Name name, std::uint8_t& value, Property property = Property::none) {
        if (left() < 1)
            return too_short(name, property);
        value = data_[position_];
        add(name, Kind::byte, 1, value, property);
        return true;
    }

    std::uint32_t big_endian(std::uint32_t at, std::uint32_t width) const {
        std::uint32_t value = 0;
        for (std::uint32_t i = 0; i < width; ++i)
            value = value << 8 | data_[at + i];
        return value;
    }

    bool number(Name name, Kind kind, std::uint32_t& value, Property property = Property::none) {
        const std::uint32_t width = kind == Kind::four_bytes ? 4 : 2;
        if (left() < width)
            return too_short(name, property);
        value = big_endian(position_, width);
        add(name, kind, width, value, property);
        return true;
    }

    // MQTT 5.0 section 1.5.5; before 5.0 more bytes than needed are allowed.
    bool variable(Name name, std::uint32_t& value, Rule if_cut, Property property = Property::none) {
        value = 0;
        for (std::uint32_t i = 0; i < 4; ++i) {
            if (left() <= i) {
                violate(if_cut, name, position_, property);
                return false;
            }
            const std::uint32_t next = data_[position_ + i];
            value |= (next & 0x7f) << (7 * i);
            if ((next & 0x80) != 0)
                continue;
            if (v5() && i > 0 && next == 0)
                violate(Rule::variable_integer_not_minimal, name, position_, property);
            add(name, Kind::variable, i + 1, value, property);
            return true;
        }
        violate(Rule::variable_integer_too_long, name, position_, property);
        return false;
    }

    // Text or binary data: two bytes of length, then the content. Where fewer bytes are there, they are the field.
    bool prefixed(Name name, Kind kind, View& content, Property property = Property::none) {
        if (left() < 2)
            return too_short(name, property);
        const std::uint32_t length = big_endian(position_, 2);
        const bool fits = length <= left() - 2;
        if (!fits)
            too_short(name, property);
        const std::uint32_t there = fits ? length : left() - 2;
        content = View(data_ + position_ + 2, there);
        add(name, kind, there + 2, length, property);
        return fits;
    }

    bool text(Name name, Content content, std::string_view& value, Property property = Property::none) {
        const std::uint32_t start = position_ + 2;
        View bytes;
        if (!prefixed(name, Kind::text, bytes, property))
            return false;
        value = wire::text(bytes);
        check_text(bytes, content, name, property, start);
        return true;
    }

    void check_text(View bytes, Content content, Name name, Property property, std::uint32_t start) {
        const std::size_t good = notation::well_formed_prefix(bytes);
        const std::size_t null = wire::text(bytes).find('\0');
        // 3.1 forbids U+0000 in topics only (appendix A).
        if (null < good && (content != Content::any || !is(Version::v3_1)))
            return violate(Rule::null_character, name, start + static_cast<std::uint32_t>(null), property);
        if (good < bytes.size())
            return violate(Rule::ill_formed_utf8, name, start + static_cast<std::uint32_t>(good), property);
        const auto fault = content == Content::topic_name     ? check_topic_name(wire::text(bytes))
                           : content == Content::topic_filter ? check_topic_filter(wire::text(bytes), context().version)
                                                              : std::nullopt;
        if (fault)
            violate(fault->rule, name, start + static_cast<std::uint32_t>(fault->index), property);
    }

    bool packet_identifier() {
        std::uint32_t value = 0;
        if (!number(Name::packet_identifier, Kind::two_bytes, value))
            return false;
        if (value == 0)
            violate(Rule::packet_identifier_zero, Name::packet_identifier, position_ - 2);
        return true;
    }

    // --- the fixed header ---

    void check_fixed_header() {
        if (!known_type())
            return violate(type_ == PacketType::auth ? Rule::packet_type_15 : Rule::packet_type_0,
                           Name::packet_type_and_flags, 0);
        if (!sent_by(type_, context()))
            violate(Rule::packet_type_from_wrong_sender, Name::packet_type_and_flags, 0);
        if (type_ == PacketType::publish)
            return check_publish_flags();
        const bool expects_answer =
            type_ == PacketType::pubrel || type_ == PacketType::subscribe || type_ == PacketType::unsubscribe;
        // In 3.1 these three are sent with QoS 1, again with DUP, and all other flags are unused (sections 2.1, 2.6).
        const bool right =
            is(Version::v3_1) ? !expects_answer || qos() == 1 : packet_.flags() == (expects_answer ? 2 : 0);
        if (!right)
            violate(Rule::fixed_header_flags, Name::packet_type_and_flags, 0);
    }

    void check_publish_flags() {
        if (qos() == 3)
            violate(Rule::qos_3, Name::packet_type_and_flags, 0);
        if (qos() == 0 && (packet_.flags() & 8) != 0)
            violate(Rule::dup_with_qos_0, Name::packet_type_and_flags, 0);
    }

    bool remaining_length() {
        std::uint32_t length = 0;
        if (!variable(Name::remaining_length, length, Rule::incomplete))
            return false;
        if (length > left())
            violate(Rule::incomplete, Name::remaining_length, end_);
        end_ = std::min(end_, position_ + length);
        return true;
    }

    // --- the packets ---

    bool body() {
        switch (type_) {
            case PacketType::connect:
                return connect();
            case PacketType::connack:
                return connack();
            case PacketType::publish:
                return publish();
            case PacketType::puback:
            case PacketType::pubrec:
            case PacketType::pubrel:
            case PacketType::pubcomp:
                return packet_identifier() && (!v5() || reason_and_properties());
            case PacketType::subscribe:
                return packet_identifier() && own_properties() && filters();
            case PacketType::unsubscribe:
                return packet_identifier() && own_properties() && filters();
            case PacketType::suback:
                return packet_identifier() && own_properties() && reason_codes();
            case PacketType::unsuback:
                return packet_identifier() && own_properties() && (!v5() || reason_codes());
            case PacketType::disconnect:
                return !v5() || reason_and_properties();
            case PacketType::auth:
                return auth();
            default:
                return true;
        }
    }

    Rule trailing_rule() const {
        if (type_ != PacketType::connect)
            return Rule::trailing_bytes;
        const bool will = (connect_flags_ & 0x04) != 0;
        const bool password = (connect_flags_ & 0x40) != 0;
        const bool user_name = (connect_flags_ & 0x80) != 0;
        if (user_name)
            return password ? Rule::trailing_bytes : Rule::unflagged_password;
        if (password)
            return Rule::unflagged_user_name;
        return will ? Rule::unflagged_credentials : Rule::unflagged_fields;
    }

    bool connect() {
        std::uint32_t keep_alive = 0;
        std::string_view client_identifier;
        if (!protocol() || !byte(Name::connect_flags, connect_flags_))
            return false;
        check_connect_flags();
        if (!number(Name::keep_alive, Kind::two_bytes, keep_alive) || !own_properties())
            return false;
        if (saw(Property::authentication_data) && !saw(Property::authentication_method))
            violate(Rule::authentication_data_without_method, Name::property_value, position_,
                    Property::authentication_data);
        if (!text(Name::client_identifier, Content::any, client_identifier))
            return false;
        check_client_identifier(client_identifier);
        return will() && credentials();
    }

    bool protocol() {
        const std::uint32_t start = position_ + 2;
        std::string_view protocol;
        std::uint8_t level = 0;
        View bytes;
        if (!prefixed(Name::protocol_name, Kind::text, bytes))
            return false;
        protocol = wire::text(bytes);
        const bool mqtt = protocol == "MQTT";
        const bool mqisdp = protocol == "MQIsdp";
        if (!mqtt && !mqisdp)
            violate(Rule::protocol_name, Name::protocol_name, start);
        if (!byte(Name::protocol_level, level))
            return false;
        if (!(mqtt && (level == 4 || level == 5)) && !(mqisdp && level == 3))
            violate(Rule::protocol_level, Name::protocol_level, position_ - 1);
        return true;
    }

    void check_connect_flags() {
        const std::uint32_t at = position_ - 1;
        const unsigned will_qos = (connect_flags_ >> 3) & 3u;
        const bool will = (connect_flags_ & 0x04) != 0;
        if (will && will_qos == 3)
            violate(Rule::will_qos_3, Name::connect_flags, at);
        if ((connect_flags_ & 0xc0) == 0x40 && !v5())
            violate(Rule::password_without_user_name, Name::connect_flags, at);
        if (is(Version::v3_1))
            return;  // the other flags have no meaning there where they are not used (section 2.6)
        if ((connect_flags_ & 0x01) != 0)
            violate(Rule::connect_reserved_flag, Name::connect_flags, at);
        if (!will && will_qos != 0)
            violate(Rule::will_qos_without_will, Name::connect_flags, at);
        if (!will && (connect_flags_ & 0x20) != 0)
            violate(Rule::will_retain_without_will, Name::connect_flags, at);
    }

    void check_client_identifier(std::string_view value) {
        const std::uint32_t at = position_ - static_cast<std::uint32_t>(value.size());
        if (is(Version::v3_1) && (value.empty() || characters(value) > 23))
            violate(Rule::client_identifier_length, Name::client_identifier, at);
        if (is(Version::v3_1_1) && value.empty() && (connect_flags_ & 0x02) == 0)
            violate(Rule::empty_client_identifier, Name::client_identifier, at);
    }

    static std::ptrdiff_t characters(std::string_view value) {
        return std::ranges::count_if(value, [](char c) { return (c & 0xc0) != 0x80; });
    }

    bool will() {
        if ((connect_flags_ & 0x04) == 0)
            return true;
        std::string_view topic;
        payload_is_text_ = false;
        if (v5() && !properties(Name::will_property_length, will_place))
            return false;
        return text(Name::will_topic, Content::topic_name, topic) && will_message();
    }

    bool will_message() {
        std::string_view message;
        View bytes;
        if (is(Version::v3_1))  // where it is a string (section 3.1)
            return text(Name::will_message, Content::any, message);
        const std::uint32_t start = position_ + 2;
        if (!prefixed(Name::will_message, Kind::binary, bytes))
            return false;
        check_payload(bytes, Name::will_message, start);
        return true;
    }

    bool credentials() {
        std::string_view value;
        View bytes;
        // In 3.1 the Remaining Length goes before the flags: both may be absent in spite of them, and what they do not
        // announce is disregarded (section 3.1).
        const bool old = is(Version::v3_1);
        if ((connect_flags_ & 0x80) != 0 && !(old && left() == 0) && !text(Name::user_name, Content::any, value))
            return false;
        if ((connect_flags_ & 0x40) != 0 && !(old && left() == 0)) {
            if (old ? !text(Name::password, Content::any, value) : !prefixed(Name::password, Kind::binary, bytes))
                return false;
        }
        return !old || (connect_flags_ & 0xc0) == 0xc0;
    }

    bool connack() {
        std::uint8_t flags = 0;
        std::uint8_t code = 0;
        if (!byte(Name::acknowledge_flags, flags))
            return false;
        const std::uint32_t at = position_ - 1;
        if ((flags & 0xfe) != 0 && !is(Version::v3_1))  // 3.1 has no such flags, the byte is unused
            violate(Rule::acknowledge_flags, Name::acknowledge_flags, at);
        if (!reason_code(code))
            return false;
        if ((flags & 1) != 0 && code != 0 && !is(Version::v3_1))
            violate(Rule::session_present_with_refusal, Name::acknowledge_flags, at);
        return own_properties();
    }

    bool publish() {
        const std::uint32_t start = position_ + 2;
        const Content content = v5() ? Content::any : Content::topic_name;
        std::string_view topic;
        if (!text(Name::topic_name, content, topic))
            return false;
        // In 5.0 an alias may stand for the name, and the properties come later.
        const auto fault = v5() && !topic.empty() ? check_topic_name(topic) : std::nullopt;
        if (fault)
            violate(fault->rule, Name::topic_name, start + static_cast<std::uint32_t>(fault->index));
        if (qos() != 0 && !packet_identifier())
            return false;
        if (!own_properties())
            return false;
        if (v5() && topic.empty() && !saw(Property::topic_alias))
            violate(Rule::empty_topic_without_alias, Name::topic_name, start);
        check_payload(View(data_ + position_, left()), Name::payload, position_);
        if (left() > 0)
            add(Name::payload, Kind::raw, left(), 0);
        return true;
    }

    // MQTT 5.0 section 3.3.2.3.2. Control characters and U+0000 are UTF-8, too.
    void check_payload(View bytes, Name name, std::uint32_t start) {
        if (!payload_is_text_)
            return;
        const std::size_t good = notation::well_formed_prefix(bytes);
        if (good < bytes.size())
            violate(Rule::payload_not_utf8, name, start + static_cast<std::uint32_t>(good));
    }

    bool filters() {
        if (left() == 0)
            violate(Rule::no_topic_filters, Name::topic_filter, position_);
        while (left() > 0) {
            std::string_view filter;
            if (!text(Name::topic_filter, Content::topic_filter, filter))
                return false;
            if (type_ == PacketType::subscribe && !subscription_options(filter))
                return false;
        }
        return true;
    }

    bool subscription_options(std::string_view filter) {
        std::uint8_t options = 0;
        if (!byte(Name::subscription_options, options))
            return false;
        const std::uint32_t at = position_ - 1;
        const std::uint8_t reserved = v5() ? 0xc0 : is(Version::v3_1_1) ? 0xfc : 0;
        if ((options & reserved) != 0)
            violate(Rule::subscription_options, Name::subscription_options, at);
        if ((options & 3) == 3)
            violate(Rule::subscription_qos_3, Name::subscription_options, at);
        if (v5() && (options & 0x30) == 0x30)
            violate(Rule::retain_handling_3, Name::subscription_options, at);
        if (v5() && (options & 4) != 0 && is_shared(filter))
            violate(Rule::no_local_on_shared, Name::subscription_options, at);
        return true;
    }

    bool reason_codes() {
        if (left() == 0)
            violate(Rule::no_reason_codes, Name::reason_code, position_);
        std::uint8_t code = 0;
        while (left() > 0)
            reason_code(code);
        return true;
    }

    bool reason_code(std::uint8_t& code) {
        if (!byte(Name::reason_code, code))
            return false;
        if (reason_allowed(code, type_, context()))
            return true;
        const bool by_other = reason_allowed_by_anyone(code, type_, context().version);
        violate(by_other ? Rule::reason_code_from_wrong_sender : Rule::reason_code, Name::reason_code, position_ - 1);
        return true;
    }

    // PUBACK and its kin, DISCONNECT: code and properties may be left out from the end (MQTT 5.0 sections 3.4.2.1,
    // 3.14.2.1).
    bool reason_and_properties() {
        std::uint8_t code = 0;
        if (left() == 0)
            return true;
        return reason_code(code) && (left() == 0 || own_properties());
    }

    // AUTH may be empty, which says success without properties (section 3.15.2.1); otherwise both fields are there.
    bool auth() {
        std::uint8_t code = 0;
        if (left() == 0) {
            if (from_client())
                violate(Rule::reason_code_from_wrong_sender, Name::reason_code, position_);
            return true;
        }
        if (!reason_code(code) || !own_properties())
            return false;
        if (!saw(Property::authentication_method))
            violate(Rule::authentication_method_missing, Name::property_value, position_,
                    Property::authentication_method);
        return true;
    }

    // --- properties ---

    bool saw(Property property) const { return (seen_ & bit(property)) != 0; }

    bool own_properties() { return !v5() || properties(Name::property_length, place(type_)); }

    bool properties(Name length_name, Places where) {
        const std::uint32_t start = position_;
        const std::uint32_t end = end_;
        std::uint32_t length = 0;
        seen_ = 0;
        if (left() == 0)
            return too_short(length_name);
        if (!variable(length_name, length, Rule::truncated))
            return false;
        if (length > left())
            violate(Rule::property_length_overrun, length_name, start);
        end_ = std::min(end_, position_ + length);
        in_properties_ = true;
        while (left() > 0)
            if (!property(where))
                rest();
        in_properties_ = false;
        end_ = end;
        return true;
    }

    bool property(Places where) {
        const std::uint32_t at = position_;
        std::uint32_t identifier = 0;
        if (!variable(Name::property_identifier, identifier, Rule::property_length_overrun))
            return false;
        const PropertyRow* row = find_property(identifier);
        if (row == nullptr) {
            violate(Rule::property_unknown, Name::property_identifier, at);
            return false;
        }
        if ((row->places & where) == 0)
            violate(Rule::property_not_allowed, Name::property_identifier, at, row->property);
        if (saw(row->property) && !repeatable(row->property, where))
            violate(Rule::property_duplicate, Name::property_identifier, at, row->property);
        seen_ |= bit(row->property);
        check_sender(row->property, at);
        return value(*row);
    }

    // Payload Format Indicator and Message Expiry Interval: for a PUBLISH, unlike for a will, no text forbids two of
    // them (MQTT 5.0 sections 3.3.2.3.2 and 3.3.2.3.3).
    static bool repeatable(Property property, Places where) {
        if (property == Property::user_property)
            return true;
        const bool silent = property == Property::subscription_identifier ||
                            property == Property::payload_format_indicator ||
                            property == Property::message_expiry_interval;
        return silent && where == place(PacketType::publish);
    }

    void check_sender(Property property, std::uint32_t at) {
        if (property == Property::session_expiry_interval && type_ == PacketType::disconnect && !from_client())
            violate(Rule::session_expiry_from_server, Name::property_identifier, at, property);
        if (property == Property::subscription_identifier && type_ == PacketType::publish && from_client())
            violate(Rule::subscription_identifier_from_client, Name::property_identifier, at, property);
    }

    bool value(const PropertyRow& row) {
        std::string_view characters_of_it;
        View bytes;
        switch (row.type) {
            case PropertyType::byte:
                return flag(row.property);
            case PropertyType::two_bytes:
                return number_above_zero(row.property, Kind::two_bytes);
            case PropertyType::four_bytes:
                return number_above_zero(row.property, Kind::four_bytes);
            case PropertyType::variable:
                return number_above_zero(row.property, Kind::variable);
            case PropertyType::binary:
                return prefixed(Name::property_value, Kind::binary, bytes, row.property);
            case PropertyType::text_pair:
                return text(Name::user_property_name, Content::any, characters_of_it, row.property) &&
                       text(Name::user_property_value, Content::any, characters_of_it, row.property);
            case PropertyType::text:
                break;
        }
        const Content content = row.property == Property::response_topic ? Content::topic_name : Content::any;
        return text(Name::property_value, content, characters_of_it, row.property);
    }

    // Every property of one byte says no or yes.
    bool flag(Property property) {
        std::uint8_t value = 0;
        if (!byte(Name::property_value, value, property))
            return false;
        if (value > 1)
            violate(Rule::property_value_above_1, Name::property_value, position_ - 1, property);
        if (property == Property::payload_format_indicator)
            payload_is_text_ = value == 1;
        return true;
    }

    bool number_above_zero(Property property, Kind kind) {
        const std::uint32_t at = position_;
        std::uint32_t value = 0;
        const bool there = kind == Kind::variable
                               ? variable(Name::property_value, value, Rule::property_length_overrun, property)
                               : number(Name::property_value, kind, value, property);
        if (!there)
            return false;
        const bool may_be_zero = property != Property::receive_maximum && property != Property::maximum_packet_size &&
                                 property != Property::topic_alias && property != Property::subscription_identifier;
        if (value == 0 && !may_be_zero)
            violate(Rule::property_value_zero, Name::property_value, at, property);
        return true;
    }

    Packet& packet_;
    const std::uint8_t* data_;
    std::uint32_t position_ = 0;
    std::uint32_t end_;
    PacketType type_ = PacketType::reserved;
    std::uint8_t connect_flags_ = 0;
    bool in_properties_ = false;
    bool payload_is_text_ = false;
    std::uint64_t seen_ = 0;  // the properties of the list that was read last
};

}  // namespace

void decode(View bytes, Context context, Packet& out) {
    out.bytes.assign(bytes.begin(), bytes.end());
    out.fields.clear();
    out.context = context;
    out.context.version = version_of_connect(bytes).value_or(context.version);
    out.violation.reset();
    Walk(out).run();
}

Packet decode(View bytes, Context context) {
    Packet out;
    out.fields.reserve(16);
    decode(bytes, context, out);
    return out;
}

const Field* Packet::find(Name name) const {
    const auto found = std::ranges::find(fields, name, &Field::name);
    return found == fields.end() ? nullptr : &*found;
}

const Field* Packet::find(Property property) const {
    for (const Field& field : fields) {
        if (field.name == Name::will_property_length)
            break;
        if (field.property == property && property != Property::none)
            return &field;
    }
    return nullptr;
}

View Packet::content(const Field& field) const {
    const bool prefixed = field.kind == Kind::text || field.kind == Kind::binary;
    const std::uint32_t skip = prefixed ? std::min(field.size, 2u) : 0;
    return View(bytes).subspan(field.offset + skip, field.size - skip);
}

}  // namespace gauntlet::wire::mqtt
