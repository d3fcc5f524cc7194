// Run <-> JSON (schema gauntlet.record/1). Whatever bytes the strings hold, the JSON is valid UTF-8 without control
// characters: bytes that are no UTF-8 are written as the text \xNN.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/record/listing.hpp"
#include "gauntlet/record/run.hpp"

namespace gauntlet::record {

std::string to_json(const Run& run);

// `file` names the text in errors. Throws core::BadInput: bad JSON with its line, another schema, and a missing or
// wrong field by its JSON pointer (RFC 6901).
Run from_json(std::string_view text, std::string_view file);

// A cell as it stands in the record, in one line without a line feed at its end (JSON Lines). `scenario` is its own.
std::string to_json_line(const Cell& cell, const ScenarioText& scenario);

// finding.json (docs/schema/finding.schema.json).
std::string to_json(const Finding& finding);

// Atomic: readers see the old file or the whole new one, and a failure leaves nothing behind.
// Throws std::filesystem::filesystem_error.
void write(const Run& run, const std::filesystem::path& path);

// Throws core::BadInput, also where the file cannot be read.
Run read(const std::filesystem::path& path);

// `list --json` and `brokers --json`.
std::string to_json(const std::vector<ScenarioText>& scenarios);
std::string to_json(const std::vector<BrokerListing>& brokers);

}  // namespace gauntlet::record
