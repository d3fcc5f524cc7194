// Runs a command of the user's own in the foreground, as the user would.
#pragma once

#include <filesystem>

#include "gauntlet/broker/install.hpp"

namespace gauntlet::broker {

// The command ends with this process. Its standard error is ours; its standard output goes to the file `output`, or to
// our standard error where that is empty. Throws InstallFault: it could not be started, or did not end with 0.
void run_command(const InstallCommand& command, const std::filesystem::path& folder,
                 const std::filesystem::path& output = {});

}  // namespace gauntlet::broker
