#pragma once

#include <string>

namespace gauntlet::drive {

// Thrown where a step cannot be done by us; becomes Conversation::harness_fault. One line.
struct StepFault {
    std::string text;
};

}  // namespace gauntlet::drive
