// Makes the Nth operation of one kind fail, in the process that it is loaded into by LD_PRELOAD and in none of its
// children. No line of the product knows of it.
//
//   GAUNTLET_FAULT_KIND    socket, file, process or timer
//   GAUNTLET_FAULT_AT      which one fails, counted from 1; 0: none
//   GAUNTLET_FAULT_BELOW   folders, separated by colons: files elsewhere (the system's) are not counted
//   GAUNTLET_FAULT_REPORT  file that is written at the end: the number of operations, and the name of the one that
//   failed
//
// The errors are those of a machine in need: no peer can cause them.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

namespace {

constexpr std::size_t most_descriptors = 4096;

struct Plan {
    const char* kind = std::getenv("GAUNTLET_FAULT_KIND");
    long at = std::getenv("GAUNTLET_FAULT_AT") != nullptr ? std::atol(std::getenv("GAUNTLET_FAULT_AT")) : 0;
    const char* below = std::getenv("GAUNTLET_FAULT_BELOW");
    const char* report = std::getenv("GAUNTLET_FAULT_REPORT");
    pid_t process = ::getpid();
    std::atomic<long> count = 0;
    const char* failed = "nothing";
    std::array<std::atomic<bool>, most_descriptors> counted_files{};

    Plan() {
        // Children, which have this process's environment, are left alone.
        for (const char* name : {"LD_PRELOAD", "GAUNTLET_FAULT_KIND"})
            ::unsetenv(name);
    }
    ~Plan() {
        if (report == nullptr || ::getpid() != process)
            return;
        std::array<char, 128> text{};
        const int length = std::snprintf(text.data(), text.size(), "%ld %s\n", count.load(), failed);
        const auto file =
            static_cast<int>(::syscall(SYS_openat, AT_FDCWD, report, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
        ::syscall(SYS_write, file, text.data(), static_cast<std::size_t>(length));
        ::syscall(SYS_close, file);
    }

    bool is_ours(const char* path) const {
        for (const char* folder = below; folder != nullptr && *folder != '\0';) {
            const char* end = std::strchr(folder, ':');
            const std::size_t length = end != nullptr ? static_cast<std::size_t>(end - folder) : std::strlen(folder);
            if (std::strncmp(path, folder, length) == 0)
                return true;
            folder = end != nullptr ? end + 1 : nullptr;
        }
        return false;
    }
};

Plan& plan() {
    static Plan instance;
    return instance;
}

// In time: the program's own static objects may already open files.
[[gnu::constructor]] void begin() {
    plan();
}

// Whether this operation is the one that fails.
bool fails(const char* kind, const char* operation, int error) {
    Plan& p = plan();
    if (p.kind == nullptr || std::strcmp(p.kind, kind) != 0 || ::getpid() != p.process)
        return false;
    if (++p.count != p.at)
        return false;
    p.failed = operation;
    errno = error;
    return true;
}

// The harness's own helper processes are spoken to over sockets too.
bool is_of_a_process(int descriptor) {
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    const int before = errno;
    ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &length);
    errno = before;
    return address.ss_family == AF_UNIX;
}

// A message that begins with "-" only takes an earlier one back, once everything is over: it is not counted.
bool send_fails(int descriptor, const void* text, size_t size) {
    if (!is_of_a_process(descriptor))
        return fails("socket", "send", ENOBUFS);
    return size > 0 && *static_cast<const char*>(text) != '-' && fails("process", "send", ENOBUFS);
}

bool is_socket(int descriptor) {
    struct stat status {};
    const int before = errno;
    const bool socket = ::fstat(descriptor, &status) == 0 && S_ISSOCK(status.st_mode);
    errno = before;
    return socket;
}

bool is_counted_file(int descriptor) {
    return descriptor >= 0 && static_cast<std::size_t>(descriptor) < most_descriptors &&
           plan().counted_files[static_cast<std::size_t>(descriptor)];
}

int opened(int descriptor, bool counted) {
    if (descriptor >= 0 && static_cast<std::size_t>(descriptor) < most_descriptors)
        plan().counted_files[static_cast<std::size_t>(descriptor)] = counted;
    return descriptor;
}

bool transfer_fails(int descriptor, const char* operation) {
    if (is_counted_file(descriptor))
        return fails("file", operation, EIO);
    return is_socket(descriptor) && fails("socket", operation, ENOBUFS);
}

template <typename Function>
Function next(const char* name) {
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

// NEXT: the function of this name that is hidden by ours.
#define NEXT(name) next<decltype(&::name)>(#name)

extern "C" {

int socket(int domain, int type, int protocol) {
    static const auto real = NEXT(socket);
    return fails("socket", "socket", EMFILE) ? -1 : opened(real(domain, type, protocol), false);
}
int connect(int descriptor, const sockaddr* address, socklen_t length) {
    static const auto real = NEXT(connect);
    return fails("socket", "connect", EADDRNOTAVAIL) ? -1 : real(descriptor, address, length);
}
int bind(int descriptor, const sockaddr* address, socklen_t length) noexcept {
    static const auto real = NEXT(bind);
    return fails("socket", "bind", EADDRNOTAVAIL) ? -1 : real(descriptor, address, length);
}
ssize_t recv(int descriptor, void* buffer, size_t size, int flags) {
    static const auto real = NEXT(recv);
    return fails("socket", "recv", ENOBUFS) ? -1 : real(descriptor, buffer, size, flags);
}
ssize_t recvmsg(int descriptor, msghdr* message, int flags) {
    static const auto real = NEXT(recvmsg);
    return fails("socket", "recvmsg", ENOBUFS) ? -1 : real(descriptor, message, flags);
}
ssize_t send(int descriptor, const void* buffer, size_t size, int flags) {
    static const auto real = NEXT(send);
    return send_fails(descriptor, buffer, size) ? -1 : real(descriptor, buffer, size, flags);
}
ssize_t sendmsg(int descriptor, const msghdr* message, int flags) {
    static const auto real = NEXT(sendmsg);
    return fails("socket", "sendmsg", ENOBUFS) ? -1 : real(descriptor, message, flags);
}

ssize_t read(int descriptor, void* buffer, size_t size) {
    static const auto real = NEXT(read);
    return transfer_fails(descriptor, "read") ? -1 : real(descriptor, buffer, size);
}
ssize_t pread(int descriptor, void* buffer, size_t size, off_t offset) {
    static const auto real = NEXT(pread);
    return transfer_fails(descriptor, "pread") ? -1 : real(descriptor, buffer, size, offset);
}
ssize_t write(int descriptor, const void* buffer, size_t size) {
    static const auto real = NEXT(write);
    return transfer_fails(descriptor, "write") ? -1 : real(descriptor, buffer, size);
}
ssize_t writev(int descriptor, const iovec* parts, int count) {
    static const auto real = NEXT(writev);
    return transfer_fails(descriptor, "writev") ? -1 : real(descriptor, parts, count);
}
ssize_t readv(int descriptor, const iovec* parts, int count) {
    static const auto real = NEXT(readv);
    return transfer_fails(descriptor, "readv") ? -1 : real(descriptor, parts, count);
}

int open(const char* path, int flags, ...) {
    static const auto real = NEXT(open);
    va_list arguments;
    va_start(arguments, flags);
    const auto mode = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : mode_t{};
    va_end(arguments);
    const bool counted = plan().is_ours(path);
    return counted && fails("file", "open", EIO) ? -1 : opened(real(path, flags, mode), counted);
}
int open64(const char* path, int flags, ...) {
    static const auto real = NEXT(open64);
    va_list arguments;
    va_start(arguments, flags);
    const auto mode = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : mode_t{};
    va_end(arguments);
    const bool counted = plan().is_ours(path);
    return counted && fails("file", "open", EIO) ? -1 : opened(real(path, flags, mode), counted);
}
FILE* fopen(const char* path, const char* mode) {
    static const auto real = NEXT(fopen);
    const bool counted = plan().is_ours(path);
    if (counted && fails("file", "fopen", EIO))
        return nullptr;
    FILE* file = real(path, mode);
    if (file != nullptr)
        opened(::fileno(file), counted);
    return file;
}
FILE* fopen64(const char* path, const char* mode) {
    static const auto real = NEXT(fopen64);
    const bool counted = plan().is_ours(path);
    if (counted && fails("file", "fopen", EIO))
        return nullptr;
    FILE* file = real(path, mode);
    if (file != nullptr)
        opened(::fileno(file), counted);
    return file;
}
int mkdir(const char* path, mode_t mode) noexcept {
    static const auto real = NEXT(mkdir);
    return plan().is_ours(path) && fails("file", "mkdir", ENOSPC) ? -1 : real(path, mode);
}
int rename(const char* from, const char* to) noexcept {
    static const auto real = NEXT(rename);
    return plan().is_ours(to) && fails("file", "rename", EIO) ? -1 : real(from, to);
}
int fsync(int descriptor) {
    static const auto real = NEXT(fsync);
    return is_counted_file(descriptor) && fails("file", "fsync", EIO) ? -1 : real(descriptor);
}

pid_t fork() noexcept {
    static const auto real = NEXT(fork);
    return fails("process", "fork", EAGAIN) ? -1 : real();
}
int pipe2(int* ends, int flags) noexcept {
    static const auto real = NEXT(pipe2);
    if (fails("process", "pipe2", EMFILE))
        return -1;
    const int result = real(ends, flags);
    opened(ends[0], false);
    opened(ends[1], false);
    return result;
}
int memfd_create(const char* name, unsigned flags) noexcept {
    static const auto real = NEXT(memfd_create);
    return fails("process", "memfd_create", EMFILE) ? -1 : opened(real(name, flags), false);
}
long syscall(long number, ...) noexcept {
    static const auto real = NEXT(syscall);
    va_list arguments;
    va_start(arguments, number);
    const long a = va_arg(arguments, long);
    const long b = va_arg(arguments, long);
    const long c = va_arg(arguments, long);
    const long d = va_arg(arguments, long);
    const long e = va_arg(arguments, long);
    const long f = va_arg(arguments, long);
    va_end(arguments);
    if (number == SYS_pidfd_open && fails("process", "pidfd_open", EMFILE))
        return -1;
    return real(number, a, b, c, d, e, f);
}

// From the Nth reading on the clock that deadlines are measured with is an hour ahead: this machine stood still, as a
// suspended one does, and every timer is due at once.
int clock_gettime(clockid_t clock, timespec* time) noexcept {
    static const auto real = NEXT(clock_gettime);
    static std::atomic<bool> jumped = false;
    const int result = real(clock, time);
    if (clock != CLOCK_MONOTONIC || ::getpid() != plan().process)
        return result;
    if (fails("timer", "clock_gettime", 0))
        jumped = true;
    if (jumped)
        time->tv_sec += 3600;
    return result;
}

}  // extern "C"
