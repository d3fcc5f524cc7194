// transcripts/BROKER/TRANSPORT/SCENARIO.txt: what went over the wire in one cell.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "examiner.hpp"
#include "gauntlet/plan/composition.hpp"

namespace gauntlet::plan {

// Path below the run's folder.
std::string transcript_path(const PlannedCell& cell);

// Payloads, and with them passwords, are written for our own PKI only (law 12); without them a message is its size.
std::string transcript_text(const PlannedCell& cell, const std::vector<Try>& tries, bool with_payloads);

// Makes its folders. Throws std::filesystem::filesystem_error.
void write_transcript(const std::filesystem::path& path, const std::string& text);

}  // namespace gauntlet::plan
