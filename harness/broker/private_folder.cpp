#include "private_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <random>

#include "descriptor.hpp"
#include "gauntlet/broker/supervisor.hpp"
#include "system_words.hpp"

namespace gauntlet::broker {
namespace {

std::filesystem::path random_path() {
    const char* parent = std::getenv("TMPDIR");
    std::random_device random;
    const std::string name = fmt::format("gauntlet-{:08x}{:08x}", random(), random());
    return std::filesystem::absolute(parent != nullptr && *parent != '\0' ? parent : "/tmp") / name;
}

void write_all(int descriptor, const std::string& content, const std::filesystem::path& path) {
    std::size_t done = 0;
    while (done < content.size()) {
        const ssize_t written = ::write(descriptor, content.data() + done, content.size() - done);
        if (written < 0 && errno != EINTR)
            throw StartFault(system_words("cannot write " + path.string()));
        done += written > 0 ? static_cast<std::size_t>(written) : 0;
    }
}

}  // namespace

// The warden knows the folder before it is there, so that no moment is left in which it would stay behind.
PrivateFolder::PrivateFolder(std::shared_ptr<Warden> warden, std::optional<Identity> owner)
    : warden_(std::move(warden)), owner_(std::move(owner)) {
    const std::filesystem::path path = random_path();
    warden_->guard_folder(path);
    if (::mkdir(path.c_str(), 0700) != 0) {
        const int error = errno;
        warden_->release_folder(path);
        throw StartFault(system_words(
            "cannot make the folder " + path.string() + " (set TMPDIR to one that can be written)", error));
    }
    path_ = path;
    give_to_owner(path_);
}

void PrivateFolder::give_to_owner(const std::filesystem::path& path) const {
    if (owner_ && ::lchown(path.c_str(), owner_->uid, owner_->gid) != 0)
        throw StartFault(system_words("cannot give " + path.string() + " to user " + owner_->name));
}

void PrivateFolder::write(const std::filesystem::path& relative, const std::string& content) const {
    std::filesystem::path parent = path_;
    for (const std::filesystem::path& step : relative.parent_path()) {
        parent /= step;
        if (::mkdir(parent.c_str(), 0700) == 0)
            give_to_owner(parent);
        else if (errno != EEXIST)
            throw StartFault(system_words("cannot make the folder " + parent.string()));
    }
    const std::filesystem::path path = path_ / relative;
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file)
        throw StartFault(system_words("cannot write " + path.string()));
    write_all(file.get(), content, path);
    give_to_owner(path);
}

void PrivateFolder::replace(const std::filesystem::path& relative, const std::string& content) const {
    const std::filesystem::path fresh = relative.string() + ".new";
    write(fresh, content);
    if (::rename((path_ / fresh).c_str(), (path_ / relative).c_str()) != 0)
        throw StartFault(system_words("cannot write " + (path_ / relative).string()));
}

void PrivateFolder::remove() noexcept {
    if (path_.empty())
        return;
    std::error_code error;
    std::filesystem::remove_all(path_, error);
    if (!error)
        warden_->release_folder(path_);  // otherwise the warden tries again when we end
    path_.clear();
}

}  // namespace gauntlet::broker
