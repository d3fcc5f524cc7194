// One broker with one listener, fresh as often as it is asked for: what a campaign fuzzes, and where a finding is
// repeated.
#pragma once

#include <sys/types.h>

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "gauntlet/broker/supervisor.hpp"
#include "gauntlet/drive/target.hpp"
#include "gauntlet/issue/issuer.hpp"
#include "gauntlet/plan/subject.hpp"

namespace gauntlet::plan {

class Server;

// A broker that is up. Ends with SIGKILL where it is not stopped.
class Standing {
  public:
    Standing(std::unique_ptr<Server> server, drive::Target target, std::filesystem::path log);
    ~Standing();
    Standing(Standing&&) noexcept;
    Standing& operator=(Standing&&) noexcept;

    // Its listener is of the arena's transport. Valid as long as the arena.
    const drive::Target& target() const { return target_; }
    // 0 where the listener is the user's.
    pid_t pid() const;
    // Empty where the listener is the user's, or nothing is kept.
    const std::filesystem::path& log() const { return log_; }
    // Of the user's listener always.
    bool alive() const;
    // Lines of its log that no sane broker writes.
    std::vector<std::string> crash_lines() const;
    // How its process ended; waits for it. Only of a process of ours.
    boost::asio::awaitable<core::Observation> ended();
    boost::asio::awaitable<void> stop(broker::StopHow how);

  private:
    std::unique_ptr<Server> server_;
    drive::Target target_;
    std::filesystem::path log_;
};

class Arena {
  public:
    struct Options {
        std::chrono::milliseconds timeout{5000};  // of each step
        std::string run_prefix;                   // of client ids and topics: letters and digits
        std::filesystem::path out;                // the logs are below its logs/; empty: they are not kept
    };

    // Issues what the profile needs. `subject`, `supervisor` and `issuer` must outlive the arena.
    Arena(const Subject& subject, core::Profile profile, core::Transport transport, broker::Supervisor& supervisor,
          issue::Issuer& issuer, Options options);
    ~Arena();
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;

    // Throws broker::StartFault where the broker does not become ready, or the machine is in the way.
    boost::asio::awaitable<Standing> start();

    const Subject& subject() const;
    const core::Profile& profile() const;
    core::Transport transport() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace gauntlet::plan
