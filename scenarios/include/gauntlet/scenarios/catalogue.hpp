// All scenarios, by family.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "gauntlet/core/scenario.hpp"

namespace gauntlet::scenarios {

struct Family {
    std::string_view name;
    std::string_view about;  // one sentence
    std::vector<core::Scenario> (*table)();
};

std::span<const Family> families();

// Every scenario of every family, built anew: call it once.
std::vector<core::Scenario> all();

}  // namespace gauntlet::scenarios
