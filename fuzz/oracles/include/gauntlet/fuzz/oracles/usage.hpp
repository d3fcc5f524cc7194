// What the broker's process keeps or burns that it should not: memory, descriptors, processor time.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "gauntlet/broker/resources.hpp"
#include "gauntlet/fuzz/oracles/alarm.hpp"

namespace gauntlet::fuzz::oracles {

// Growth for each session.
struct Slope {
    double bytes = 0;        // resident memory
    double descriptors = 0;  //
};

struct GrowthLimits {
    int warm_up = 200;  // sessions that are not looked at: caches and pools fill
    int window = 100;   // sessions; the smallest value of each window counts, for what is free again does not grow
    int windows = 5;    // so many in a row must grow
    // Beside what the control grows by, for each session: a broker may keep a session's state.
    double bytes = 16 * 1024;
    double descriptors = 0.05;
};

// Watches every session of one process. Oracles `memory` and `descriptors`.
class Growth {
  public:
    explicit Growth(GrowthLimits limits = {}, Slope control = {}) : limits_(limits), control_(control) {}

    // After `sessions` more of them. An alarm, once, where every window of the last ones grew, and by more than
    // allowed.
    std::optional<Alarm> add(const broker::Resources& now, int sessions = 1);
    // Over the windows until now; nothing before there are two.
    std::optional<Slope> slope() const;
    // How many sessions are needed before the first answer.
    static int needed(const GrowthLimits& limits) { return limits.warm_up + limits.window * (limits.windows + 1); }

  private:
    struct Low {
        double bytes = 0;
        double descriptors = 0;
    };
    std::optional<Alarm> judge();
    bool grows(double Low::*what, double allowed) const;

    GrowthLimits limits_;
    Slope control_;
    int sessions_ = 0;
    int in_window_ = 0;
    Low low_;
    std::vector<Low> lows_;
    bool told_memory_ = false;
    bool told_descriptors_ = false;
};

// One session, or one packet, that takes much at once. Oracle `memory`: more than `limit` bytes.
std::optional<Alarm> leap(const broker::Resources& before, const broker::Resources& after,
                          std::uint64_t limit = 256ULL << 20U);

// A reading and when it was taken.
struct Reading {
    broker::Resources resources;
    std::chrono::steady_clock::time_point at;
};

// Nothing where there is no such process.
std::optional<Reading> read_usage(pid_t pid);

// Two readings with no connection open and nothing sent in between, at least 100 ms apart (else nothing is said: the
// kernel counts in 10 ms). Oracle `spin`: a processor was busy for more than a quarter of the time
// (one that spins has no more of a loaded machine).
std::optional<Alarm> spins(const Reading& before, const Reading& after);

// The broker's sockets by state and the rest by class, from /proc.
struct Descriptors {
    int sockets = 0;
    int pipes = 0;  // and eventfd, epoll and the like
    int files = 0;
    bool operator==(const Descriptors&) const = default;
};

std::optional<Descriptors> read_descriptors(pid_t pid);

// Connections of the process that we closed and that it keeps: its side is in CLOSE_WAIT (RFC 9293 3.3.2). Of the
// sockets of this process alone, IPv4 and IPv6.
int half_open_sockets(pid_t pid);

// Two looks, without traffic in between: a broker needs a moment to close. Oracle `half-open`: what we closed, it
// still has at the second look.
std::optional<Alarm> keeps_half_open(int at_first, int then);

}  // namespace gauntlet::fuzz::oracles
