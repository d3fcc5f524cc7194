/// Bytes in which a placeholder stands as it is written, `{id}`: mutations work on those, and drive fills in later.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gauntlet/wire/mqtt/types.hpp"
#include "gauntlet/wire/notation/bytes.hpp"
#include "gauntlet/wire/notation/notation.hpp"

namespace gauntlet::fuzz::mutate {

/// Nothing where the text is no notation.
std::optional<wire::Bytes> literal_bytes(std::string_view notation);

/// One packet in notation; its lengths are computed where they are true, for what is filled in has another size.
std::string literal_notation(wire::View packet, wire::mqtt::Context context);

/// Items of such bytes, as they are.
std::string literal_notation(const wire::notation::Items& items);

/// Bytes that are no packet.
std::string hex_notation(wire::View bytes);

}  // namespace gauntlet::fuzz::mutate
