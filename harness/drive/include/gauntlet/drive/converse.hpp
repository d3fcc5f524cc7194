// Executes the steps of a stimulus and returns what was observed.
//
// Cancelling the coroutine (Ctrl-C) ends it with boost::system::system_error, asio::error::operation_aborted.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <vector>

#include "gauntlet/core/evidence.hpp"
#include "gauntlet/core/scenario.hpp"
#include "gauntlet/core/step.hpp"
#include "gauntlet/drive/target.hpp"
#include "gauntlet/net/transcript.hpp"

namespace gauntlet::drive {

struct Conversation {
    std::vector<core::Observation> observed;  // one for each step with a label, in order
    net::Transcript transcript;
    std::string harness_fault;  // not empty: the step that we could not do, and why; the steps after it were not done
    std::vector<std::string> retained;  // topics whose retained message of ours could not be removed (law 12)
};

// `stimulus` and `target` must outlive the coroutine. A core::Boot is passed over: its observation is the caller's.
boost::asio::awaitable<Conversation> converse(const core::Stimulus& stimulus, const Target& target);

struct Examination {
    core::Evidence evidence;  // without the aftermath, which is the caller's
    net::Transcript before;   // of the control
    net::Transcript stimulus;
    net::Transcript after;  // of the control
    std::vector<std::string> retained;
};

// The control, the stimulus, the control again (law 3); the second control whatever the stimulus came to. For scenarios
// whose stimulus boots no broker. Their arguments must outlive the coroutine.
boost::asio::awaitable<Examination> examine(const core::Scenario& scenario, const Target& target);

}  // namespace gauntlet::drive
