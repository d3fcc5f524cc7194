// What a Send step sends as packets, and each packet as a tree of fields that can be left out one by one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/wire/mqtt/types.hpp"
#include "gauntlet/wire/notation/notation.hpp"

namespace gauntlet::fuzz::triage {

// One for each packet, whatever is wrong with it, with lengths that are computed where they are true; what follows the
// last whole packet is one of its own. Nothing where the text is no notation.
std::optional<std::vector<wire::notation::Items>> packets_of(std::string_view notation, wire::mqtt::Version version);

// The version that a CONNECT at the beginning asks for.
std::optional<wire::mqtt::Version> version_of(std::string_view notation);

}  // namespace gauntlet::fuzz::triage
