// Where a result goes: standard output, or the file that --out names.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>

namespace gauntlet::cli {

// `out`: --out, "" for standard output. Throws UsageError where the file cannot be written.
void write_result(const std::string& out, const std::function<void(std::ostream&)>& write);

}  // namespace gauntlet::cli
