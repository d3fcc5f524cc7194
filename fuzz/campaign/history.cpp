#include "history.hpp"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

namespace gauntlet::fuzz::campaign {

History::History(std::filesystem::path file) : file_(std::move(file)) {
    std::ifstream stream(file_);
    for (std::string line; std::getline(stream, line);) {
        std::istringstream fields(line);
        record::Sample sample;
        std::chrono::milliseconds::rep ms = 0;
        std::string end;
        if (!(fields >> ms >> sample.executions >> sample.corpus >> sample.behaviours >> sample.findings >>
              sample.memory_kib >> end) ||
            end != ".")
            continue;
        sample.ms = std::chrono::milliseconds(ms);
        keep(sample);
    }
}

bool History::is_due(std::chrono::milliseconds now) const {
    return samples_.empty() || now - samples_.back().ms >= interval_;
}

void History::add(const record::Sample& sample) {
    std::ofstream(file_, std::ios::app) << fmt::format("{} {} {} {} {} {} .\n", sample.ms.count(), sample.executions,
                                                       sample.corpus, sample.behaviours, sample.findings,
                                                       sample.memory_kib);
    keep(sample);
}

void History::keep(const record::Sample& sample) {
    samples_.push_back(sample);
    if (samples_.size() <= most_samples)
        return;
    std::vector<record::Sample> kept;
    for (std::size_t i = 0; i < samples_.size(); i += 2)
        kept.push_back(samples_[i]);
    samples_ = std::move(kept);
    interval_ *= 2;
}

}  // namespace gauntlet::fuzz::campaign
