// The oracles that look at one process, session by session.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <vector>

#include "gauntlet/broker/exiting.hpp"
#include "gauntlet/broker/text_pattern.hpp"
#include "gauntlet/fuzz/oracles/alarm.hpp"
#include "gauntlet/fuzz/oracles/crash_text.hpp"
#include "gauntlet/fuzz/oracles/liveness.hpp"
#include "gauntlet/fuzz/oracles/statement.hpp"
#include "gauntlet/fuzz/oracles/usage.hpp"

namespace gauntlet::fuzz::oracles {

struct Process {
    pid_t pid = 0;                           // 0: none of ours; only what it answers is looked at
    std::filesystem::path log;               // empty: there is none
    std::vector<broker::TextPattern> crash;  // Adapter::crash
};

// What was seen of one session.
struct Session {
    std::chrono::microseconds taken{0};
    std::vector<Exchange> exchanges;  // of each of its connections; may be empty
    // Its last connection was served to its end: the broker lives.
    bool calm = false;
};

// Owned by who runs the sessions, a child that was forked too: everything is read from /proc and from the log.
class Watch {
  public:
    // `control`: what good sessions grow by (Growth::slope() of another Watch).
    explicit Watch(Process process, GrowthLimits limits = {}, Slope control = {});

    // After a good session, which nothing may be wrong with; the latency of the others is measured against these.
    std::optional<Alarm> after_control(const Session& session);
    // After any other. The first alarm of: process gone, crash text, memory and descriptors, statement, latency.
    std::optional<Alarm> after(const Session& session);

    // Without traffic and with every connection closed: begin, wait at least 100 ms, end. Oracles `spin` and
    // `half-open`.
    void begin_idle();
    std::optional<Alarm> end_idle();

    const Growth& growth() const { return growth_; }

    // Numbers for what the process did in the last session beside answering: the shapes of its log's lines, and classes
    // of the processor time, memory and descriptors that it took since the reading before.
    const std::vector<std::uint64_t>& signs() const { return signs_; }

  private:
    std::optional<Alarm> look(const Session& session);
    std::optional<Alarm> look_at_log(const Session& session);
    std::optional<Alarm> look_at_usage();

    // To count descriptors takes 15 µs: one in so many sessions is enough for a slope.
    static constexpr int every = 8;

    Process process_;
    std::optional<LogWatch> log_;
    Growth growth_;
    Latency latency_;
    std::optional<broker::ExitWatch> exit_;
    std::vector<std::uint64_t> signs_;
    int since_usage_ = 0;
    std::optional<Reading> last_;
    std::optional<Reading> idle_;
    int idle_half_open_ = 0;
};

}  // namespace gauntlet::fuzz::oracles
