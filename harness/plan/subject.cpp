#include "gauntlet/plan/subject.hpp"

#include <fmt/format.h>

namespace gauntlet::plan {

const std::string& name_of(const Subject& subject) {
    return subject.name.empty() ? subject.adapter.name : subject.name;
}

namespace {

std::optional<std::string> declared_otherwise(const Subject& subject, const core::Scenario& scenario) {
    if (subject.external->profile == scenario.profile.name)
        return std::nullopt;
    return fmt::format("the listener is declared to be '{}' (--profile), and the scenario needs another profile",
                       subject.external->profile);
}

}  // namespace

Candidate candidate_of(const Subject& subject) {
    const broker::Adapter& adapter = subject.adapter;
    Candidate candidate{
        .name = name_of(subject),
        .transports = adapter.transports,
        .many_listeners = adapter.listeners == broker::Fit::many,
        .many_transports = adapter.listeners != broker::Fit::one,
        .ours = !subject.external,
        .absent = std::nullopt,
        .lacks = [&subject](std::string_view capability, core::Transport transport) -> std::optional<Excuse> {
            const auto inputs = subject.external ? subject.external->inputs : broker::UserInputs{};
            const auto lack = subject.adapter.lacks(capability, inputs, transport);
            if (!lack)
                return std::nullopt;
            return Excuse{lack->skipped ? core::Verdict::skipped : core::Verdict::unsupported, lack->why};
        },
        .unsuited = {},
        .allow_disruptive = true,
    };
    if (!subject.installation.found())
        candidate.absent = Excuse{core::Verdict::skipped, subject.installation.missing};
    if (subject.listener)
        candidate.unsuited = [&subject](const core::Scenario& scenario) {
            return broker::unsuited(*subject.listener, scenario);
        };
    if (subject.external) {
        candidate.transports = {subject.external->address.transport};
        candidate.unsuited = [&subject](const core::Scenario& scenario) {
            return declared_otherwise(subject, scenario);
        };
        candidate.allow_disruptive = subject.external->allow_disruptive;
    }
    return candidate;
}

std::vector<Candidate> candidates_of(std::span<const Subject> subjects) {
    std::vector<Candidate> candidates;
    for (const Subject& subject : subjects)
        candidates.push_back(candidate_of(subject));
    return candidates;
}

}  // namespace gauntlet::plan
