// Runs one cell and returns what was seen; law 11's second try included.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <vector>

#include "gauntlet/core/evidence.hpp"
#include "gauntlet/net/transcript.hpp"
#include "gauntlet/plan/composition.hpp"
#include "shared.hpp"
#include "starter.hpp"

namespace gauntlet::plan {

struct Section {
    std::string title;  // "control before", "stimulus"
    net::Transcript transcript;
};

struct Try {
    core::Evidence evidence;
    std::vector<Section> sections;
    std::vector<std::string> logs;  // of the brokers that served it, paths below the run's folder
};

class Examiner {
  public:
    explicit Examiner(Starter& starter) : starter_(starter) {}

    // `shared` is null for a cell that has an instance of its own. One try; two where the broker died, or its log
    // showed a crash, while the cell was open: the second one runs alone, on a fresh instance.
    boost::asio::awaitable<std::vector<Try>> examine(const PlannedCell& cell, Shared* shared);

  private:
    boost::asio::awaitable<Try> on_shared(const PlannedCell& cell, Shared& shared);
    boost::asio::awaitable<Try> on_own(const PlannedCell& cell);
    boost::asio::awaitable<Try> alone(const PlannedCell& cell);
    boost::asio::awaitable<Try> on_server(const PlannedCell& cell, Server& server);
    boost::asio::awaitable<Try> booting(const PlannedCell& cell);

    struct Booted {
        core::Observation start;
        std::vector<core::Observation> observed;
        core::Aftermath aftermath;
        std::string harness_fault;
    };
    boost::asio::awaitable<Booted> boot(const PlannedCell& cell, const core::Stimulus& stimulus,
                                        const core::Profile& profile, std::string title, Try& result);
    boost::asio::awaitable<void> control(const PlannedCell& cell, std::string title,
                                         std::optional<core::Observation>& decisive, Try& result);

    Starter& starter_;
};

}  // namespace gauntlet::plan
