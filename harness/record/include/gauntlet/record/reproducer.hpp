// The file that repeats a finding: everything that `gauntlet replay` needs, and what people read. TOML; the format is
// in docs/findings.md.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "gauntlet/core/step.hpp"
#include "gauntlet/core/transport.hpp"

namespace gauntlet::record {

struct Reproducer {
    std::string finding;           // its id
    std::string plane;             // "mqtt"
    std::string broker;            // the adapter's name
    std::string version;           // that it was found with
    std::vector<std::string> set;  // --set of the campaign: "reference.flaw=…"; paths of programs are left out
    core::Transport transport = core::Transport::mqtts;
    std::string profile;             // its name
    std::uint64_t seed = 0;          // of the PKI
    std::chrono::sys_seconds now{};  // likewise
    std::string configuration;       // as the broker was given it, for people; "" where it is not known
    // The alarm that it raises.
    std::string oracle;
    std::string signature;
    std::string text;
    std::vector<std::string> statements;
    std::vector<std::vector<core::Step>> sessions;  // one after the other, on a fresh broker
    bool operator==(const Reproducer&) const = default;
};

std::string to_text(const Reproducer& reproducer);

// Throws core::BadInput.
Reproducer read_reproducer(const std::filesystem::path& path);

}  // namespace gauntlet::record
