// The reference broker with one flaw or none, as cells, logs and the record name it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gauntlet/core/flaw.hpp"

namespace gauntlet::selftest {

// Nothing: the correct broker.
using MaybeFlaw = std::optional<core::Flaw>;

// "reference", "reference+ignores-crl".
std::string subject_name(MaybeFlaw flaw);

// The inverse. Throws std::invalid_argument where the name is of no subject.
MaybeFlaw flaw_of_subject(std::string_view name);

}  // namespace gauntlet::selftest
