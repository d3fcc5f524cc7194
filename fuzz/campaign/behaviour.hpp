// What a broker does in a session, as numbers below `behaviours`: the feedback of the engine.
//
// Each reply counts by itself and behind the one before it: packet type, flags, reason codes and which properties are
// there; refusals by layer, kind and code. Identifiers, topics, payloads and property values do not count, nor does
// time below a second: a session that is repeated behaves the same. What else its process shows is behaviour_of() it.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

#include "gauntlet/core/observation.hpp"
#include "gauntlet/wire/mqtt/packet.hpp"

namespace gauntlet::fuzz::campaign {

// Of a number that stands for something that the process did.
std::uint32_t behaviour_of(std::uint64_t sign);

class Behaviour {
  public:
    void clear();
    void reply(std::string_view channel, const wire::mqtt::Packet& packet);
    void reply(std::string_view channel, const core::Observation& observation);

    // That it took a second or longer, alone and behind what was seen last; empty: it did not.
    std::vector<std::uint32_t> slowness(std::chrono::microseconds time) const;

    // Every one as often as it was seen.
    const std::vector<std::uint32_t>& seen() const { return seen_; }
    // The kinds of acknowledgement behind which a connection goes on, by protocol version, type and reason code: one
    // for each code.
    const std::vector<std::uint32_t>& answers() const { return answers_; }
    // Of everything that was seen, in order.
    std::uint64_t hash() const { return hash_; }

  private:
    // Alone, and behind what was seen last.
    std::array<std::uint32_t, 2> signs_of(std::uint64_t reply) const;
    void add(std::uint64_t reply);
    void add_answers(const wire::mqtt::Packet& packet);

    std::vector<std::uint32_t> seen_;
    std::vector<std::uint32_t> answers_;
    std::uint64_t previous_ = 0;
    std::uint64_t hash_ = 0;
};

}  // namespace gauntlet::fuzz::campaign
