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
#pragma once

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
    std::string file;
    int line = 0;
};

// Throws core::BadInput.
std::vector<KnownFailure> read_known(const std::filesystem::path& path);

// Throws core::BadInput for an entry whose id matches none of the ids of the whole catalogue.
void check_ids(const std::vector<KnownFailure>& known, const std::vector<std::string>& catalogue);

// Marks the red cells that an entry matches, and fills Run::stale: entries that match a cell that passed (or is info).
// Entries that match no cell of the run are ignored; inconclusive cells are never excused.
void apply_known(const std::vector<KnownFailure>& known, Run& run);

}  // namespace gauntlet::record
