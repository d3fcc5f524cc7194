// One edit of a packet that is taken apart: false where it does not apply to this packet (and nothing was changed that
// matters: the caller throws the parts away). Edits are kept in tables, one for each aim.
#pragma once

#include "gauntlet/fuzz/mutate/random.hpp"
#include "parts.hpp"

namespace gauntlet::fuzz::mutate {

using Edit = bool (*)(Parts&, Random&);

// Edits after which a good packet mostly is good: vary.cpp.
std::span<const Edit> varying_edits();

// Edits without regard to rules: lengths that lie, fields too many, too few or in another order: damage.cpp.
std::span<const Edit> damaging_edits();

// Edits that break the rule: break.cpp. None for a rule that no packet shows.
std::span<const Edit> breaking_edits(wire::mqtt::Rule rule);

// The steps that several edits share: shape.cpp.
void set_qos(Parts& publish, unsigned qos, Random& random);
void add_will(Parts& connect, Random& random);
void remove_will(Parts& connect);
void set_user_name(Parts& connect, bool present, Random& random);
void set_password(Parts& connect, bool present, Random& random);
bool add_property(Parts& parts, Property property, Random& random);
void remove_property(Parts& parts, Property property);

}  // namespace gauntlet::fuzz::mutate
