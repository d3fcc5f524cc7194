#include "gauntlet/broker/temporary_folder.hpp"

#include <optional>

#include "private_folder.hpp"
#include "warden.hpp"

namespace gauntlet::broker {

class TemporaryFolder::Parts {
  public:
    std::shared_ptr<Warden> warden = std::make_shared<Warden>();
    PrivateFolder folder{warden, std::nullopt};
};

TemporaryFolder::TemporaryFolder() : parts_(std::make_unique<Parts>()) {}
TemporaryFolder::~TemporaryFolder() = default;

const std::filesystem::path& TemporaryFolder::path() const {
    return parts_->folder.path();
}

}  // namespace gauntlet::broker
