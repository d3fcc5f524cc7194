#pragma once

#include <span>

#include "gauntlet/wire/mqtt/types.hpp"

namespace gauntlet::wire::mqtt::test {

/// A packet that the standard allows, in the form that print() gives it.
struct GoodRow {
    Context context;
    const char* notation;
};

std::span<const GoodRow> good_packets();

}  // namespace gauntlet::wire::mqtt::test
