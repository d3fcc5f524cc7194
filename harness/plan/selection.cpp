#include "gauntlet/plan/selection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "gauntlet/record/glob.hpp"

namespace gauntlet::plan {

namespace {

std::optional<unsigned> parse_number(std::string_view text) {
    unsigned number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

bool is_exclusion(std::string_view glob) {
    return glob.starts_with('!');
}

// `matches` says whether a glob, without its "!", matches.
template <typename Matches>
bool included(const std::vector<std::string>& globs, Matches matches) {
    const bool all = std::all_of(globs.begin(), globs.end(), is_exclusion);
    return all || std::any_of(globs.begin(), globs.end(),
                              [&](const std::string& glob) { return !is_exclusion(glob) && matches(glob); });
}

template <typename Matches>
bool excluded(const std::vector<std::string>& globs, Matches matches) {
    return std::any_of(globs.begin(), globs.end(), [&](const std::string& glob) {
        return is_exclusion(glob) && matches(std::string_view(glob).substr(1));
    });
}

}  // namespace

std::optional<Shard> parse_shard(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos)
        return std::nullopt;
    const std::optional<unsigned> index = parse_number(text.substr(0, slash));
    const std::optional<unsigned> count = parse_number(text.substr(slash + 1));
    if (!index || !count || *index < 1 || *index > *count)
        return std::nullopt;
    return Shard{*index, *count};
}

std::string cell_id(std::string_view broker, core::Transport transport, std::string_view scenario) {
    return fmt::format("{}/{}/{}", broker, to_string(transport), scenario);
}

bool selects(const Selection& selection, const core::Scenario& scenario, std::string_view broker,
             core::Transport transport) {
    const std::string id = scenario.id();
    const std::string cell = cell_id(broker, transport, id);
    const auto matches = [&](std::string_view glob) {
        return record::glob_matches(glob, id) || record::glob_matches(glob, cell);
    };
    return scenario.level <= selection.level && included(selection.globs, matches) &&
           !excluded(selection.globs, matches);
}

}  // namespace gauntlet::plan
