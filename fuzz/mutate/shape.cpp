// Edits of what a flag announces: the flag and the fields together.
#include <algorithm>

#include "edit.hpp"
#include "values.hpp"

namespace gauntlet::fuzz::mutate {
namespace {

constexpr std::uint32_t will_flags = 0x3c;
constexpr std::uint32_t will_flag = 0x04;
constexpr std::uint32_t password_flag = 0x40;
constexpr std::uint32_t user_name_flag = 0x80;

std::size_t behind(const Parts& parts, std::initializer_list<Name> names) {
    std::size_t at = 2;
    for (const Name name : names)
        if (const auto index = parts.index(name))
            at = std::max(at, *index + 1);
    return at;
}

void set_flag(Parts& connect, std::uint32_t flag, bool set) {
    if (Part* flags = connect.find(Name::connect_flags))
        flags->value = set ? flags->value | flag : flags->value & ~flag;
}

void set_field(Parts& connect, Name name, Kind kind, bool present, std::size_t at, Random& random) {
    connect.erase(name);
    if (present)
        connect.insert(at, {text_part(name, kind, wire::view(new_text(name, Property::none, random)))});
}

}  // namespace

void set_qos(Parts& publish, unsigned qos, Random& random) {
    publish.set_flags((publish.flags() & 9u) | qos << 1);
    if (qos == 0) {
        publish.set_flags(publish.flags() & 7u);
        publish.erase(Name::packet_identifier);
    } else if (publish.find(Name::packet_identifier) == nullptr) {
        const auto identifier = static_cast<std::uint32_t>(1 + random.below(0xffff));
        publish.insert(behind(publish, {Name::topic_name}),
                       {number_part(Name::packet_identifier, Kind::two_bytes, identifier)});
    }
}

void add_will(Parts& connect, Random& random) {
    remove_will(connect);
    set_flag(connect, will_flag | static_cast<std::uint32_t>(random.below(3)) << 3, true);
    std::vector<Part> will;
    if (connect.v5())
        will.push_back(number_part(Name::will_property_length, Kind::variable, 0));
    will.push_back(text_part(Name::will_topic, Kind::text, wire::view("will")));
    will.push_back(text_part(Name::will_message, Kind::binary, wire::view("m")));
    connect.insert(behind(connect, {Name::client_identifier}), std::move(will));
}

void remove_will(Parts& connect) {
    set_flag(connect, will_flags, false);
    if (const auto length = connect.index(Name::will_property_length))
        connect.erase(*length, connect.end_of_properties(*length) - *length);
    connect.erase(Name::will_topic);
    connect.erase(Name::will_message);
}

void set_user_name(Parts& connect, bool present, Random& random) {
    set_flag(connect, user_name_flag, present);
    set_field(connect, Name::user_name, Kind::text, present,
              behind(connect, {Name::client_identifier, Name::will_message}), random);
}

void set_password(Parts& connect, bool present, Random& random) {
    set_flag(connect, password_flag, present);
    set_field(connect, Name::password, Kind::binary, present,
              behind(connect, {Name::client_identifier, Name::will_message, Name::user_name}), random);
}

bool add_property(Parts& parts, Property property, Random& random) {
    const wire::mqtt::PropertyRow* row = wire::mqtt::find_property(static_cast<std::uint32_t>(property));
    for (const std::size_t length : parts.property_lists())
        if ((row->places & parts.where(length)) != 0) {
            parts.insert(parts.end_of_properties(length), new_property(*row, random));
            return true;
        }
    return false;
}

void remove_property(Parts& parts, Property property) {
    for (const std::size_t length : parts.property_lists()) {
        const auto groups = parts.groups(length);
        for (auto group = groups.rbegin(); group != groups.rend(); ++group)
            if (parts.list[group->at].value == static_cast<std::uint32_t>(property))
                parts.erase(group->at, group->count);
    }
}

}  // namespace gauntlet::fuzz::mutate
