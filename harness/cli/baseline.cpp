// gauntlet baseline write: the failures of a record as a file of known failures, for people to complete.
#include "gauntlet/record/baseline.hpp"

#include <fmt/format.h>

#include <iostream>
#include <system_error>

#include "gauntlet/record/gate.hpp"
#include "gauntlet/record/json.hpp"
#include "new_file.hpp"
#include "records.hpp"
#include "usage.hpp"

namespace gauntlet::cli {

int baseline_write(const BaselineOptions& options) {
    const record::Baseline baseline = record::baseline_of(record::read(options.record));
    if (options.out.empty()) {
        std::cout << baseline.text;
    } else {
        try {
            write_new_file(options.out, baseline.text, public_mode);
        } catch (const std::system_error& error) {
            throw UsageError(fmt::format("--out: {}; a file that is there is left as it is", error.what()));
        }
    }
    fmt::print(stderr, "{} {}; write the reason and the confirm command of each: --known refuses the file until then\n",
               baseline.entries, baseline.entries == 1 ? "entry" : "entries");
    return record::exit_as_expected;
}

}  // namespace gauntlet::cli
