// An input as a file, for readers that take a path. It is in memory and has no name, so that nothing is left behind
// when the process is killed.
#pragma once

#include <filesystem>

#include "gauntlet/fuzz/properties/properties.hpp"

namespace gauntlet::fuzz::properties {

class InputFile {
  public:
    explicit InputFile(Input input);
    ~InputFile();
    InputFile(const InputFile&) = delete;
    InputFile& operator=(const InputFile&) = delete;

    // "/proc/self/fd/N"
    std::filesystem::path path() const;

  private:
    int descriptor_;
};

}  // namespace gauntlet::fuzz::properties
