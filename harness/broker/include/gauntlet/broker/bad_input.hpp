// A file or an option of the user's that cannot be used. The program ends with exit code 2.
#pragma once

#include <stdexcept>

namespace gauntlet::broker {

// what() is one line: "FILE:LINE: what is wrong, how to mend it" (without a file: "--set mosquitto.foo=1: …").
class BadInput : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

}  // namespace gauntlet::broker
