// A folder for what is shown to people while a broker runs.
#pragma once

#include <filesystem>
#include <memory>

namespace gauntlet::broker {

// Below $TMPDIR (else /tmp), of this program's user alone. It is removed with the object, or, as instances' folders
// are, when this process is gone: a guardian of its own is forked for that, so it belongs before the first thread.
class TemporaryFolder {
  public:
    // Throws StartFault.
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const;

  private:
    class Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace gauntlet::broker
