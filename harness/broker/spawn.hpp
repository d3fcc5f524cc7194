// Starts a program in a session and process group of its own, with nothing of ours but what it is given.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "descriptor.hpp"
#include "identity.hpp"

namespace gauntlet::broker {

struct SpawnRequest {
    std::vector<std::string> command;      // an absolute path, and arguments
    std::vector<std::string> environment;  // "NAME=VALUE", all of it
    std::filesystem::path folder;          // its working directory
    int output = -1;                       // becomes its standard output and error
    std::optional<Identity> identity;      // whom it runs as
};

struct Spawned {
    pid_t pid = -1;
    Descriptor pidfd;
};

// Throws StartFault: it could not be started, with the step that failed and how to mend it.
Spawned spawn(const SpawnRequest& request);

// PATH, HOME and TMPDIR (both `folder`), a UTF-8 locale, and what a build of the broker's own may need:
// LD_LIBRARY_PATH, JAVA_HOME, ASAN_OPTIONS, LSAN_OPTIONS, UBSAN_OPTIONS, TSAN_OPTIONS. Nothing else of ours.
std::vector<std::string> minimal_environment(const std::filesystem::path& folder);

}  // namespace gauntlet::broker
