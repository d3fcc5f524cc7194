// A small process that outlives ours: when we are gone, however, it kills the process groups and removes the folders
// that we had not given back.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

#include "descriptor.hpp"

namespace gauntlet::broker {

class Warden {
  public:
    // Forks. Throws StartFault.
    Warden();
    // Ends it, and waits for its end.
    ~Warden();
    Warden(const Warden&) = delete;
    Warden& operator=(const Warden&) = delete;

    // From any thread. A process must be released before it is reaped, while its number cannot be another's.
    // Throw StartFault if the warden is gone.
    void guard_group(pid_t leader);
    void guard_folder(const std::filesystem::path& folder);
    void release_group(pid_t leader) noexcept;
    void release_folder(const std::filesystem::path& folder) noexcept;

  private:
    bool tell(const std::string& message) noexcept;
    Descriptor socket_;
    pid_t pid_ = -1;
};

}  // namespace gauntlet::broker
