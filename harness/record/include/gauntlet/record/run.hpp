// The run record as values: the only source of every report (law 9). json.hpp has its JSON, docs/schema/ its schema.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/core/evidence.hpp"
#include "gauntlet/core/expectation.hpp"
#include "gauntlet/core/level.hpp"
#include "gauntlet/core/transport.hpp"
#include "gauntlet/record/conversation.hpp"
#include "gauntlet/record/scenario_text.hpp"

namespace gauntlet::record {

// From which verdict on an unmet expectation closes the gate.
enum class FailOn : std::uint8_t { fail, weak };

struct Tool {
    std::string version;
    std::string commit;  // "" where the build does not know it
    bool operator==(const Tool&) const = default;
};

// What to do about a broker that fails some scenarios, as its adapter says.
struct Remedy {
    std::vector<std::string> scenarios;  // globs of scenario ids, or of TRANSPORT/SCENARIO
    std::string text;
    bool operator==(const Remedy&) const = default;
};

struct BrokerInfo {
    std::string name;
    std::string version;                                // as the broker says it; "" where it is not known
    std::string path;                                   // of the binary; of an external broker its URL
    int instances = 0;                                  // processes that were started for cells
    std::optional<std::chrono::milliseconds> ready_ms;  // slowest start to readiness; unset: nothing was started
    std::optional<std::chrono::milliseconds> stop_ms;   // slowest orderly stop
    std::vector<Remedy> remedies;                       // the first that matches a cell is the one for it
    bool operator==(const BrokerInfo&) const = default;
};

// The entry of a known-failure file that excuses a cell.
struct Known {
    std::string file;
    int line = 0;
    std::string reason;
    std::string link = {};  // to where the broker's developers know of it; "": none was given
    bool operator==(const Known&) const = default;
};

// What a self-test asked of a cell: the flaw that its broker had, and what must come out because of it.
struct Proof {
    std::string flaw;       // its name; "": none
    bool intended = false;  // the scenario names the flaw, or a law speaks of it
    std::string expected;   // for people
    std::string wrong;      // what came out otherwise; "": it came out as expected
    bool operator==(const Proof&) const = default;
};

// A scenario on a broker over a transport.
struct Cell {
    std::string scenario;  // the id of one of Run::scenarios
    std::string broker;    // the name of one of Run::brokers
    std::string broker_version;
    core::Transport transport = core::Transport::mqtts;
    core::Verdict verdict = core::Verdict::inconclusive;
    std::string reason;                        // one sentence; never empty unless the verdict is pass
    core::Evidence evidence;                   // of the last try
    std::vector<core::Evidence> earlier;       // of the tries before it (law 11), in order
    std::optional<Conversation> conversation;  // of a cell that ran and is no pass, or is wrong
    std::optional<Known> known;
    std::optional<Proof> proof;          // in a self-test
    int tries = 0;                       // how often it ran; 0: unsupported or skipped
    std::string transcript;              // path below the run's folder; "" where there is none
    std::optional<std::string> capture;  // likewise: a pcapng file with the secrets of TLS in it
    std::string log;                     // likewise: the log of the broker's instance
    std::string reproduce;               // the command that repeats this cell
    std::chrono::milliseconds ms{0};
    std::string id() const;  // "BROKER/TRANSPORT/SCENARIO"
    bool operator==(const Cell&) const = default;
};

// Why an entry of a known-failure file must go.
enum class StaleWhy : std::uint8_t {
    fixed,      // its cell passed
    expired,    // its `until` is over
    duplicate,  // another entry excuses the cell already
    unused,     // a run of everything has no cell that it could excuse
};
inline constexpr std::array<std::string_view, 4> stale_names{"fixed", "expired", "duplicate", "unused"};

// An entry of a known-failure file that must go; until then the gate is closed.
struct Stale {
    std::string file;
    int line = 0;
    std::string cell;  // the id of the cell that shows it; "" where it is unused
    StaleWhy why = StaleWhy::fixed;
    bool operator==(const Stale&) const = default;
};

// "known.toml:7: stale known failure: … passed; remove the entry or narrow it".
std::string describe(const Stale& stale);

// What was asked for; records of earlier programs do not say.
struct Selection {
    std::vector<std::string> select;  // globs; none: everything
    core::Level level = core::Level::observe;
    unsigned shard = 1;  // the `shard`th of `shards` parts of the cells
    unsigned shards = 1;
    bool operator==(const Selection&) const = default;
};

// Whether every cell that there is was asked for.
bool is_everything(const Selection& selection);

struct SelfTest {
    int caught = 0;
    int of = 0;
    bool operator==(const SelfTest&) const = default;
};

// What a campaign found; DESIGN's finding.json.
struct Finding {
    std::string id;
    std::string plane;
    std::string oracle;
    std::string signature;
    std::string reproduced;  // "3/3"
    std::string control;
    std::string broker;
    std::string version;
    std::uint64_t seed = 0;
    std::uint64_t executions = 0;
    std::vector<std::string> statements;
    bool operator==(const Finding&) const = default;
};

// How far a campaign was at a time.
struct Sample {
    std::chrono::milliseconds ms{0};  // since its beginning, earlier runs of it included
    std::uint64_t executions = 0;
    std::uint64_t corpus = 0;
    std::uint64_t behaviours = 0;
    std::uint64_t findings = 0;
    std::uint64_t memory_kib = 0;  // resident, of the broker process that has most; 0: not known
    bool operator==(const Sample&) const = default;
};

// A fuzzing campaign.
struct Campaign {
    std::uint64_t executions = 0;   // sessions
    std::uint64_t corpus = 0;       // sessions that showed something new, and are kept
    std::uint64_t behaviours = 0;   // of the broker that were told apart
    std::uint64_t unconfirmed = 0;  // alarms that did not come back
    std::vector<Sample> samples;    // in order, a few hundred at most
    bool operator==(const Campaign&) const = default;
};

struct Run {
    Tool tool;
    std::uint64_t seed = 0;          // JSON numbers are exact up to 2^53 in most readers: draw seeds below that
    std::chrono::sys_seconds now{};  // the PKI's
    std::chrono::sys_seconds started{};
    std::chrono::sys_seconds ended{};
    std::chrono::milliseconds ms{0};  // the whole run
    int signal = 0;                   // that interrupted it; 0: ran to its end
    int exit = 0;
    FailOn fail_on = FailOn::fail;
    std::optional<Selection> selection;
    std::vector<BrokerInfo> brokers;
    std::vector<ScenarioText> scenarios;  // each one that a cell names, once
    std::vector<Cell> cells;
    std::vector<std::string> faults;  // of the infrastructure, one line each, that belong to no cell
    std::vector<Stale> stale;
    std::optional<SelfTest> selftest;
    std::optional<Campaign> campaign;
    std::vector<Finding> findings;
    bool operator==(const Run&) const = default;
};

// The adapter's name in that of a broker: "mosquitto" of "mosquitto@2.0.22", one of several versions in one run.
std::string_view adapter_of(std::string_view broker);

// The scenario of a cell. nullptr where the run has none of that id.
const ScenarioText* scenario_of(const Run& run, const Cell& cell);

// What the broker's adapter says to do where it fails this cell; "" where it says nothing.
std::string_view remedy_of(const BrokerInfo& broker, const Cell& cell);

// Whether a cell closes the gate unless a known failure excuses it. In a self-test: whether it came out otherwise than
// it must.
bool is_red(const Cell& cell, FailOn fail_on);

// Whether the harness could not decide; in a self-test, where inconclusive may be right, whether it could not do its
// part.
bool is_undecided(const Cell& cell);

// Number of cells by verdict, indexed by core::Verdict.
struct Totals {
    std::array<int, core::verdict_names.size()> counts{};
    int of(core::Verdict verdict) const { return counts[static_cast<std::size_t>(verdict)]; }
    int all() const;
    bool operator==(const Totals&) const = default;
};
Totals totals(const std::vector<Cell>& cells);

}  // namespace gauntlet::record
