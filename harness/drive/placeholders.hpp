// {id}, {topic}, {run}, {user} and {password}, filled in before notation is parsed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/drive/target.hpp"
#include "gauntlet/wire/notation/expected.hpp"

namespace gauntlet::drive {

struct Unknown {
    std::string text;  // one line: which placeholder, and which there are
};

class Placeholders {
  public:
    // Of one conversation: {id} is unique within the process, and within the listener as far as the run's prefix is.
    explicit Placeholders(const Target& target);

    // In notation a placeholder stands between quotes; its value is escaped.
    wire::Expected<std::string, Unknown> fill_notation(std::string_view notation) const;
    // In plain text, as it is.
    wire::Expected<std::string, Unknown> fill_text(std::string_view text) const;

  private:
    // The value of the name; nothing where it has none.
    std::optional<std::string> value(std::string_view name) const;
    Unknown unknown(std::string_view name) const;

    struct Named {
        std::string_view name;
        std::string value;
    };
    std::vector<Named> values_;
};

}  // namespace gauntlet::drive
