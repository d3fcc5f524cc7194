#include "seeded.hpp"

#include <unistd.h>

#include <chrono>

#include "gauntlet/plan/run.hpp"

namespace gauntlet::plan {

namespace {

// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
std::uint64_t next(std::uint64_t& state) {
    std::uint64_t z = state += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
}

}  // namespace

std::string seeded_text(std::uint64_t seed, std::string_view name, std::size_t length) {
    constexpr std::string_view characters = "0123456789abcdefghijklmnopqrstuvwxyz";
    std::uint64_t state = seed;
    for (const char c : name) {
        state = next(state) ^ static_cast<unsigned char>(c);
    }
    std::string text;
    while (text.size() < length)
        text += characters[next(state) % characters.size()];
    return text;
}

std::string new_run_prefix(std::uint64_t seed) {
    const auto time = static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch().count());
    return "g" + seeded_text(seed ^ time ^ (static_cast<std::uint64_t>(::getpid()) << 40U), "run", 8);
}

}  // namespace gauntlet::plan
