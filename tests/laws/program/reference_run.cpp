#include "reference_run.hpp"

#include <filesystem>

#include "gauntlet/record/json.hpp"

namespace gauntlet::tests {

ReferenceRun run_reference(const std::string& flaws, const Arguments& arguments, const Environment& outside) {
    const TemporaryFolder folder;
    const std::filesystem::path out = folder.path() / "out";
    Arguments whole{"run", "--broker", "reference", "--out", out};
    if (!flaws.empty())
        whole.insert(whole.end(), {"--set", "reference.flaw=" + flaws});
    whole.insert(whole.end(), arguments.begin(), arguments.end());
    ReferenceRun run;
    run.result = gauntlet(whole, outside);
    if (std::filesystem::exists(out / "record.json"))
        run.record = record::read(out / "record.json");
    return run;
}

std::string line_of(const record::Cell& cell) {
    return cell.id() + ": " + std::string(to_string(cell.verdict)) + ": " + cell.reason;
}

}  // namespace gauntlet::tests
