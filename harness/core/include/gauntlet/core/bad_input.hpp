// A file of the user that cannot be used: exit 2.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace gauntlet::core {

// what(): one line, "file:line: what is wrong, how to mend it"; without a line (0): "file: …".
class BadInput : public std::runtime_error {
  public:
    BadInput(std::string_view file, int line, std::string_view what)
        : std::runtime_error(std::string(file) + (line > 0 ? ":" + std::to_string(line) : "") + ": " +
                             std::string(what)) {}
};

}  // namespace gauntlet::core
