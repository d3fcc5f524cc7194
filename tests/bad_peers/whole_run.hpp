// A whole run of the built program on a bad peer, which it starts by an adapter, as it starts every broker.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "gauntlet/core/judge.hpp"
#include "gauntlet/record/run.hpp"
#include "program.hpp"

namespace gauntlet::tests {

struct BadPeer {
    std::string name;               // of the adapter
    std::vector<std::string> mode;  // as peer/bad_peer.cpp takes it
    Arguments arguments = {};       // of `gauntlet run`, beside --broker
    bool one_listener = false;      // each profile has a process of its own
    int deadline_ms = 10000;        // to become ready
    friend void PrintTo(const BadPeer& peer, std::ostream* out) { *out << peer.name; }
};

struct WholeRun {
    Result result;
    record::Run record;
};

WholeRun run_on(const BadPeer& peer);

const record::ScenarioText& scenario_of(const WholeRun& run, const record::Cell& cell);

bool is_negative(const WholeRun& run, const record::Cell& cell);

// What the verdict would be if the cell's controls had been as they must be.
core::Verdict with_good_controls(const WholeRun& run, const record::Cell& cell);

// For messages: the cell, its verdict and its reason.
std::string line_of(const record::Cell& cell);

}  // namespace gauntlet::tests
