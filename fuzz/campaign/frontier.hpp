// Sessions that were answered as few others were.
#pragma once

#include <cstdint>
#include <vector>

#include "gauntlet/fuzz/mutate/random.hpp"
#include "gauntlet/fuzz/mutate/session.hpp"

namespace gauntlet::fuzz::campaign {

// For every kind of acknowledgement, by its type and reason code, how many sessions got it, and the shortest of them.
// What is rare leads somewhere: it is taken the more often, the fewer sessions came there.
class Frontier {
  public:
    // `answers`: the kinds that the session got.
    void add(const std::vector<std::uint32_t>& answers, const mutate::Steps& steps, std::size_t size);
    // nullptr where there is none.
    const mutate::Steps* pick(mutate::Random& random) const;

  private:
    struct Place {
        std::uint32_t answer = 0;
        std::uint64_t sessions = 0;
        std::size_t size = 0;
        mutate::Steps steps;
    };
    std::vector<Place> places_;  // a few dozen
};

}  // namespace gauntlet::fuzz::campaign
