#include "gauntlet/wire/mqtt/field.hpp"

#include <array>

namespace gauntlet::wire::mqtt {

std::string_view name(Name field) {
    static constexpr std::array<std::string_view, 25> names = {"packet type and flags",
                                                               "remaining length",
                                                               "protocol name",
                                                               "protocol level",
                                                               "connect flags",
                                                               "keep alive",
                                                               "property length",
                                                               "property identifier",
                                                               "property value",
                                                               "user property name",
                                                               "user property value",
                                                               "client identifier",
                                                               "will property length",
                                                               "will topic",
                                                               "will message",
                                                               "user name",
                                                               "password",
                                                               "acknowledge flags",
                                                               "reason code",
                                                               "packet identifier",
                                                               "topic name",
                                                               "payload",
                                                               "topic filter",
                                                               "subscription options",
                                                               "rest"};
    static_assert(names.size() == static_cast<std::size_t>(Name::rest) + 1);
    return names[static_cast<std::size_t>(field)];
}

std::string_view name(Kind kind) {
    static constexpr std::array<std::string_view, 7> names = {
        "byte", "two bytes", "four bytes", "variable byte integer", "text", "binary", "raw"};
    return names[static_cast<std::size_t>(kind)];
}

std::string_view name(const Field& field) {
    return field.name == Name::property_value ? name(field.property) : name(field.name);
}

}  // namespace gauntlet::wire::mqtt
