// Which cells a run is about.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/core/level.hpp"
#include "gauntlet/core/scenario.hpp"

namespace gauntlet::plan {

// Every `count`th cell of the sorted ids, from the `index`th on; index counts from 1.
struct Shard {
    unsigned index = 1;
    unsigned count = 1;
    bool operator==(const Shard&) const = default;
};

// "2/5"; nothing for anything else, and where not 1 <= index <= count.
std::optional<Shard> parse_shard(std::string_view text);

struct Selection {
    // Globs over scenario ids and cell ids: `*` stands for any characters, `/` included, `?` for one. A leading `!`
    // excludes. Without one that includes, everything is included.
    std::vector<std::string> globs;
    core::Level level = core::Level::observe;  // that one and stricter
    Shard shard;
};

// "BROKER/TRANSPORT/SCENARIO".
std::string cell_id(std::string_view broker, core::Transport transport, std::string_view scenario);

// Without the shard, which is counted over what is selected.
bool selects(const Selection& selection, const core::Scenario& scenario, std::string_view broker,
             core::Transport transport);

}  // namespace gauntlet::plan
