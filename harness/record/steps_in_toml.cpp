#include "steps_in_toml.hpp"

#include "gauntlet/core/step_text.hpp"

namespace gauntlet::record {

std::vector<core::Step> read_steps(const TomlFile& file, const toml::table& table) {
    const std::string text = file.text(table, "steps", "add steps = ''' with one step on each line");
    const auto steps = core::parse_steps(text);
    if (!steps) {
        const core::TextError& error = steps.error();
        file.fail(TomlFile::line_in(table, "steps", error.line),
                  fmt::format("column {}: {}", error.column, error.message));
    }
    if (steps->empty())
        file.fail_at(table, "steps", "has no step");
    return *steps;
}

}  // namespace gauntlet::record
