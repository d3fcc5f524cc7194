#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <ranges>

namespace gauntlet::fuzz::mutate {

/// A small generator, equal on every machine for the same seed: xoshiro256** (Blackman and Vigna, 2018), its state
/// filled by SplitMix64 from the seed. Not for secrets.
class Random {
  public:
    explicit Random(std::uint64_t seed) {
        for (std::uint64_t& word : state_) {
            seed += 0x9e3779b97f4a7c15;
            std::uint64_t mixed = (seed ^ (seed >> 30)) * 0xbf58476d1ce4e5b9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
            word = mixed ^ (mixed >> 31);
        }
    }

    /// 64 bits, each of them random.
    std::uint64_t next() {
        const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
        const std::uint64_t shifted = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = std::rotl(state_[3], 45);
        return result;
    }

    /// From 0 to n - 1; 0 where n is 0. (The bias of the modulo is below n / 2^64.)
    std::size_t below(std::size_t n) { return n == 0 ? 0 : static_cast<std::size_t>(next() % n); }

    /// True once in n calls; always where n is 0 or 1.
    bool chance(std::size_t n) { return below(n) == 0; }

    /// An element of a range that is not empty.
    template <std::ranges::random_access_range Range>
    decltype(auto) pick(Range&& range) {
        return range[below(std::ranges::size(range))];
    }

  private:
    std::uint64_t state_[4];
};

}  // namespace gauntlet::fuzz::mutate
