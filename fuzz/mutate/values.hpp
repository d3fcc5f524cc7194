// Contents of fields that codecs and brokers treat differently from their neighbours.
#pragma once

#include <string>
#include <string_view>

#include "gauntlet/fuzz/mutate/random.hpp"
#include "parts.hpp"

namespace gauntlet::fuzz::mutate {

// A number near a limit, near `old` or anywhere, no larger than `most`.
std::uint32_t new_number(std::uint32_t old, std::uint32_t most, Random& random);

// The largest number of that kind.
std::uint32_t largest(Kind kind);

// A text for that field: a topic, a filter or any other one. Mostly good.
std::string new_text(Name name, Property property, Random& random);

// One to four edits of bytes: set, insert, erase, repeat, swap.
void edit_bytes(Bytes& bytes, Random& random);

// Bytes of ill-formed UTF-8 (RFC 3629 section 3).
std::string_view ill_formed(Random& random);

// A property of that row, with its identifier.
std::vector<Part> new_property(const wire::mqtt::PropertyRow& row, Random& random);

}  // namespace gauntlet::fuzz::mutate
