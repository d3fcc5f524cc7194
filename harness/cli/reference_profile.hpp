// A profile of the catalogue as a reference broker for people: files of a PKI, settings, and how to talk to it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "client_commands.hpp"
#include "gauntlet/core/profile.hpp"
#include "gauntlet/reference/settings.hpp"

namespace gauntlet::cli {

struct ReferenceProfile {
    std::string name = "one-way";
    std::uint16_t port = 8883;  // 0: any
    std::string pki;            // what `pki make` wrote; empty: `out`
    std::string out;            // made where it is absent
};

// Holds a folder below $TMPDIR with what the listener serves and trusts.
class ProfileFiles {
  public:
    // Makes the PKI where there is none. Throws UsageError.
    explicit ProfileFiles(const ReferenceProfile& wanted);
    ~ProfileFiles();
    ProfileFiles(const ProfileFiles&) = delete;
    ProfileFiles& operator=(const ProfileFiles&) = delete;

    reference::Settings settings() const;
    // Where it listens and a command that talks to it. `ports` are those of the settings' listeners.
    std::string instructions(const std::vector<std::uint16_t>& ports) const;

  private:
    reference::ListenerSettings listener(core::Transport transport, int offset) const;
    void write_files();
    ClientSide client(std::uint16_t port) const;

    ReferenceProfile wanted_;
    core::Profile profile_;
    std::filesystem::path pki_;
    std::filesystem::path folder_;
    reference::User user_;
};

}  // namespace gauntlet::cli
