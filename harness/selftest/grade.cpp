#include "gauntlet/selftest/grade.hpp"

#include <fmt/format.h>

#include "gauntlet/selftest/subject.hpp"

namespace gauntlet::selftest {

namespace {

bool did_not_run(const record::Cell& cell) {
    return cell.tries == 0;
}

record::SelfTest count_caught(const record::Run& run) {
    std::map<std::string, bool> caught;
    for (const record::Cell& cell : run.cells)
        if (cell.proof->intended) {
            bool& all_right = caught.emplace(cell.proof->flaw, true).first->second;
            all_right = all_right && cell.proof->wrong.empty();
        }
    record::SelfTest result;
    result.of = static_cast<int>(caught.size());
    for (const auto& [flaw, all_right] : caught)
        result.caught += all_right ? 1 : 0;
    return result;
}

}  // namespace

Grader::Grader(std::span<const core::Scenario> scenarios) : fields_(scenarios) {
    for (const core::Scenario& scenario : scenarios)
        scenarios_.emplace(scenario.id(), &scenario);
    flaws_.emplace(subject_name({}), std::nullopt);
    for (std::size_t i = 0; i < core::flaw_count; ++i)
        flaws_.emplace(subject_name(static_cast<core::Flaw>(i)), static_cast<core::Flaw>(i));
}

record::Proof Grader::proof_of(const record::Cell& cell) const {
    const core::Scenario& scenario = *scenarios_.at(cell.scenario);
    const MaybeFlaw flaw = flaws_.at(cell.broker);
    const Expected expected = expected_of(scenario, flaw, fields_);
    return {.flaw = flaw ? core::name_of(*flaw) : "",
            .intended = is_intended(scenario, flaw),
            .expected = to_text(expected),
            .wrong = did_not_run(cell) ? fmt::format("{}: {}", to_string(cell.verdict), cell.reason)
                                       : wrong_in(cell, scenario, expected, flaw)};
}

void grade(record::Run& run, const Grader& grader) {
    for (record::Cell& cell : run.cells)
        cell.proof = grader.proof_of(cell);
    run.selftest = count_caught(run);
}

}  // namespace gauntlet::selftest
