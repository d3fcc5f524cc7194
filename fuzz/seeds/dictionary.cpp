#include <fmt/format.h>

#include "gauntlet/fuzz/seeds/seeds.hpp"
#include "gauntlet/wire/mqtt/property.hpp"
#include "gauntlet/wire/notation/notation.hpp"

namespace gauntlet::fuzz::seeds {
namespace {

using wire::mqtt::PropertyType;

std::string entry(wire::View bytes) {
    std::string out = "\"";
    for (const std::uint8_t byte : bytes)
        if (byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\')
            out += static_cast<char>(byte);
        else
            out += fmt::format("\\x{:02x}", byte);
    return out + "\"\n";
}

const char* example(PropertyType type) {
    switch (type) {
        case PropertyType::byte:
            return "01";
        case PropertyType::two_bytes:
            return "k10";
        case PropertyType::four_bytes:
            return "w10";
        case PropertyType::variable:
            return "v10";
        case PropertyType::text:
        case PropertyType::binary:
            return "s'a'";
        case PropertyType::text_pair:
            break;
    }
    return "s'n' s'v'";
}

}  // namespace

std::string mqtt_dictionary() {
    std::string out = "# Written by fuzz_seeds from the tables of harness/wire/mqtt.\n";
    for (const char* notation :
         {"s'MQTT' 03", "s'MQTT' 04", "s'MQTT' 05", "s'MQIsdp' 03", "'$share/'", "'$SYS/'", "'/#'", "'+/'", "ffffff7f"})
        out += entry(wire::notation::bytes_of(notation));
    for (const wire::mqtt::PropertyRow& row : wire::mqtt::properties()) {
        out += fmt::format("# {}\n", row.name);
        out += entry(
            wire::notation::bytes_of(fmt::format("{:02x} {}", static_cast<unsigned>(row.property), example(row.type))));
    }
    return out;
}

}  // namespace gauntlet::fuzz::seeds
