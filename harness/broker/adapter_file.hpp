#pragma once

#include "gauntlet/broker/adapter.hpp"

namespace gauntlet::broker {

// Reads an adapter.toml and the templates beside it. Throws BadInput.
Adapter read_adapter(const std::filesystem::path& file);

}  // namespace gauntlet::broker
