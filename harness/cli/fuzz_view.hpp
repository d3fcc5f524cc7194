// How a campaign is going, for stderr: one live line on a terminal, a plain one every ten seconds elsewhere.
#pragma once

#include <chrono>
#include <cstddef>
#include <iosfwd>
#include <string>

#include "gauntlet/fuzz/campaign/campaign.hpp"

namespace gauntlet::cli {

// "3:07:12 session 1204339, 5121/s, corpus 310, behaviours 842, findings 1"
std::string to_text(const fuzz::campaign::Progress& progress);

class FuzzView {
  public:
    FuzzView(std::ostream& out, bool terminal, std::size_t width) : out_(out), terminal_(terminal), width_(width) {}
    void update(const fuzz::campaign::Progress& progress);
    void finish();

  private:
    void clear();

    std::ostream& out_;
    bool terminal_;
    std::size_t width_;
    std::chrono::milliseconds told_{0};
    bool live_ = false;
};

}  // namespace gauntlet::cli
