// A folder of an instance's own: mode 0700, owned by whom the broker runs as, removed at the end.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "identity.hpp"
#include "warden.hpp"

namespace gauntlet::broker {

class PrivateFolder {
  public:
    // Below $TMPDIR (else /tmp), with a random name. Throws StartFault.
    PrivateFolder(std::shared_ptr<Warden> warden, std::optional<Identity> owner);
    ~PrivateFolder() { remove(); }
    PrivateFolder(const PrivateFolder&) = delete;
    PrivateFolder& operator=(const PrivateFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }
    // A new file, mode 0600, and the folders on the way to it. Throws StartFault.
    void write(const std::filesystem::path& relative, const std::string& content) const;
    // The same for a file that is there: who reads it meanwhile reads all of the old or all of the new one.
    void replace(const std::filesystem::path& relative, const std::string& content) const;
    void remove() noexcept;

  private:
    void give_to_owner(const std::filesystem::path& path) const;
    std::shared_ptr<Warden> warden_;
    std::optional<Identity> owner_;
    std::filesystem::path path_;
};

}  // namespace gauntlet::broker
