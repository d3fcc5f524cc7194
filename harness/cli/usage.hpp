// What the user must mend on the command line: one line, exit code 2.
#pragma once

#include <stdexcept>

namespace gauntlet::cli {

class UsageError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

}  // namespace gauntlet::cli
