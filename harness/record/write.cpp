#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <random>
#include <string>
#include <system_error>

#include "gauntlet/record/json.hpp"

namespace gauntlet::record {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const char* what, const fs::path& path) {
    throw fs::filesystem_error(what, path, std::error_code(errno, std::generic_category()));
}

// A file that is removed again unless it is renamed to its place.
class TemporaryFile {
  public:
    explicit TemporaryFile(const fs::path& target) : target_(target) {
        path_ = fs::path(target).replace_filename("." + target.filename().string() + "." +
                                                  std::to_string(std::random_device{}()) + ".tmp");
        descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
        if (descriptor_ < 0)
            fail("cannot create the record", target);
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile() {
        ::close(descriptor_);
        if (!renamed_)
            ::unlink(path_.c_str());
    }
    void write(std::string_view text) {
        while (!text.empty()) {
            const ssize_t count = ::write(descriptor_, text.data(), text.size());
            if (count < 0 && errno != EINTR)
                fail("cannot write the record", target_);
            if (count > 0)
                text.remove_prefix(static_cast<std::size_t>(count));
        }
        if (::fsync(descriptor_) != 0)
            fail("cannot write the record", target_);
    }
    void rename() {
        if (::rename(path_.c_str(), target_.c_str()) != 0)
            fail("cannot put the record in its place", target_);
        renamed_ = true;
    }

  private:
    fs::path target_;
    fs::path path_;
    int descriptor_ = -1;
    bool renamed_ = false;
};

}  // namespace

void write(const Run& run, const fs::path& path) {
    const std::string text = to_json(run);
    TemporaryFile file(path);
    file.write(text);
    file.rename();
}

}  // namespace gauntlet::record
