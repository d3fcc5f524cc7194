#include <algorithm>
#include <array>

#include "edit.hpp"
#include "gauntlet/wire/mqtt/reason.hpp"
#include "values.hpp"

namespace gauntlet::fuzz::mutate {
namespace {

using enum Property;
using enum PacketType;
using wire::mqtt::PropertyRow;

// The index of a random field that satisfies the condition.
template <class Condition>
std::optional<std::size_t> any_field(const Parts& parts, Random& random, Condition condition) {
    std::vector<std::size_t> found;
    for (std::size_t i = 2; i < parts.list.size(); ++i)
        if (condition(parts.list[i]))
            found.push_back(i);
    if (found.empty())
        return std::nullopt;
    return random.pick(found);
}

std::optional<std::size_t> any_property_list(const Parts& parts, Random& random) {
    const auto lists = parts.property_lists();
    if (lists.empty())
        return std::nullopt;
    return random.pick(lists);
}

bool change_number(Parts& parts, Random& random) {
    const auto at = any_field(parts, random, [](const Part& part) {
        const bool number = part.kind == Kind::two_bytes || part.kind == Kind::four_bytes ||
                            part.kind == Kind::variable || part.kind == Kind::byte;
        return number && (part.name == Name::property_value || part.name == Name::keep_alive ||
                          part.name == Name::packet_identifier);
    });
    if (!at)
        return false;
    Part& part = parts.list[*at];
    part.value = part.kind == Kind::byte ? part.value ^ 1u : new_number(part.value, largest(part.kind), random);
    return true;
}

bool is_text(const Part& part) {
    return part.kind == Kind::text && part.name != Name::protocol_name;
}

bool change_text(Parts& parts, Random& random) {
    const auto at = any_field(parts, random, is_text);
    if (!at)
        return false;
    const std::string text = new_text(parts.list[*at].name, parts.list[*at].property, random);
    parts.list[*at].content.assign(text.begin(), text.end());
    return true;
}

bool edit_text(Parts& parts, Random& random) {
    const auto at = any_field(parts, random, is_text);
    if (!at)
        return false;
    edit_bytes(parts.list[*at].content, random);
    return true;
}

bool edit_data(Parts& parts, Random& random) {
    const auto at = any_field(parts, random,
                              [](const Part& part) { return part.kind == Kind::binary || part.name == Name::payload; });
    if (!at)
        return false;
    edit_bytes(parts.list[*at].content, random);
    return true;
}

bool change_payload(Parts& parts, Random& random) {
    if (parts.type() != publish)
        return false;
    parts.erase(Name::payload);
    const std::string text = new_text(Name::payload, none, random);
    parts.insert(parts.end_of_body(), {text_part(Name::payload, Kind::raw, wire::view(text))});
    return true;
}

// --- flags ---

bool change_publish_flags(Parts& parts, Random& random) {
    if (parts.type() != publish)
        return false;
    if (random.chance(2))
        set_qos(parts, static_cast<unsigned>(random.below(3)), random);
    else
        parts.set_flags(parts.flags() ^ (parts.qos() != 0 && random.chance(2) ? 8u : 1u));
    return true;
}

bool change_connect_flags(Parts& parts, Random& random) {
    Part* flags = parts.find(Name::connect_flags);
    if (flags == nullptr)
        return false;
    const bool will = (flags->value & 0x04) != 0;
    switch (random.below(5)) {
        case 0:
            flags->value ^= 0x02;
            break;
        case 1:
            will ? remove_will(parts) : add_will(parts, random);
            break;
        case 2:
            flags->value ^= will ? 0x20u : 0x02u;
            break;
        case 3:
            set_user_name(parts, (flags->value & 0x80) == 0, random);
            break;
        default:
            set_password(parts, (flags->value & 0x40) == 0, random);
    }
    return true;
}

bool change_options(Parts& parts, Random& random) {
    const auto at = any_field(parts, random, [](const Part& part) { return part.name == Name::subscription_options; });
    if (!at)
        return false;
    parts.list[*at].value ^= 1u << random.below(parts.v5() ? 6 : 2);
    return true;
}

bool change_session_present(Parts& parts, Random&) {
    Part* flags = parts.find(Name::acknowledge_flags);
    if (flags == nullptr)
        return false;
    flags->value ^= 1;
    return true;
}

bool change_reason(Parts& parts, Random& random) {
    const auto at = any_field(parts, random, [](const Part& part) { return part.name == Name::reason_code; });
    if (!at)
        return false;
    constexpr std::array<std::uint8_t, 7> return_codes = {0, 1, 2, 3, 4, 5, 0x80};  // CONNACK and SUBACK before 5.0
    const std::uint8_t code = parts.v5() ? random.pick(wire::mqtt::reasons()).code : random.pick(return_codes);
    if (!wire::mqtt::reason_allowed(code, parts.type(), parts.context))
        return false;
    parts.list[*at].value = code;
    return true;
}

// --- properties ---

bool insert_property(Parts& parts, Random& random) {
    const auto length = any_property_list(parts, random);
    if (!length)
        return false;
    std::vector<const PropertyRow*> rows;
    for (const PropertyRow& row : wire::mqtt::properties())
        if ((row.places & parts.where(*length)) != 0)
            rows.push_back(&row);
    if (rows.empty())
        return false;
    const auto groups = parts.groups(*length);
    const std::size_t at =
        groups.empty() || random.chance(2) ? parts.end_of_properties(*length) : random.pick(groups).at;
    parts.insert(at, new_property(*random.pick(rows), random));
    return true;
}

std::optional<Parts::Group> any_property(const Parts& parts, Random& random) {
    const auto length = any_property_list(parts, random);
    if (!length)
        return std::nullopt;
    const auto groups = parts.groups(*length);
    if (groups.empty())
        return std::nullopt;
    return random.pick(groups);
}

bool erase_property(Parts& parts, Random& random) {
    const auto group = any_property(parts, random);
    if (!group)
        return false;
    parts.erase(group->at, group->count);
    return true;
}

// Some of them stand there once only; decode() tells which.
bool repeat_property(Parts& parts, Random& random) {
    const auto group = any_property(parts, random);
    if (!group)
        return false;
    const auto first = parts.list.begin() + static_cast<std::ptrdiff_t>(group->at);
    const std::vector<Part> copy(first, first + static_cast<std::ptrdiff_t>(group->count));
    for (std::size_t times = random.chance(8) ? 1 + random.below(64) : 1; times > 0; --times)
        parts.insert(group->at, copy);
    return true;
}

bool swap_properties(Parts& parts, Random& random) {
    const auto length = any_property_list(parts, random);
    if (!length)
        return false;
    const auto groups = parts.groups(*length);
    if (groups.size() < 2)
        return false;
    const std::size_t first = random.below(groups.size() - 1);
    const auto begin = parts.list.begin();
    std::rotate(begin + static_cast<std::ptrdiff_t>(groups[first].at),
                begin + static_cast<std::ptrdiff_t>(groups[first + 1].at),
                begin + static_cast<std::ptrdiff_t>(groups[first + 1].at + groups[first + 1].count));
    return true;
}

// Code and properties may be left out from the end (MQTT 5.0 sections 3.4.2.1, 3.14.2.1 and 3.15.2.1).
bool change_ending(Parts& parts, Random& random) {
    const PacketType type = parts.type();
    const bool acknowledges = type == puback || type == pubrec || type == pubrel || type == pubcomp;
    if (!parts.v5() || !(acknowledges || type == disconnect || type == auth))
        return false;
    const std::size_t end = parts.end_of_body();
    const std::size_t code = acknowledges ? 3 : 2;
    if (end < code)
        return false;
    parts.erase(code, end - code);
    const std::size_t form = random.below(3);
    if (form > 0)
        parts.insert(code, {number_part(Name::reason_code, Kind::byte, 0)});
    if (form > 1)
        parts.insert(code + 1, {number_part(Name::property_length, Kind::variable, 0)});
    return true;
}

// --- lists ---

bool insert_filter(Parts& parts, Random& random) {
    const PacketType type = parts.type();
    if (type != subscribe && type != unsubscribe)
        return false;
    for (std::size_t times = random.chance(16) ? random.below(200) : 1; times > 0; --times) {
        const std::string filter = new_text(Name::topic_filter, none, random);
        std::vector<Part> parts_of_it{text_part(Name::topic_filter, Kind::text, wire::view(filter))};
        if (type == subscribe)
            parts_of_it.push_back(
                number_part(Name::subscription_options, Kind::byte, static_cast<std::uint32_t>(random.below(3))));
        parts.insert(parts.end_of_body(), std::move(parts_of_it));
    }
    return true;
}

bool erase_filter(Parts& parts, Random& random) {
    const auto filters = parts.indices(Name::topic_filter);
    if (filters.empty())
        return false;
    const std::size_t at = random.pick(filters);
    const bool options = at + 1 < parts.list.size() && parts.list[at + 1].name == Name::subscription_options;
    parts.erase(at, options ? 2 : 1);
    return true;
}

bool insert_reason(Parts& parts, Random& random) {
    if (parts.type() != suback && parts.type() != unsuback)
        return false;
    parts.insert(parts.end_of_body(), {number_part(Name::reason_code, Kind::byte, 0)});
    change_reason(parts, random);
    return true;
}

bool erase_reason(Parts& parts, Random& random) {
    const auto codes = parts.indices(Name::reason_code);
    if (codes.size() < 2)
        return false;
    parts.erase(random.pick(codes));
    return true;
}

// --- the packet as a whole ---

bool change_acknowledgement(Parts& parts, Random& random) {
    constexpr std::array types = {puback, pubrec, pubrel, pubcomp};
    if (std::ranges::find(types, parts.type()) == types.end())
        return false;
    parts.set_type(random.pick(types));
    parts.set_flags(parts.type() == pubrel ? 2 : 0);
    return true;
}

bool change_filter_packet(Parts& parts, Random&) {
    if (parts.type() == unsubscribe) {
        parts.set_type(subscribe);
        for (const std::size_t at : parts.indices(Name::topic_filter)) {
            const std::size_t added = parts.indices(Name::subscription_options).size();
            parts.insert(at + added + 1, {number_part(Name::subscription_options, Kind::byte, 0)});
        }
        return true;
    }
    if (parts.type() != subscribe)
        return false;
    parts.set_type(unsubscribe);
    parts.erase(Name::subscription_options);
    return true;
}

void drop_properties(Parts& parts) {
    const auto lists = parts.property_lists();
    for (auto length = lists.rbegin(); length != lists.rend(); ++length)
        parts.erase(*length, parts.end_of_properties(*length) - *length);
}

bool change_version(Parts& parts, Random& random) {
    constexpr std::array versions = {Version::v3_1, Version::v3_1_1, Version::v5_0};
    Part* name = parts.find(Name::protocol_name);
    Part* level = parts.find(Name::protocol_level);
    if (parts.type() != connect || name == nullptr || level == nullptr)
        return false;
    const bool had_properties = parts.v5();
    parts.context.version = random.pick(versions);
    const View protocol = wire::view(parts.context.version == Version::v3_1 ? "MQIsdp" : "MQTT");
    name->content.assign(protocol.begin(), protocol.end());
    level->value = static_cast<std::uint32_t>(parts.context.version);
    if (had_properties && !parts.v5())
        drop_properties(parts);
    if (had_properties || !parts.v5())
        return true;
    if (const auto topic = parts.index(Name::will_topic))
        parts.insert(*topic, {number_part(Name::will_property_length, Kind::variable, 0)});
    if (const auto keep_alive = parts.index(Name::keep_alive))
        parts.insert(*keep_alive + 1, {number_part(Name::property_length, Kind::variable, 0)});
    return true;
}

// Three times: properties are most of MQTT 5.0.
constexpr std::array edits = std::to_array<Edit>({change_number,
                                                  change_text,
                                                  edit_text,
                                                  edit_data,
                                                  change_payload,
                                                  change_publish_flags,
                                                  change_connect_flags,
                                                  change_options,
                                                  change_session_present,
                                                  change_reason,
                                                  insert_property,
                                                  insert_property,
                                                  insert_property,
                                                  erase_property,
                                                  repeat_property,
                                                  swap_properties,
                                                  change_ending,
                                                  insert_filter,
                                                  erase_filter,
                                                  insert_reason,
                                                  erase_reason,
                                                  change_version,
                                                  change_acknowledgement,
                                                  change_filter_packet});

}  // namespace

std::span<const Edit> varying_edits() {
    return edits;
}

}  // namespace gauntlet::fuzz::mutate
