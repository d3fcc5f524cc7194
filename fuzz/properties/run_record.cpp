#include "check.hpp"
#include "gauntlet/core/bad_input.hpp"
#include "gauntlet/record/json.hpp"

namespace gauntlet::fuzz::properties {
namespace {

std::optional<record::Run> read(std::string_view text) {
    try {
        return record::from_json(text, "record.json");
    } catch (const core::BadInput& error) {
        check(is_one_line(error.what()), "why a record cannot be read is one line");
        check(std::string_view(error.what()).starts_with("record.json"), "a record that cannot be read is named");
    }
    return std::nullopt;
}

}  // namespace

void run_record(Input input) {
    const std::optional<record::Run> run = read(text_of(input));
    if (!run)
        return;
    const std::string written = record::to_json(*run);
    const std::optional<record::Run> again = read(written);
    check(again.has_value(), "a record that was written can be read");
    check(record::to_json(*again) == written, "a record that was read is written as it was");
    check(*again == *run, "a record that was written is read as the same");
}

}  // namespace gauntlet::fuzz::properties
