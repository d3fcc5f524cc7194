// One edit or more for each rule of wire::mqtt::Rule. Whether the packet then breaks that rule and no earlier one,
// decode() says: an edit need not look at what else is in the packet.
#include <algorithm>
#include <array>

#include "edit.hpp"
#include "gauntlet/wire/mqtt/reason.hpp"
#include "gauntlet/wire/notation/notation.hpp"
#include "values.hpp"

namespace gauntlet::fuzz::mutate {
namespace {

using enum PacketType;
using wire::mqtt::PropertyRow;
using wire::mqtt::Rule;

// --- what edits have in common ---

template <class Condition>
Part* any(Parts& parts, Random& random, Condition condition) {
    std::vector<Part*> found;
    for (Part& part : parts.list)
        if (condition(part))
            found.push_back(&part);
    return found.empty() ? nullptr : random.pick(found);
}

Part* any_named(Parts& parts, Random& random, Name name) {
    return any(parts, random, [&](const Part& part) { return part.name == name; });
}

void set_content(Part& part, std::string_view content) {
    part.content.assign(content.begin(), content.end());
}

bool set_value(Parts& parts, Random& random, Name name, std::uint32_t set, std::uint32_t clear = 0) {
    Part* part = any_named(parts, random, name);
    if (part == nullptr)
        return false;
    part->value = (part->value & ~clear) | set;
    return true;
}

bool insert_into(Part* part, std::string_view what, Random& random) {
    if (part == nullptr)
        return false;
    const std::size_t at = random.below(part->content.size() + 1);
    part->content.insert(part->content.begin() + static_cast<std::ptrdiff_t>(at), what.begin(), what.end());
    return true;
}

bool is_topic_name(const Part& part) {
    return part.name == Name::topic_name || part.name == Name::will_topic ||
           (part.name == Name::property_value && part.property == Property::response_topic);
}

bool append_rest(Parts& parts, Random& random, Part::Place place) {
    Bytes bytes;
    edit_bytes(bytes, random);
    parts.insert(parts.list.size(), {text_part(Name::rest, Kind::raw, bytes)});
    parts.list.back().place = place;
    return true;
}

// --- framing and fixed header ---

bool claim_more(Parts& parts, Random& random) {
    parts.list[1].lie += static_cast<std::int64_t>(1 + random.below(300));
    return true;
}

bool five_bytes(Parts& parts, Random& random) {
    Part* part = any(parts, random,
                     [](const Part& p) { return p.kind == Kind::variable && p.name != Name::property_identifier; });
    part->width = 5;
    return true;
}

bool one_byte_more(Parts& parts, Random& random) {
    Part* part = any(parts, random, [](const Part& p) { return p.kind == Kind::variable; });
    // A length is written in as many bytes as its value needs, at least: four are too many for any that occurs.
    part->width = part->name == Name::property_identifier ? 2 : 4;
    return true;
}

bool type_0(Parts& parts, Random&) {
    parts.set_type(reserved);
    return true;
}

bool type_15(Parts& parts, Random&) {
    parts.set_type(auth);
    return true;
}

bool type_of_the_other(Parts& parts, Random& random) {
    constexpr std::array of_server = {connack, suback, unsuback, pingresp, disconnect};
    constexpr std::array of_client = {connect, subscribe, unsubscribe, pingreq};
    parts.set_type(parts.context.sender == Sender::client ? random.pick(of_server) : random.pick(of_client));
    return true;
}

bool other_flags(Parts& parts, Random& random) {
    if (parts.type() == publish)
        return false;
    parts.set_flags(static_cast<unsigned>(random.below(16)));
    return true;
}

bool dup_on_qos_0(Parts& parts, Random& random) {
    if (parts.type() != publish)
        return false;
    set_qos(parts, 0, random);
    parts.set_flags(parts.flags() | 8u);
    return true;
}

bool publish_qos_3(Parts& parts, Random& random) {
    if (parts.type() != publish)
        return false;
    set_qos(parts, 3, random);
    return true;
}

// --- every field ---

bool cut_at_field(Parts& parts, Random& random) {
    const std::size_t end = parts.end_of_body();
    if (end < 3)
        return false;
    const std::size_t at = 2 + random.below(end - 2);
    parts.erase(at, end - at);
    return true;
}

// The field becomes bytes without a meaning, and the last of them are gone.
bool cut_within_field(Parts& parts, Random& random) {
    if (!cut_at_field(parts, random))
        return false;
    Bytes begun(1 + random.below(2), static_cast<std::uint8_t>(random.chance(2) ? 0 : 0x80));
    parts.insert(parts.end_of_body(), {text_part(Name::rest, Kind::raw, begun)});
    return true;
}

bool claim_longer_text(Parts& parts, Random& random) {
    Part* part = any(parts, random, [](const Part& p) { return p.kind == Kind::text || p.kind == Kind::binary; });
    if (part == nullptr)
        return false;
    part->lie = static_cast<std::int64_t>(random.chance(2) ? 1 + random.below(8) : 0xffff - part->content.size());
    return true;
}

bool append_to_body(Parts& parts, Random& random) {
    return append_rest(parts, random, Part::Place::body);
}

bool append_all_credentials(Parts& parts, Random& random) {
    if (parts.type() != connect)
        return false;
    set_user_name(parts, true, random);
    set_password(parts, true, random);
    return append_to_body(parts, random);
}

bool append_behind(Parts& parts, Random& random) {
    return append_rest(parts, random, Part::Place::beyond);
}

bool insert_ill_formed(Parts& parts, Random& random) {
    return insert_into(any(parts, random, [](const Part& p) { return p.kind == Kind::text; }), ill_formed(random),
                       random);
}

bool insert_null(Parts& parts, Random& random) {
    return insert_into(any(parts, random, [](const Part& p) { return p.kind == Kind::text; }),
                       std::string_view("\0", 1), random);
}

bool identifier_0(Parts& parts, Random& random) {
    if (parts.type() == publish && parts.qos() == 0)
        set_qos(parts, 1, random);
    return set_value(parts, random, Name::packet_identifier, 0, 0xffff);
}

// --- topics ---

bool wildcard_in_name(Parts& parts, Random& random) {
    return insert_into(any(parts, random, is_topic_name), random.chance(2) ? "#" : "+", random);
}

bool empty_topic(Parts& parts, Random& random) {
    Part* part = any(parts, random, [](const Part& p) { return is_topic_name(p) || p.name == Name::topic_filter; });
    if (part == nullptr)
        return false;
    part->content.clear();
    return true;
}

bool empty_topic_no_alias(Parts& parts, Random&) {
    Part* topic = parts.find(Name::topic_name);
    if (topic == nullptr)
        return false;
    topic->content.clear();
    remove_property(parts, Property::topic_alias);
    return true;
}

bool set_filter(Parts& parts, Random& random, std::span<const std::string_view> filters) {
    Part* part = any_named(parts, random, Name::topic_filter);
    if (part == nullptr)
        return false;
    set_content(*part, random.pick(filters));
    return true;
}

bool bad_multi_level(Parts& parts, Random& random) {
    constexpr std::array<std::string_view, 5> filters = {"a#", "#/a", "##", "a/#b", "$share/g/#/a"};
    return set_filter(parts, random, filters);
}

bool bad_single_level(Parts& parts, Random& random) {
    constexpr std::array<std::string_view, 5> filters = {"a+", "+a", "a/b+", "++", "$share/g/a+"};
    return set_filter(parts, random, filters);
}

bool no_share_name(Parts& parts, Random& random) {
    constexpr std::array<std::string_view, 3> filters = {"$share/", "$share//a", "$share//"};
    return set_filter(parts, random, filters);
}

bool bad_share_name(Parts& parts, Random& random) {
    constexpr std::array<std::string_view, 5> filters = {"$share/g", "$share/g/", "$share/+/a", "$share/#/a",
                                                         "$share/g#/a"};
    return set_filter(parts, random, filters);
}

bool no_local_on_shared(Parts& parts, Random& random) {
    const auto filters = parts.indices(Name::topic_filter);
    if (filters.empty() || parts.type() != subscribe)
        return false;
    const std::size_t at = random.pick(filters);
    if (at + 1 == parts.list.size())
        return false;
    set_content(parts.list[at], "$share/g/a");
    parts.list[at + 1].value |= 4;
    return true;
}

// --- CONNECT ---

bool other_protocol_name(Parts& parts, Random& random) {
    constexpr std::array<std::string_view, 7> names = {"MQTX", "mqtt", "", "MQIsdP", "MQTT ", "MQTTT", "HTTP"};
    Part* name = parts.find(Name::protocol_name);
    if (name == nullptr)
        return false;
    set_content(*name, random.pick(names));
    return true;
}

bool other_protocol_level(Parts& parts, Random& random) {
    constexpr std::array<std::uint32_t, 9> levels = {0, 1, 2, 3, 6, 7, 0x80, 0x84, 0xff};
    return set_value(parts, random, Name::protocol_level, random.pick(levels), 0xff);
}

bool reserved_connect_flag(Parts& parts, Random& random) {
    return set_value(parts, random, Name::connect_flags, 0x01);
}

bool will_qos_alone(Parts& parts, Random& random) {
    remove_will(parts);
    return set_value(parts, random, Name::connect_flags, 0x08u << random.below(2));
}

bool will_retain_alone(Parts& parts, Random& random) {
    remove_will(parts);
    return set_value(parts, random, Name::connect_flags, 0x20);
}

bool will_with_qos_3(Parts& parts, Random& random) {
    if (parts.type() != connect)
        return false;
    if (parts.find(Name::will_topic) == nullptr)
        add_will(parts, random);
    return set_value(parts, random, Name::connect_flags, 0x18);
}

bool password_alone(Parts& parts, Random& random) {
    if (parts.type() != connect)
        return false;
    set_user_name(parts, false, random);
    set_password(parts, true, random);
    return true;
}

// A CONNECT with these fields, and bytes behind the last one.
bool unflagged(Parts& parts, Random& random, bool will, bool user_name, bool password) {
    if (parts.type() != connect)
        return false;
    if (!will)
        remove_will(parts);
    else if (parts.find(Name::will_topic) == nullptr)
        add_will(parts, random);
    set_user_name(parts, user_name, random);
    set_password(parts, password, random);
    return append_to_body(parts, random);
}

bool unflagged_fields(Parts& parts, Random& random) {
    return unflagged(parts, random, false, false, false);
}

bool unflagged_credentials(Parts& parts, Random& random) {
    return unflagged(parts, random, true, false, false);
}

bool unflagged_user_name(Parts& parts, Random& random) {
    return unflagged(parts, random, random.chance(2), false, true);
}

bool unflagged_password(Parts& parts, Random& random) {
    return unflagged(parts, random, random.chance(2), true, false);
}

bool wrong_client_identifier_length(Parts& parts, Random& random) {
    Part* part = parts.find(Name::client_identifier);
    if (part == nullptr)
        return false;
    part->content.assign(random.chance(4) ? 0 : 24 + random.below(100), 'c');
    return true;
}

bool no_client_identifier(Parts& parts, Random& random) {
    Part* part = parts.find(Name::client_identifier);
    if (part == nullptr)
        return false;
    part->content.clear();
    return set_value(parts, random, Name::connect_flags, 0, 0x02);
}

// --- acknowledgements ---

bool reserved_acknowledge_flags(Parts& parts, Random& random) {
    return set_value(parts, random, Name::acknowledge_flags, 2u << random.below(7));
}

bool session_on_refusal(Parts& parts, Random& random) {
    constexpr std::array<std::uint32_t, 4> old = {1, 2, 4, 5};
    constexpr std::array<std::uint32_t, 4> codes = {0x80, 0x84, 0x87, 0x9f};
    return set_value(parts, random, Name::acknowledge_flags, 1, 0xff) &&
           set_value(parts, random, Name::reason_code, parts.v5() ? random.pick(codes) : random.pick(old), 0xff);
}

// Where a code is there, or where the packet left it out.
bool set_reason(Parts& parts, Random& random, std::uint8_t code, bool of_the_other) {
    const bool by_anyone = wire::mqtt::reason_allowed_by_anyone(code, parts.type(), parts.context.version);
    if (by_anyone != of_the_other || wire::mqtt::reason_allowed(code, parts.type(), parts.context))
        return false;
    if (parts.find(Name::reason_code) != nullptr)
        return set_value(parts, random, Name::reason_code, code, 0xff);
    parts.insert(parts.end_of_body(), {number_part(Name::reason_code, Kind::byte, code)});
    return true;
}

bool unknown_reason(Parts& parts, Random& random) {
    return set_reason(parts, random, static_cast<std::uint8_t>(random.below(0x100)), false);
}

bool reason_of_the_other(Parts& parts, Random& random) {
    return set_reason(parts, random, random.pick(wire::mqtt::reasons()).code, true);
}

bool no_reasons(Parts& parts, Random&) {
    parts.erase(Name::reason_code);
    return true;
}

// --- SUBSCRIBE and UNSUBSCRIBE ---

bool no_filters(Parts& parts, Random&) {
    parts.erase(Name::topic_filter);
    parts.erase(Name::subscription_options);
    return true;
}

bool reserved_options(Parts& parts, Random& random) {
    return set_value(parts, random, Name::subscription_options,
                     parts.v5() ? 0x40u << random.below(2) : 4u << random.below(6));
}

bool options_qos_3(Parts& parts, Random& random) {
    return set_value(parts, random, Name::subscription_options, 3);
}

bool options_handling_3(Parts& parts, Random& random) {
    return set_value(parts, random, Name::subscription_options, 0x30);
}

// --- properties ---

// Packets that may leave their properties out get an empty list (MQTT 5.0 sections 3.4.2.1 and 3.14.2.1).
std::optional<std::size_t> a_list(Parts& parts, Random& random) {
    const PacketType type = parts.type();
    const bool optional = type == puback || type == pubrec || type == pubrel || type == pubcomp || type == disconnect;
    if (parts.v5() && optional && parts.property_lists().empty()) {
        if (parts.find(Name::reason_code) == nullptr)
            parts.insert(parts.end_of_body(), {number_part(Name::reason_code, Kind::byte, 0)});
        parts.insert(parts.end_of_body(), {number_part(Name::property_length, Kind::variable, 0)});
    }
    const auto lists = parts.property_lists();
    if (lists.empty())
        return std::nullopt;
    return random.pick(lists);
}

bool unknown_property(Parts& parts, Random& random) {
    constexpr std::array<std::uint32_t, 8> unknown = {0x00, 0x04, 0x0a, 0x14, 0x2b, 0x7f, 0x80, 268'435'455};
    const auto length = a_list(parts, random);
    if (!length)
        return false;
    Part part = number_part(Name::property_identifier, Kind::variable, random.pick(unknown));
    part.place = Part::Place::properties;
    parts.insert(parts.end_of_properties(*length), {part});
    return true;
}

bool property_of_another_packet(Parts& parts, Random& random) {
    const auto length = a_list(parts, random);
    if (!length)
        return false;
    const PropertyRow& row = random.pick(wire::mqtt::properties());
    if ((row.places & parts.where(*length)) != 0)
        return false;
    parts.insert(parts.end_of_properties(*length), new_property(row, random));
    return true;
}

bool property_twice(Parts& parts, Random& random) {
    const auto length = a_list(parts, random);
    if (!length)
        return false;
    const PropertyRow& row = random.pick(wire::mqtt::properties());
    if ((row.places & parts.where(*length)) == 0)
        return false;
    const auto twice = new_property(row, random);
    parts.insert(parts.end_of_properties(*length), twice);
    parts.insert(parts.end_of_properties(*length), twice);
    return true;
}

bool longer_properties(Parts& parts, Random& random) {
    const auto length = a_list(parts, random);
    if (!length)
        return false;
    parts.list[*length].lie = static_cast<std::int64_t>(random.chance(2) ? 100'000 : 1 + random.below(20));
    return true;
}

bool cut_property(Parts& parts, Random& random) {
    const auto length = a_list(parts, random);
    if (!length)
        return false;
    const auto groups = parts.groups(*length);
    if (groups.empty())
        return false;
    const auto group = groups.back();
    parts.erase(group.at + 1, group.count - 1);
    return true;
}

// A property with that value, in place of the one that is there.
bool with_value(Parts& parts, Random& random, std::span<const Property> properties, std::uint32_t value) {
    if (!a_list(parts, random))
        return false;
    const Property property = random.pick(properties);
    remove_property(parts, property);
    if (!add_property(parts, property, random))
        return false;
    Part* added =
        any(parts, random, [&](const Part& p) { return p.name == Name::property_value && p.property == property; });
    added->value = value;
    return true;
}

bool flag_above_1(Parts& parts, Random& random) {
    constexpr std::array flags = {Property::payload_format_indicator,
                                  Property::request_problem_information,
                                  Property::request_response_information,
                                  Property::maximum_qos,
                                  Property::retain_available,
                                  Property::wildcard_subscription_available,
                                  Property::subscription_identifier_available,
                                  Property::shared_subscription_available};
    return with_value(parts, random, flags, static_cast<std::uint32_t>(2 + random.below(254)));
}

bool number_0(Parts& parts, Random& random) {
    constexpr std::array numbers = {Property::receive_maximum, Property::maximum_packet_size, Property::topic_alias,
                                    Property::subscription_identifier};
    return with_value(parts, random, numbers, 0);
}

bool expiry_from_server(Parts& parts, Random& random) {
    constexpr std::array expiry = {Property::session_expiry_interval};
    return parts.type() == disconnect && with_value(parts, random, expiry, 9);
}

bool subscription_identifier(Parts& parts, Random& random) {
    constexpr std::array identifier = {Property::subscription_identifier};
    return parts.type() == publish && with_value(parts, random, identifier, 9);
}

bool data_without_method(Parts& parts, Random& random) {
    if (parts.type() != connect)
        return false;
    remove_property(parts, Property::authentication_method);
    remove_property(parts, Property::authentication_data);
    return add_property(parts, Property::authentication_data, random);
}

bool no_method(Parts& parts, Random&) {
    if (parts.type() != auth)
        return false;
    remove_property(parts, Property::authentication_method);
    return true;
}

bool text_that_is_none(Parts& parts, Random& random) {
    constexpr std::array indicator = {Property::payload_format_indicator};
    if (!with_value(parts, random, indicator, 1))
        return false;
    if (parts.type() == publish && parts.find(Name::payload) == nullptr)
        parts.insert(parts.end_of_body(), {text_part(Name::payload, Kind::raw, {})});
    return insert_into(parts.find(parts.type() == publish ? Name::payload : Name::will_message), ill_formed(random),
                       random);
}

struct Row {
    Rule rule;
    Edit edit;
};

// Ordered by rule: the edits of one are a range.
constexpr std::array table = std::to_array<Row>({
    {Rule::incomplete, claim_more},
    {Rule::variable_integer_too_long, five_bytes},
    {Rule::variable_integer_not_minimal, one_byte_more},
    {Rule::packet_type_0, type_0},
    {Rule::packet_type_15, type_15},
    {Rule::packet_type_from_wrong_sender, type_of_the_other},
    {Rule::fixed_header_flags, other_flags},
    {Rule::dup_with_qos_0, dup_on_qos_0},
    {Rule::qos_3, publish_qos_3},
    {Rule::missing, cut_at_field},
    {Rule::truncated, cut_within_field},
    {Rule::truncated, claim_longer_text},
    {Rule::trailing_bytes, append_to_body},
    {Rule::trailing_bytes, append_all_credentials},
    {Rule::bytes_after_packet, append_behind},
    {Rule::ill_formed_utf8, insert_ill_formed},
    {Rule::null_character, insert_null},
    {Rule::packet_identifier_zero, identifier_0},
    {Rule::wildcard_in_topic_name, wildcard_in_name},
    {Rule::empty_topic, empty_topic},
    {Rule::empty_topic_without_alias, empty_topic_no_alias},
    {Rule::multi_level_wildcard, bad_multi_level},
    {Rule::single_level_wildcard, bad_single_level},
    {Rule::share_name_empty, no_share_name},
    {Rule::share_name, bad_share_name},
    {Rule::no_local_on_shared, no_local_on_shared},
    {Rule::protocol_name, other_protocol_name},
    {Rule::protocol_level, other_protocol_level},
    {Rule::connect_reserved_flag, reserved_connect_flag},
    {Rule::will_qos_without_will, will_qos_alone},
    {Rule::will_retain_without_will, will_retain_alone},
    {Rule::will_qos_3, will_with_qos_3},
    {Rule::password_without_user_name, password_alone},
    {Rule::unflagged_fields, unflagged_fields},
    {Rule::unflagged_credentials, unflagged_credentials},
    {Rule::unflagged_user_name, unflagged_user_name},
    {Rule::unflagged_password, unflagged_password},
    {Rule::client_identifier_length, wrong_client_identifier_length},
    {Rule::empty_client_identifier, no_client_identifier},
    {Rule::acknowledge_flags, reserved_acknowledge_flags},
    {Rule::session_present_with_refusal, session_on_refusal},
    {Rule::reason_code, unknown_reason},
    {Rule::reason_code_from_wrong_sender, reason_of_the_other},
    {Rule::no_reason_codes, no_reasons},
    {Rule::no_topic_filters, no_filters},
    {Rule::subscription_options, reserved_options},
    {Rule::subscription_qos_3, options_qos_3},
    {Rule::retain_handling_3, options_handling_3},
    {Rule::property_unknown, unknown_property},
    {Rule::property_not_allowed, property_of_another_packet},
    {Rule::property_duplicate, property_twice},
    {Rule::property_length_overrun, longer_properties},
    {Rule::property_length_overrun, cut_property},
    {Rule::property_value_above_1, flag_above_1},
    {Rule::property_value_zero, number_0},
    {Rule::session_expiry_from_server, expiry_from_server},
    {Rule::subscription_identifier_from_client, subscription_identifier},
    {Rule::authentication_data_without_method, data_without_method},
    {Rule::authentication_method_missing, no_method},
    {Rule::payload_not_utf8, text_that_is_none},
});
static_assert(std::ranges::is_sorted(table, {}, &Row::rule));

constexpr auto edits = [] {
    std::array<Edit, table.size()> out{};
    std::ranges::transform(table, out.begin(), &Row::edit);
    return out;
}();

}  // namespace

std::span<const Edit> breaking_edits(wire::mqtt::Rule rule) {
    const auto rows = std::ranges::equal_range(table, rule, {}, &Row::rule);
    return std::span(edits).subspan(static_cast<std::size_t>(rows.begin() - table.begin()), rows.size());
}

}  // namespace gauntlet::fuzz::mutate
