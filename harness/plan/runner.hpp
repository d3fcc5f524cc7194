// The one thread on which cells run, brokers are watched and signals arrive.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "examiner.hpp"
#include "gauntlet/plan/run.hpp"
#include "shared.hpp"
#include "starter.hpp"
#include "tasks.hpp"

namespace gauntlet::plan {

class Runner {
  public:
    // From here on SIGINT and SIGTERM are ours; they stay blocked after the end.
    Runner(const Composition& composition, std::span<const Subject> subjects, const Settings& settings);
    ~Runner();
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;

    record::Run run(broker::Supervisor& supervisor, issue::Issuer& issuer);

  private:
    void make_queue();
    boost::asio::awaitable<void> watch_signals();
    boost::asio::awaitable<void> run_everything();
    boost::asio::awaitable<void> work();
    boost::asio::awaitable<void> run_cell(std::size_t index);
    Shared* shared_of(std::size_t index);
    void finished(std::size_t index, const std::vector<Try>& tries, std::chrono::milliseconds ms);
    void keep_transcript(const PlannedCell& planned, const std::vector<Try>& tries, record::Cell& cell);
    void released(std::size_t index);
    record::Cell blank_cell(const PlannedCell& planned) const;
    record::Run to_record(record::Run run);

    const Composition& composition_;
    std::span<const Subject> subjects_;
    const Settings& settings_;
    boost::asio::io_context io_;
    boost::asio::signal_set signals_;
    int signal_ = 0;
    Tasks workers_;
    Tasks background_;  // starts and orderly stops of shared instances
    Tasks stopping_;    // after an interruption
    std::optional<Starter> starter_;
    std::optional<Examiner> examiner_;
    std::vector<std::unique_ptr<Shared>> shared_;  // one for each planned instance
    std::vector<std::size_t> open_;                // cells that each of them still has to serve
    std::vector<std::size_t> queue_;               // indices of cells
    std::size_t next_ = 0;
    std::vector<std::optional<record::Cell>> cells_;
    Progress progress_;
};

}  // namespace gauntlet::plan
