#include "gauntlet/core/flaw.hpp"

#include <algorithm>
#include <array>

namespace gauntlet::core {

namespace {

constexpr std::array<std::string_view, flaw_count> identifiers{
#define GAUNTLET_FLAW(name, sentence, clause) #name,
#include "gauntlet/core/flaws.def"
#undef GAUNTLET_FLAW
};

constexpr std::array<FlawText, flaw_count> texts{{
#define GAUNTLET_FLAW(name, sentence, clause) {sentence, clause},
#include "gauntlet/core/flaws.def"
#undef GAUNTLET_FLAW
}};

}  // namespace

std::string name_of(Flaw flaw) {
    std::string name(identifiers[static_cast<std::size_t>(flaw)]);
    std::replace(name.begin(), name.end(), '_', '-');
    return name;
}

const FlawText& text_of(Flaw flaw) {
    return texts[static_cast<std::size_t>(flaw)];
}

}  // namespace gauntlet::core
