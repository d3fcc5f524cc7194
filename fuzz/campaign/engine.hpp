// What mutates inputs, keeps those that show something new, and chooses among them: libFuzzer, in a process of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/fuzz/campaign/engine_missing.hpp"

namespace gauntlet::fuzz::campaign {

// Called by the engine, on one thread. Inputs are texts.
class Client {
  public:
    virtual ~Client() = default;
    // Runs an input and tells what it saw with count(). False: no input that is worth keeping, whatever it saw.
    virtual bool run(std::string_view input) = 0;
    virtual std::string mutated(std::string_view input, std::uint64_t seed) = 0;
    virtual std::string crossed(std::string_view first, std::string_view second, std::uint64_t seed) = 0;
};

struct EngineSettings {
    std::uint32_t seed = 1;           // not 0
    std::filesystem::path corpus;     // read first, and written to
    std::filesystem::path seeds;      // a file that names further inputs, separated by commas, in order
    std::filesystem::path artifacts;  // a folder for what libFuzzer itself finds wrong
    bool several = false;             // other processes write to the corpus too
};

// Bytes: no input is longer.
inline constexpr std::size_t longest_input = 64 * 1024;

// How many behaviours are told apart.
inline constexpr std::size_t behaviours = 16 * 1024;

// One more of a behaviour (an index below `behaviours`) in the input that is running.
void count(std::size_t behaviour);

// Runs until the client ends the process. Call it in a process that has nothing else to do.
[[noreturn]] void run_engine(Client& client, const EngineSettings& settings);

}  // namespace gauntlet::fuzz::campaign
