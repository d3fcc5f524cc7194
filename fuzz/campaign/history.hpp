// How far a campaign was at a time: a few hundred samples, however long it runs.
#pragma once

#include <chrono>
#include <filesystem>
#include <vector>

#include "gauntlet/record/run.hpp"

namespace gauntlet::fuzz::campaign {

class History {
  public:
    // After so many every second one goes, and the next are taken half as often.
    static constexpr std::size_t most_samples = 400;

    // Goes on with what the file has; a last line that was cut off by a kill is passed over.
    explicit History(std::filesystem::path file);

    // Whether it is time for one; `now` is the campaign's.
    bool is_due(std::chrono::milliseconds now) const;
    // Is in the file when it returns.
    void add(const record::Sample& sample);
    const std::vector<record::Sample>& samples() const { return samples_; }

  private:
    void keep(const record::Sample& sample);

    std::filesystem::path file_;
    std::vector<record::Sample> samples_;
    std::chrono::milliseconds interval_{1000};
};

}  // namespace gauntlet::fuzz::campaign
