// Runs one cell and returns what was seen; law 11's second try included.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <exception>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gauntlet/core/evidence.hpp"
#include "gauntlet/net/transcript.hpp"
#include "gauntlet/plan/composition.hpp"
#include "shared.hpp"
#include "starter.hpp"
#include "tasks.hpp"

namespace gauntlet::plan {

struct Section {
    std::string title;  // "control before", "stimulus"
    net::Transcript transcript;
};

inline constexpr const char* stimulus_title = "stimulus";

// A part of a log: what a broker wrote while it served a cell.
struct LogSpan {
    std::string path;  // below the run's folder
    std::uint64_t from = 0;
    std::uint64_t to = UINT64_MAX;
};

struct Try {
    core::Evidence evidence;
    std::vector<Section> sections;
    std::vector<LogSpan> log_spans;
    std::vector<std::string> logs;  // of the brokers that served it, paths below the run's folder
};

class Examiner {
  public:
    // `share_controls`: cells of a shared instance share the rounds of their control, as booting ones always do.
    Examiner(boost::asio::io_context& io, Starter& starter, bool share_controls)
        : io_(io), share_controls_(share_controls), starter_(starter) {}

    // `shared` is null for a cell that has an instance of its own. One try; two where the broker died, or its log
    // showed a crash, while the cell was open: the second one runs alone, on a fresh instance.
    boost::asio::awaitable<std::vector<Try>> examine(const PlannedCell& cell, Shared* shared);

  private:
    boost::asio::awaitable<Try> on_shared(const PlannedCell& cell, Shared& shared);
    boost::asio::awaitable<Try> on_own(const PlannedCell& cell, bool alone);
    boost::asio::awaitable<Try> on_fresh(const PlannedCell& cell);
    boost::asio::awaitable<Try> on_server(const PlannedCell& cell, Server& server);
    boost::asio::awaitable<Try> on_server_sharing(const PlannedCell& cell, Server& server);
    boost::asio::awaitable<Try> booting(const PlannedCell& cell, bool alone);

    // A broker that was started for one stimulus.
    struct Booted {
        core::Observation start;
        std::vector<core::Observation> observed;
        core::Aftermath aftermath;
        std::string harness_fault;
        std::string log;
        std::optional<net::Transcript> transcript;  // nothing where it did not become ready
    };
    boost::asio::awaitable<Booted> boot(const PlannedCell& cell, const core::Stimulus& stimulus,
                                        const core::Profile& profile);
    static void add(Try& attempt, std::string title, const Booted& booted);

    boost::asio::awaitable<Booted> converse(const PlannedCell& cell, const core::Stimulus& stimulus, Server& server);

    // Cells with the same control share its rounds: a round that ended before a stimulus began is its control before,
    // one that begins after it ended is its control after (law 3). The control of a booting cell starts a broker, that
    // of others is held with the broker that serves them.
    struct Round {
        explicit Round(boost::asio::io_context& io) : done(io) {}
        Event done;
        Booted booted;
        std::exception_ptr error;
    };
    using SharedRound = std::shared_ptr<Round>;
    struct Rounds {
        SharedRound latest;  // runs, or has ended
        SharedRound next;    // waits for the latest one to end
    };
    enum class When : std::uint8_t { before, after };
    // `server` is null where the control boots one.
    boost::asio::awaitable<SharedRound> control_round(const PlannedCell& cell, When when, bool alone, Server* server);
    boost::asio::awaitable<void> run(SharedRound round, const PlannedCell& cell, Server* server);
    boost::asio::awaitable<void> control(const PlannedCell& cell, When when, bool alone, Server* server, Try& attempt);

    // The client of a control tells rounds apart beside the key, for it has no text.
    struct RoundsOf {
        core::Client client;
        Rounds rounds;
    };
    Rounds& rounds_of(const PlannedCell& cell, Server* server);

    boost::asio::io_context& io_;
    bool share_controls_;
    std::map<std::string, std::list<RoundsOf>> rounds_;  // by what the control does
    Starter& starter_;
};

}  // namespace gauntlet::plan
