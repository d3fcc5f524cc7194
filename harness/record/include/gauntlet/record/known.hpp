// Known failures: a TOML file that excuses red cells, each with a reason and a command that confirms the fault without
// our code (law 7).
//
//   broker = "mosquitto"            # of all entries that name none
//   [[known]]
//   id = "mutual/expired-leaf/*"    # scenario; * stands for any characters
//   versions = ">=2.0.0 <2.1"       # or "*": any version, known or not
//   transport = "mqtts"             # optional
//   reason = "…"
//   confirm = "…"                   # exits 0 where the fault shows
//   link = "https://…"              # optional: where the developers know of it
//   until = 2027-01-31              # optional: the last day (UTC) on which it excuses
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/core/bad_input.hpp"
#include "gauntlet/record/run.hpp"
#include "gauntlet/record/version.hpp"

namespace gauntlet::record {

struct KnownFailure {
    std::string id;
    std::string broker;
    VersionRange versions;
    std::optional<core::Transport> transport;
    std::string reason;
    std::string confirm;
    std::string link;
    std::optional<std::chrono::sys_days> until;
    std::string file;
    int line = 0;
};

// Throws core::BadInput, also for duplicates within the file.
std::vector<KnownFailure> read_known(const std::filesystem::path& path);

// Throws core::BadInput for an entry whose id matches none of the ids of the whole catalogue.
void check_ids(const std::vector<KnownFailure>& known, const std::vector<std::string>& catalogue);

// Throws core::BadInput for two entries of one id whose broker, versions and transports meet; of several files.
void check_duplicates(const std::vector<KnownFailure>& known);

// Marks the cell where it is red and an entry matches it that is valid on the day of `at`. Inconclusive cells are never
// excused.
void mark_known(const std::vector<KnownFailure>& known, FailOn fail_on, std::chrono::sys_seconds at, Cell& cell);

// Marks all cells, and fills Run::stale with the entries that must go. Of a run that is not of everything, entries that
// match none of its cells are ignored.
void apply_known(const std::vector<KnownFailure>& known, Run& run);

}  // namespace gauntlet::record
