// gauntlet promote: from a finding to a scenario of the user's own.
#include "gauntlet/fuzz/triage/promote.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "finding.hpp"
#include "gauntlet/core/lint.hpp"
#include "gauntlet/record/gate.hpp"
#include "gauntlet/record/scenario_file.hpp"
#include "gauntlet/scenarios/catalogue.hpp"
#include "new_file.hpp"
#include "reproducer_path.hpp"
#include "usage.hpp"

namespace gauntlet::cli {

namespace {

// DIR/FAMILY-NAME.toml
std::filesystem::path file_of(const std::string& folder, std::string id) {
    std::replace(id.begin(), id.end(), '/', '-');
    return std::filesystem::path(folder) / (id + ".toml");
}

}  // namespace

int promote(const PromoteOptions& options) {
    const record::Reproducer reproducer = record::read_reproducer(reproducer_path(options.finding));
    const std::vector<core::Scenario> built_in = scenarios::all();
    const core::Profile* profile = record::find_profile(built_in, reproducer.profile);
    if (profile == nullptr)
        throw UsageError(
            fmt::format("{}: its profile {} is none of this program's", options.finding, reproducer.profile));
    const std::string id = options.id.empty() ? fuzz::triage::scenario_id(reproducer) : options.id;
    if (!core::is_id(id))
        throw UsageError(fmt::format("--id {}: must be FAMILY/NAME of lower-case letters, digits and '-'", id));
    const std::filesystem::path path = file_of(options.out, id);
    const std::string text = record::to_text(fuzz::triage::scenario_of(reproducer, *profile, id));
    try {
        write_new_file(path, text, public_mode);
    } catch (const std::system_error& error) {
        throw UsageError(fmt::format("--out: {}; promote writes no file that is there", error.what()));
    }
    record::load_scenarios(options.out, built_in);
    fmt::print("{}\ngauntlet run --scenarios {} --select '{}' --broker {}\n", path.string(), options.out, id,
               reproducer.broker);
    return record::exit_as_expected;
}

}  // namespace gauntlet::cli
