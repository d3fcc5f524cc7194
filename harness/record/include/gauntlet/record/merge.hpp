// The shards of one run as one record.
#pragma once

#include <string>
#include <vector>

#include "gauntlet/record/run.hpp"

namespace gauntlet::record {

struct Shard {
    std::string file;    // that it was read from, for errors
    std::string folder;  // that its transcripts and logs are put below in the merged run, such as "shards/1"
    Run run;
};

// Throws core::BadInput, which names the file, where they are no shards of one run (seed, now, program, what was
// selected, brokers and their versions), or where one is missing or there twice.
Run merge(std::vector<Shard> shards);

}  // namespace gauntlet::record
