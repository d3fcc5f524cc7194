// What a flaw of the broker makes of a run as a user makes it: `gauntlet run`, with a control for each cell (law 3).
#include <gtest/gtest.h>

#include "gauntlet/core/expectation.hpp"
#include "gauntlet/record/gate.hpp"
#include "reference_run.hpp"

namespace gauntlet::tests {
namespace {

using core::Verdict;

bool is_negative(const record::Run& run, const record::Cell& cell) {
    return core::is_negative(record::scenario_of(run, cell)->expectation);
}

// Waiting takes no processor: many cells wait at once, each for half a second a step.
const Arguments impatient{"--timeout", "0.5", "--jobs", "64"};

struct ServesNobody {
    const char* flaw;
    const Arguments& arguments;
};

class Law3 : public testing::TestWithParam<ServesNobody> {};

TEST_P(Law3, WhereNobodyIsServedNoNegativeScenarioPasses) {
    const ReferenceRun run = run_reference(GetParam().flaw, GetParam().arguments);
    ASSERT_TRUE(run.record) << run.result.err;
    EXPECT_EQ(run.result.exit, record::exit_infrastructure);
    std::size_t inconclusive = 0;
    for (const record::Cell& cell : run.record->cells) {
        EXPECT_TRUE(cell.verdict == Verdict::inconclusive || cell.verdict == Verdict::fail ||
                    (cell.verdict == Verdict::weak && !is_negative(*run.record, cell)))
            << line_of(cell);
        if (!is_negative(*run.record, cell) || cell.verdict != Verdict::inconclusive)
            continue;
        EXPECT_TRUE(cell.reason.starts_with("the control ")) << line_of(cell);
        ++inconclusive;
    }
    EXPECT_GT(inconclusive, 200U);
}

const Arguments none;
INSTANTIATE_TEST_SUITE_P(Flaws, Law3,
                         testing::Values(ServesNobody{"refuses-everyone", none},
                                         ServesNobody{"accepts-and-never-answers", impatient}),
                         [](const testing::TestParamInfo<ServesNobody>& given) {
                             return std::string(given.param.flaw) == "refuses-everyone" ? "Refuses" : "NeverAnswers";
                         });

TEST(Gate, OneFlawClosesIt) {
    const Arguments expired{"--select", "*/mqtts/mutual/expired/*"};
    const ReferenceRun bad = run_reference("ignores-not-after-of-leaf", expired);
    EXPECT_EQ(bad.result.exit, record::exit_gate) << bad.result.out << bad.result.err;
    ASSERT_TRUE(bad.record);
    ASSERT_EQ(bad.record->cells.size(), 2U);
    for (const record::Cell& cell : bad.record->cells)
        EXPECT_EQ(cell.verdict, Verdict::fail) << line_of(cell);

    const ReferenceRun good = run_reference("", expired);
    EXPECT_EQ(good.result.exit, record::exit_as_expected) << good.result.out << good.result.err;
}

TEST(Gate, ADeathIsNoticedAndFailsTheCellThatCausesIt) {
    const ReferenceRun run =
        run_reference("crashes-after-a-refusal", {"--select", "*/mqtts/mutual/expired/*", "--jobs", "1"});
    EXPECT_EQ(run.result.exit, record::exit_gate) << run.result.out << run.result.err;
    ASSERT_TRUE(run.record);
    for (const record::Cell& cell : run.record->cells) {
        EXPECT_EQ(cell.verdict, Verdict::fail) << line_of(cell);
        EXPECT_TRUE(cell.reason.starts_with("the broker died, and again when the cell ran alone: ")) << line_of(cell);
        EXPECT_EQ(cell.tries, 2);
    }
}

}  // namespace
}  // namespace gauntlet::tests
