#include "check.hpp"
#include "gauntlet/core/step_text.hpp"

namespace gauntlet::fuzz::properties {

void steps(Input input) {
    const auto read = core::parse_steps(text_of(input));
    if (!read)
        return check(is_one_line(read.error().text()), "an error of a list of steps is one line");
    const std::string written = core::to_text(*read);
    const auto again = core::parse_steps(written);
    check(static_cast<bool>(again), "steps that were written can be read");
    check(*again == *read, "steps that were written are read as the same");
    check(core::to_text(*again) == written, "steps are written in one way");
}

}  // namespace gauntlet::fuzz::properties
