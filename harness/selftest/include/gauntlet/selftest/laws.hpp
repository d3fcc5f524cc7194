// Flaws that show in every scenario or in most: no scenario names them for itself, a law says what must come out.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "gauntlet/core/flaw.hpp"

namespace gauntlet::selftest {

enum class Law : std::uint8_t {
    serves_nobody,     // negative scenarios are inconclusive, and nothing passes (law 3)
    dies,              // what the broker dies of fails (law 11)
    shuts_a_kind_out,  // clients of one kind are refused with the alert below, and nothing else is red
};

struct LawFlaw {
    core::Flaw flaw;
    Law law;
    std::string_view reason;  // why no scenario could name it alone
    int alert = 0;            // of Law::shuts_a_kind_out
};

std::span<const LawFlaw> law_flaws();

std::optional<Law> law_of(core::Flaw flaw);

// Null for a flaw that scenarios name for themselves.
const LawFlaw* law_flaw(core::Flaw flaw);

}  // namespace gauntlet::selftest
