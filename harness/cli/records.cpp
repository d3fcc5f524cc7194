#include "records.hpp"

#include <fmt/format.h>

#include "usage.hpp"

namespace gauntlet::cli {

void check_format(const std::string& format) {
    if (format != "text" && format != "markdown" && format != "json")
        throw UsageError(fmt::format("--format {}: there is text, markdown and json", format));
}

}  // namespace gauntlet::cli
