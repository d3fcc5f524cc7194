#include "check.hpp"
#include "gauntlet/record/known.hpp"
#include "input_file.hpp"

namespace gauntlet::fuzz::properties {

void known_failures(Input input) {
    const InputFile file(input);
    try {
        for (const record::KnownFailure& known : record::read_known(file.path()))
            check(!known.id.empty() && !known.broker.empty() && !known.reason.empty() && !known.confirm.empty() &&
                      known.line > 0,
                  "a known failure has all of its fields");
    } catch (const core::BadInput& error) {
        check(is_one_line(error.what()), "why a file cannot be used is one line");
        check(std::string_view(error.what()).starts_with(file.path().native()), "a file that cannot be used is named");
    }
}

}  // namespace gauntlet::fuzz::properties
