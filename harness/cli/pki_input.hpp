// --pki DIR: what `pki make` wrote. Its seed and time make the same bytes again, so nothing else is read from it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace gauntlet::cli {

struct PkiInputs {
    std::uint64_t seed = 0;
    std::chrono::sys_seconds now{};
};

// Throws UsageError.
PkiInputs read_pki_inputs(const std::string& folder);

}  // namespace gauntlet::cli
