// Selection × brokers → cells and the instances that serve them: as few as the profiles need. Pure.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/core/level.hpp"
#include "gauntlet/core/profile.hpp"
#include "gauntlet/core/scenario.hpp"
#include "gauntlet/plan/selection.hpp"

namespace gauntlet::plan {

// Why a cell is not run.
struct Excuse {
    core::Verdict verdict = core::Verdict::unsupported;  // or skipped
    std::string reason;
    bool operator==(const Excuse&) const = default;
};

// What the composition asks of a broker.
struct Candidate {
    std::string name;
    std::vector<core::Transport> transports;
    bool many_listeners = true;    // one instance carries several profiles
    bool many_transports = false;  // one instance carries a profile over several transports
    bool ours = true;              // we start and stop it
    std::optional<Excuse> absent;  // the broker as a whole is not there
    std::function<std::optional<Excuse>(std::string_view capability, core::Transport transport)> lacks;
    // Why a listener that is set up already does not suit a scenario; unset: listeners are set up as scenarios need
    // them.
    std::function<std::optional<std::string>(const core::Scenario&)> unsuited;
    bool allow_disruptive = true;  // exclusive scenarios may be run
};

struct PlannedCell {
    std::string id;
    const core::Scenario* scenario = nullptr;
    std::size_t broker = 0;  // index of the candidate
    core::Transport transport = core::Transport::mqtts;
    std::optional<Excuse> excuse;
    std::optional<std::size_t> instance;  // the shared instance that serves it; unset: its own, or excused
};

struct PlannedListener {
    const core::Profile* profile = nullptr;
    core::Transport transport = core::Transport::mqtts;
    bool operator==(const PlannedListener&) const = default;
};

// A broker that serves several cells at a time.
struct PlannedInstance {
    std::size_t broker = 0;
    std::vector<PlannedListener> listeners;
    std::vector<std::size_t> cells;  // indices
};

struct Composition {
    std::vector<PlannedCell> cells;  // sorted by id
    std::vector<PlannedInstance> instances;
};

// Every cell of the selection, sorted by id, without instances; the shard is taken of them. Throws std::logic_error
// where two scenarios give one profile name two contents. The cells point into `scenarios`.
std::vector<PlannedCell> cells_of(std::span<const core::Scenario> scenarios, std::span<const Candidate> candidates,
                                  const Selection& selection);

// Gives the cells the instances that serve them. `cells` is sorted by id.
Composition place(std::vector<PlannedCell> cells, std::span<const Candidate> candidates);

// Both.
Composition compose(std::span<const core::Scenario> scenarios, std::span<const Candidate> candidates,
                    const Selection& selection);

}  // namespace gauntlet::plan
