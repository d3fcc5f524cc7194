// Runs sessions on one broker, one after the other, and watches it.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "gauntlet/core/profile.hpp"
#include "gauntlet/core/step.hpp"
#include "gauntlet/drive/target.hpp"
#include "gauntlet/fuzz/oracles/watch.hpp"

namespace gauntlet::fuzz::campaign {

struct Ran {
    std::vector<std::uint32_t> behaviours;  // each as often as it was seen
    std::vector<std::uint32_t> signs;       // of time, and what its process logged and used: not the same in every run
    std::vector<std::uint32_t> answers;     // the kinds of acknowledgement, as Behaviour::answers() has them
    std::uint64_t hash = 0;                 // of what the broker did, in order
    std::chrono::microseconds taken{0};
    bool silent = false;  // it left us waiting
    std::optional<oracles::Alarm> alarm;
    std::string fault;  // not empty: we could not do it, and why
};

class Executor {
  public:
    // Makes TLS contexts and a thread's I/O of its own: to be used in the process that made it. `process` is unset for
    // a listener that we did not start.
    Executor(const drive::Target& target, core::Profile profile, std::optional<oracles::Process> process);
    ~Executor();

    // `steps` are completed(). Valid until the next call. A step waits for a small multiple of what good sessions take,
    // and for the target's whole time-out where nothing came in that time and no session like it was alarming before.
    const Ran& run(const std::vector<core::Step>& steps);
    // Removes now what sessions have had the broker retain; it is done by itself from time to time.
    void clear_retained();
    // Good sessions, whose time and growth the others are measured by.
    std::optional<oracles::Alarm> calibrate();
    // A second client, and a look at an idle broker: takes a tenth of a second and more.
    std::optional<oracles::Alarm> check();
    // Whether its process is there; of a listener that we did not start, whether it answers.
    bool serves();
    // As check(), without the idle look.
    std::optional<oracles::Alarm> probe();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace gauntlet::fuzz::campaign
