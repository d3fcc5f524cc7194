#include "new_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace gauntlet::cli {

namespace {

[[noreturn]] void fail(const std::filesystem::path& path, int error) {
    throw std::system_error(error, std::generic_category(), "cannot write " + path.string());
}

int write_all(int descriptor, std::string_view content) {
    while (!content.empty()) {
        const ssize_t size = ::write(descriptor, content.data(), content.size());
        if (size >= 0)
            content.remove_prefix(static_cast<std::size_t>(size));
        else if (errno != EINTR)
            return errno;
    }
    return 0;
}

}  // namespace

void make_private_folders(const std::filesystem::path& path) {
    if (path.empty() || std::filesystem::is_directory(path))
        return;
    make_private_folders(path.parent_path());
    if (::mkdir(path.c_str(), private_folder_mode) != 0 && errno != EEXIST)
        fail(path, errno);
}

void write_new_file(const std::filesystem::path& path, std::string_view content, mode_t mode) {
    make_private_folders(path.parent_path());
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor < 0)
        fail(path, errno);
    int error = write_all(descriptor, content);
    if (::close(descriptor) != 0 && error == 0)
        error = errno;
    if (error != 0)
        fail(path, error);
}

}  // namespace gauntlet::cli
