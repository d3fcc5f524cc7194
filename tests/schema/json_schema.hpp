// Validation of JSON texts against JSON Schema draft 7.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gauntlet::tests {

// The first violation in one line, with its place; nothing where `json` obeys `schema`. A text that is no JSON is a
// violation too.
std::optional<std::string> schema_violation(std::string_view schema, std::string_view json);

// The whole file. Throws std::runtime_error.
std::string file_text(const std::string& path);

}  // namespace gauntlet::tests
