// --jsonl: one line for each cell as soon as it is finished (JSON Lines).
#pragma once

#include <set>
#include <string>

#include "gauntlet/record/run.hpp"

namespace gauntlet::cli {

class CellStream {
  public:
    // "-" is standard output, any other name a file that is made anew. Throws UsageError.
    explicit CellStream(const std::string& file);
    ~CellStream();
    CellStream(const CellStream&) = delete;
    CellStream& operator=(const CellStream&) = delete;

    // Writes the line at once, whole. What cannot be written is told by finish(), not in the midst of a run.
    void write(const record::Cell& cell, const record::ScenarioText& scenario);
    // Writes the cells that have no line yet: those that were not run. Throws std::runtime_error where a line could not
    // be written.
    void finish(const record::Run& run);

  private:
    std::string file_;
    int descriptor_ = -1;
    int error_ = 0;
    std::set<std::string> written_;  // ids
};

}  // namespace gauntlet::cli
