// Text that follows from a seed and a name: the same in every run of the seed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gauntlet::plan {

// `length` characters of [0-9a-z].
std::string seeded_text(std::uint64_t seed, std::string_view name, std::size_t length);

}  // namespace gauntlet::plan
