// SIGINT and SIGTERM at the end of what ran until one of them came.
#pragma once

namespace gauntlet::plan {

// Blocks both for good: whoever writes the record must not be interrupted by an impatient second Ctrl-C.
void block_signals();

}  // namespace gauntlet::plan
