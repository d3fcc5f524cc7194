// A second client on a second connection: is it served, whatever happens to the first?
#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

#include "gauntlet/core/observation.hpp"
#include "gauntlet/core/profile.hpp"
#include "gauntlet/core/step.hpp"
#include "gauntlet/fuzz/oracles/alarm.hpp"

namespace gauntlet::fuzz::oracles {

// What the second client does: opens, CONNECTs as the profile asks for, and waits for a PINGRESP.
std::vector<core::Step> probe(const core::Profile& profile);

// `observed`: of the probe's steps. Nothing where it was served. Oracle `hang` where a step of it ran into its
// time-out; `liveness` where it was refused or closed.
std::optional<Alarm> liveness(const std::vector<core::Observation>& observed);

// How long the answers of a broker take.
class Latency {
  public:
    // A good session on the same broker; at least `enough` of them are needed before slow() says anything.
    void add_control(std::chrono::microseconds taken);
    bool calibrated() const { return controls_ >= enough; }
    // Oracle `latency`: a session that took far longer than the slowest control.
    std::optional<Alarm> slow(std::chrono::microseconds taken) const;

    static constexpr int enough = 20;
    // How many times the slowest control, and no less than this, is slow: a loaded machine stretches everything.
    static constexpr int factor = 20;
    static constexpr std::chrono::milliseconds least{1000};

  private:
    int controls_ = 0;
    std::chrono::microseconds slowest_{0};
};

}  // namespace gauntlet::fuzz::oracles
