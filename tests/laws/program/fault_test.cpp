// A fault of the harness is never a verdict on the broker: whichever operation fails, a scenario that the broker passes
// is inconclusive, or the program ends and says why.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <vector>

#include "gauntlet/record/gate.hpp"
#include "reference_run.hpp"

namespace gauntlet::tests {
namespace {

namespace fs = std::filesystem;
using core::Verdict;

struct Injected {
    long operations = 0;  // of the kind, all in all
    std::string failed;   // "nothing", or the operation that failed
    ReferenceRun run;
};

// On a negative scenario, which the correct broker passes and the flaw fails.
Injected inject(const std::string& kind, long at, const std::string& flaw) {
    const TemporaryFolder folder;
    const fs::path report = folder.path() / "report";
    const fs::path temporary = folder.path() / "tmp";
    fs::create_directory(temporary);
    fs::permissions(temporary, fs::perms::all);
    Injected injected;
    injected.run = run_reference(flaw, {"--select", "reference/mqtts/mutual/no-certificate/tls-1-3", "--timeout", "3"},
                                 {{"LD_PRELOAD", GAUNTLET_FAULT_LIBRARY},
                                  {"GAUNTLET_FAULT_KIND", kind},
                                  {"GAUNTLET_FAULT_AT", std::to_string(at)},
                                  {"GAUNTLET_FAULT_BELOW", fs::temp_directory_path()},
                                  {"GAUNTLET_FAULT_REPORT", report},
                                  {"TMPDIR", temporary}});
    std::ifstream(report) >> injected.operations >> injected.failed;
    EXPECT_TRUE(fs::is_empty(temporary)) << "the program left a folder behind";
    return injected;
}

struct Faults {
    const char* kind;
    const char* flaw;               // of the broker
    std::vector<Verdict> verdicts;  // that the fault may leave, beside inconclusive and skipped
};

bool may_be(const Faults& faults, Verdict verdict) {
    return verdict == Verdict::inconclusive || verdict == Verdict::skipped ||
           std::find(faults.verdicts.begin(), faults.verdicts.end(), verdict) != faults.verdicts.end();
}

// Either the cell has no verdict on the broker, or the run as a whole says in one line why it is none.
void expect_no_verdict(const Injected& injected, const Faults& faults, const std::string& what) {
    const Result& result = injected.run.result;
    const bool excused = result.exit == record::exit_infrastructure || result.exit == record::exit_bad_input;
    if (!injected.run.record) {
        EXPECT_TRUE(excused) << what << ": exit " << result.exit;
        EXPECT_NE(result.err.find("gauntlet: "), std::string::npos) << what << ": no reason is given: " << result.err;
        return;
    }
    if (excused && injected.run.record->exit != result.exit)
        return;  // what failed came after the record
    for (const record::Cell& cell : injected.run.record->cells)
        EXPECT_TRUE(may_be(faults, cell.verdict) || !injected.run.record->faults.empty())
            << what << ": " << line_of(cell);
}

class Fault : public testing::TestWithParam<Faults> {};

TEST_P(Fault, OfAnyOperationIsNeverAVerdictOnTheBroker) {
    if (GAUNTLET_SANITIZED != 0)
        GTEST_SKIP() << "the sanitizer must be loaded first";
    const auto& [kind, flaw, verdicts] = GetParam();
    const Injected untouched = inject(kind, 0, flaw);
    ASSERT_EQ(untouched.run.result.exit, *flaw == '\0' ? record::exit_as_expected : record::exit_gate)
        << untouched.run.result.err;
    ASSERT_GE(untouched.operations, 5) << "the library is not loaded";
    long injected = 0;
    // How many operations there are differs a little from run to run: until one ends before its fault.
    for (long at = 1; at < 10 * untouched.operations; ++at) {
        const Injected one = inject(kind, at, flaw);
        if (one.failed == "nothing")
            break;
        expect_no_verdict(one, GetParam(), std::string(kind) + " operation " + std::to_string(at) + ", " + one.failed);
        ++injected;
    }
    RecordProperty("faults", static_cast<int>(injected));
    EXPECT_GE(injected, untouched.operations / 2);
}

const std::string requests_without_requiring = "requests-without-requiring";

// A clock that jumps while nobody waits does no harm, and then the broker's true verdict stands.
INSTANTIATE_TEST_SUITE_P(Laws, Fault,
                         testing::Values(Faults{"socket", "", {}}, Faults{"file", "", {}}, Faults{"process", "", {}},
                                         Faults{"timer", "", {Verdict::pass}},
                                         Faults{"socket", requests_without_requiring.c_str(), {Verdict::fail}}),
                         [](const testing::TestParamInfo<Faults>& given) {
                             return std::string(given.param.kind) + (*given.param.flaw == '\0' ? "" : "_with_a_flaw");
                         });

}  // namespace
}  // namespace gauntlet::tests
