// The value of the fact `served` (core/observation.hpp) for a listener that presents exactly these credentials.
#pragma once

#include <string>

#include "gauntlet/recipe/credentials.hpp"

namespace gauntlet::scenarios {

constexpr std::string served(const recipe::Credentials& credentials) {
    std::string names;
    for (const recipe::Certificate* certificate : credentials.chain) {
        if (!names.empty())
            names.append(",");
        names.append(certificate->name);
    }
    return names;
}

}  // namespace gauntlet::scenarios
