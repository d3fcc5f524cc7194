#include "selection.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <string_view>

#include "usage.hpp"

namespace gauntlet::cli {

plan::Selection selection_of(const SelectionOptions& options) {
    const auto level = core::from_name<core::Level>(options.level, core::level_names);
    if (!level)
        throw UsageError(fmt::format("--level {}: there is must, should, policy and observe", options.level));
    const std::optional<plan::Shard> shard = plan::parse_shard(options.shard);
    if (!shard)
        throw UsageError(fmt::format("--shard {}: must be I/N with 1 <= I <= N, such as 2/5", options.shard));
    for (const std::string& glob : options.select)
        if (glob.empty() || glob == "!")
            throw UsageError("--select: the pattern is empty");
    return {.globs = options.select, .level = *level, .shard = *shard};
}

bool under_ctest() {
    const char* value = std::getenv("GAUNTLET_CTEST");
    return value != nullptr && std::string_view(value) == "1";
}

}  // namespace gauntlet::cli
