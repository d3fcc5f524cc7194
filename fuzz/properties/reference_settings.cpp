#include "check.hpp"
#include "gauntlet/core/bad_input.hpp"
#include "gauntlet/reference/settings_file.hpp"
#include "input_file.hpp"

namespace gauntlet::fuzz::properties {

void reference_settings(Input input) {
    const InputFile file(input);
    try {
        check(!reference::read_settings(file.path()).listeners.empty(), "settings that were read have a listener");
    } catch (const core::BadInput& error) {
        check(is_one_line(error.what()), "why a file cannot be used is one line");
        check(std::string_view(error.what()).starts_with(file.path().native()), "a file that cannot be used is named");
    }
}

}  // namespace gauntlet::fuzz::properties
