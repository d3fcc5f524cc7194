// A session as it is executed: what its text leaves out.
#pragma once

#include <cstdint>
#include <vector>

#include "gauntlet/core/step.hpp"

namespace gauntlet::fuzz::campaign {

// Every session ends on an event and waits for nothing that need not come:
// - a Read or Barrier in it stays where the broker owes an answer, a Barrier elsewhere as long as the bytes before it
//   are whole packets, for only then a PINGREQ is one; others are left out;
// - before a channel sends, what others have sent is answered, where a PINGREQ can tell: else it would be a race;
// - behind the last step every channel that is still open, the latest first, sends PINGREQ, ends its side and reads
//   until the broker ends the other: the broker has handled everything by then, whether or not it took it;
// - a session that a CONNECT asked the broker to keep is taken up and thrown away (law 12).
std::vector<core::Step> completed(const std::vector<core::Step>& steps);

// The same, and what there is to know of it.
struct Completed {
    std::vector<core::Step> steps;
    std::uint32_t broken = 0;  // what it first breaks a rule by: packet type, rule and field; 0 where it breaks none
    bool ordered = true;       // no two channels race: the same broker does the same each time
};
Completed complete(const std::vector<core::Step>& steps);

}  // namespace gauntlet::fuzz::campaign
