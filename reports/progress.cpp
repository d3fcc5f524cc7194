#include "gauntlet/reports/progress.hpp"

#include <fmt/format.h>

#include <ostream>

#include "text.hpp"

namespace gauntlet::reports {

ProgressLine::ProgressLine(std::ostream& out, bool terminal, std::size_t width)
    : out_(out), terminal_(terminal), width_(width) {}

void ProgressLine::update(std::size_t done, std::size_t total, std::size_t failed, std::string_view text) {
    const std::string line = fmt::format("{}/{}{}  {}", done, total, failed == 0 ? "" : fmt::format(", {} red", failed),
                                         plain(text, width_));
    if (terminal_) {
        // CR and "erase to the end of the line" (ECMA-48 EL); one column is left free, where some terminals wrap.
        out_ << '\r' << cut(line, width_ - 1) << "\x1b[K" << std::flush;
        live_ = true;
        return;
    }
    const std::size_t tenth = total == 0 ? 0 : done * 10 / total;
    if (tenth > tenth_)
        out_ << line << '\n' << std::flush;
    tenth_ = tenth;
}

void ProgressLine::finish() {
    if (live_)
        out_ << "\r\x1b[K" << std::flush;
    live_ = false;
}

}  // namespace gauntlet::reports
