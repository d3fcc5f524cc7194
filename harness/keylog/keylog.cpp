#include "gauntlet/keylog/keylog.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

namespace gauntlet::keylog {
namespace {

void complain(const char* path) {
    fmt::print(stderr, "gauntlet: SSLKEYLOGFILE={}: {}; no TLS secrets are written there\n", path,
               std::strerror(errno));
}

// Stays open as long as the process lives. -1: there is none.
int open_file() {
    const char* path = ::secure_getenv("SSLKEYLOGFILE");
    if (path == nullptr || *path == '\0')
        return -1;
    const int file = ::open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, S_IRUSR | S_IWUSR);
    if (file < 0)
        complain(path);
    return file;
}

}  // namespace

void append(std::string_view line) {
    static const int file = open_file();
    if (file < 0)
        return;
    // One write for each line: with O_APPEND those of other processes do not come in between.
    const std::string whole = std::string(line) + "\n";
    static std::atomic_flag complained;
    if (::write(file, whole.data(), whole.size()) < 0 && !complained.test_and_set())
        complain(::secure_getenv("SSLKEYLOGFILE"));
}

}  // namespace gauntlet::keylog
