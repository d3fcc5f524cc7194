// How far a run is, for stderr: one live line on a terminal, a plain line at each tenth elsewhere.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string_view>

namespace gauntlet::reports {

class ProgressLine {
  public:
    // `width`: columns of the terminal, which the live line does not exceed.
    ProgressLine(std::ostream& out, bool terminal, std::size_t width = 80);
    // `text`: what is being done now.
    void update(std::size_t done, std::size_t total, std::size_t failed, std::string_view text);
    // Removes the live line, so that what follows begins in an empty one.
    void finish();

  private:
    std::ostream& out_;
    bool terminal_;
    std::size_t width_;
    std::size_t tenth_ = 0;
    bool live_ = false;
};

}  // namespace gauntlet::reports
