// The subcommands. Each returns the program's exit code and throws UsageError, core::BadInput or broker::BadInput for
// what the user must mend.
#pragma once

#include "options.hpp"

namespace gauntlet::cli {

int list(const ListOptions& options);
int explain(const ExplainOptions& options);
int brokers(const BrokersOptions& options);
int install_broker(const InstallOptions& options);
int remove_broker(const InstallOptions& options);
int report(const ReportOptions& options);
int run(const RunOptions& options);
int selftest(const SelftestOptions& options);

}  // namespace gauntlet::cli
