#include "warden.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <set>
#include <thread>

#include "gauntlet/broker/supervisor.hpp"
#include "system_words.hpp"

namespace gauntlet::broker {
namespace {

// Messages: sign (+ guard, - release), kind (g group, f folder), then the number or the path.
struct Wards {
    std::set<pid_t> groups;
    std::set<std::string> folders;

    void apply(const std::string& message) {
        if (message.size() < 3)
            return;
        const bool guard = message[0] == '+';
        const std::string name = message.substr(2);
        if (message[1] == 'f')
            guard ? void(folders.insert(name)) : void(folders.erase(name));
        else if (const pid_t group = static_cast<pid_t>(std::strtol(name.c_str(), nullptr, 10)); group > 1)
            guard ? void(groups.insert(group)) : void(groups.erase(group));
    }
};

// A killed process may write until it is gone, so that the folder is tried again for a second.
void remove_folder(const std::string& folder) {
    for (int attempt = 0; attempt < 50; ++attempt) {
        std::error_code error;
        std::filesystem::remove_all(folder, error);
        if (!error && !std::filesystem::exists(std::filesystem::symlink_status(folder, error)))
            return;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

// Terminal signals are meant for our parent; its descriptors, standard output included, must not stay open in us.
void detach(int socket) {
    ::setsid();
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGUSR1, SIGUSR2})
        ::signal(signal, SIG_IGN);
    ::prctl(PR_SET_NAME, "gauntlet-warden");
    const int null = ::open("/dev/null", O_RDWR);
    for (int standard = 0; standard < 3; ++standard)
        ::dup2(null, standard);
    ::dup2(socket, 3);
    ::close_range(4, ~0U, 0);
    if (::chdir("/") != 0)
        ::_exit(1);
}

[[noreturn]] void guard_until_end(int socket) noexcept {
    detach(socket);
    Wards wards;
    std::array<char, 8192> buffer{};
    for (;;) {
        const ssize_t length = ::recv(3, buffer.data(), buffer.size(), 0);
        if (length > 0)
            wards.apply(std::string(buffer.data(), static_cast<std::size_t>(length)));
        else if (length == 0 || errno != EINTR)
            break;
    }
    for (const pid_t group : wards.groups)
        ::kill(-group, SIGKILL);
    for (const std::string& folder : wards.folders)
        remove_folder(folder);
    ::_exit(0);
}

}  // namespace

Warden::Warden() {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        throw StartFault(system_words("cannot make a socket pair for the warden"));
    socket_ = Descriptor(ends[0]);
    const Descriptor theirs(ends[1]);
    pid_ = ::fork();
    if (pid_ < 0)
        throw StartFault(system_words("cannot fork the warden"));
    if (pid_ == 0)
        guard_until_end(theirs.get());
}

Warden::~Warden() {
    socket_.close();
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
}

bool Warden::tell(const std::string& message) noexcept {
    ssize_t sent = 0;
    do
        sent = ::send(socket_.get(), message.data(), message.size(), MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent == static_cast<ssize_t>(message.size());
}

void Warden::guard_group(pid_t leader) {
    if (!tell("+g" + std::to_string(leader)))
        throw StartFault("the warden process is gone: run again, and leave the process gauntlet-warden alone");
}

void Warden::guard_folder(const std::filesystem::path& folder) {
    if (!tell("+f" + folder.string()))
        throw StartFault("the warden process is gone: run again, and leave the process gauntlet-warden alone");
}

void Warden::release_group(pid_t leader) noexcept {
    tell("-g" + std::to_string(leader));
}

void Warden::release_folder(const std::filesystem::path& folder) noexcept {
    tell("-f" + folder.string());
}

}  // namespace gauntlet::broker
