// {id}, {topic}, {run}, {user} and {password}: what they stand for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/drive/target.hpp"
#include "gauntlet/wire/notation/expected.hpp"

namespace gauntlet::drive {

class Placeholders {
  public:
    // Of one conversation: {id} is unique within the process, and within the listener as far as the run's prefix is.
    explicit Placeholders(const Target& target);

    // The value of that name; else one line that says which there are.
    wire::Expected<std::string_view, std::string> value(std::string_view name) const;
    // A text with its placeholders filled in. Throws StepFault where one has no value.
    std::string fill(std::string_view text) const;

  private:
    struct Named {
        std::string_view name;
        std::string value;
    };
    std::vector<Named> values_;
};

}  // namespace gauntlet::drive
