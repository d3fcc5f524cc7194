// The named defects that the reference broker can be given; flaws.def has one line for each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gauntlet::core {

enum class Flaw : std::uint16_t {
#define GAUNTLET_FLAW(name, sentence, clause) name,
#include "gauntlet/core/flaws.def"
#undef GAUNTLET_FLAW
};

struct FlawText {
    std::string_view sentence;  // the mistake that a broker's author could make
    std::string_view clause;    // what it breaks
};

inline constexpr std::size_t flaw_count = 0
#define GAUNTLET_FLAW(name, sentence, clause) +1
#include "gauntlet/core/flaws.def"
#undef GAUNTLET_FLAW
    ;

// As the command line takes it: "ignores-not-after-of-leaf".
std::string name_of(Flaw flaw);
const FlawText& text_of(Flaw flaw);

}  // namespace gauntlet::core
