// A worker: a process that fuzzes one broker until there is something to tell.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "gauntlet/core/profile.hpp"
#include "gauntlet/drive/target.hpp"
#include "gauntlet/fuzz/campaign/board.hpp"
#include "gauntlet/fuzz/campaign/campaign.hpp"
#include "gauntlet/fuzz/oracles/watch.hpp"

namespace gauntlet::fuzz::campaign {

// How a worker's process ends.
inline constexpr int worker_done = 0;
inline constexpr int worker_fault = 3;  // the machine, or we, cannot go on: the board has the words
inline constexpr int worker_alarm = 5;  // the board has it

struct Work {
    std::size_t number = 0;
    const drive::Target* target = nullptr;
    const core::Profile* profile = nullptr;
    std::optional<oracles::Process> process;
    const Settings* settings = nullptr;
    std::filesystem::path seed_list;
};

// In a process that was forked for it.
[[noreturn]] void work(const Work& work, Board& board);

}  // namespace gauntlet::fuzz::campaign
