// From the transcripts of a cell to what the record keeps of them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "examiner.hpp"
#include "gauntlet/record/conversation.hpp"

namespace gauntlet::plan {

// At most 64 events of a section, 512 bytes of an event (64 where a layer above shows what they say), 40 lines of 500
// bytes of the log: some 20 KB for a cell. `folder` is the run's. Without `with_payloads` there are no bytes, and of
// what is not TLS only sizes (law 12).
record::Conversation conversation_of(const std::vector<Try>& tries, bool with_controls, bool with_payloads,
                                     const std::filesystem::path& folder);

}  // namespace gauntlet::plan
