#include "spawn.hpp"

#include <fcntl.h>
#include <grp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>

#include "gauntlet/broker/supervisor.hpp"
#include "system_words.hpp"

namespace gauntlet::broker {
namespace {

enum class Stage { identity, parent, folder, descriptors, program };

struct Failure {
    Stage stage;
    int error;
};

// Pointers into strings that outlive the fork.
std::vector<char*> pointers(const std::vector<std::string>& strings) {
    std::vector<char*> result;
    for (const std::string& text : strings)
        result.push_back(const_cast<char*>(text.c_str()));
    result.push_back(nullptr);
    return result;
}

// Between fork and exec only async-signal-safe calls are allowed: no allocation, no exceptions.
struct Child {
    const SpawnRequest& request;
    char* const* command;
    char* const* environment;
    int report;
    pid_t parent;

    [[noreturn]] void fail(Stage stage) const {
        const Failure failure{stage, errno};
        [[maybe_unused]] const ssize_t written = ::write(report, &failure, sizeof failure);
        ::_exit(127);
    }

    void reset_signals() const {
        for (int signal = 1; signal < NSIG; ++signal)
            ::signal(signal, SIG_DFL);
        sigset_t none;
        ::sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
    }

    // No core dumps; as many descriptors as are allowed, so that our load meets the broker's limits and not the
    // shell's; a log or a store of 4 GiB is the end.
    void set_limits() const {
        const rlimit no_core{0, 0};
        ::setrlimit(RLIMIT_CORE, &no_core);
        const rlimit file_size{4ULL << 30U, 4ULL << 30U};
        ::setrlimit(RLIMIT_FSIZE, &file_size);
        rlimit files{};
        if (::getrlimit(RLIMIT_NOFILE, &files) == 0) {
            files.rlim_cur = std::min<rlim_t>(files.rlim_max, 65536);
            ::setrlimit(RLIMIT_NOFILE, &files);
        }
    }

    void drop_privileges() const {
        if (!request.identity)
            return;
        const Identity& identity = *request.identity;
        if (::setgroups(0, nullptr) != 0 || ::setresgid(identity.gid, identity.gid, identity.gid) != 0 ||
            ::setresuid(identity.uid, identity.uid, identity.uid) != 0)
            fail(Stage::identity);
    }

    // After the change of user, which would clear it. A parent that died before this line is noticed by its number.
    void die_with_parent() const {
        if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || ::getppid() != parent)
            fail(Stage::parent);
    }

    void arrange_descriptors() const {
        const int null = ::open("/dev/null", O_RDONLY);
        if (null < 0 || ::dup2(null, 0) < 0 || ::dup2(request.output, 1) < 0 || ::dup2(request.output, 2) < 0 ||
            ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) != 0)
            fail(Stage::descriptors);
    }

    [[noreturn]] void run() const {
        ::setsid();
        reset_signals();
        ::umask(077);
        set_limits();
        drop_privileges();
        die_with_parent();
        if (::chdir(request.folder.c_str()) != 0)
            fail(Stage::folder);
        arrange_descriptors();
        ::execve(command[0], command, environment);
        fail(Stage::program);
    }
};

std::string words(const Failure& failure, const SpawnRequest& request) {
    const std::string user = request.identity ? " as user " + request.identity->name : "";
    switch (failure.stage) {
        case Stage::identity:
            return system_words("cannot become user " + request.identity->name, failure.error);
        case Stage::parent:
            return "the parent process ended during the start";
        case Stage::folder:
            return system_words(
                "cannot enter " + request.folder.string() + user + " (set TMPDIR to a folder that it can enter)",
                failure.error);
        case Stage::descriptors:
            return system_words("cannot set up the standard descriptors", failure.error);
        case Stage::program:
            break;
    }
    return system_words("cannot run " + request.command.front() + user + " (it must be executable for that user)",
                        failure.error);
}

void reap(pid_t pid) {
    while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
    }
}

}  // namespace

Spawned spawn(const SpawnRequest& request) {
    const std::vector<char*> command = pointers(request.command);
    const std::vector<char*> environment = pointers(request.environment);
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        throw StartFault(system_words("cannot make a pipe"));
    const Descriptor read_end(ends[0]);
    Descriptor write_end(ends[1]);
    const Child child{request, command.data(), environment.data(), write_end.get(), ::getpid()};

    Spawned result;
    result.pid = ::fork();
    if (result.pid < 0)
        throw StartFault(system_words("cannot fork " + request.command.front()));
    if (result.pid == 0)
        child.run();
    write_end.close();
    result.pidfd = Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, result.pid, 0)));
    const int pidfd_error = errno;

    Failure failure{};
    ssize_t length = 0;
    do
        length = ::read(read_end.get(), &failure, sizeof failure);
    while (length < 0 && errno == EINTR);
    if (length == static_cast<ssize_t>(sizeof failure)) {
        reap(result.pid);
        throw StartFault(words(failure, request));
    }
    if (!result.pidfd) {
        ::kill(-result.pid, SIGKILL);
        reap(result.pid);
        throw StartFault(system_words("cannot watch the process of " + request.command.front(), pidfd_error));
    }
    return result;
}

std::vector<std::string> minimal_environment(const std::filesystem::path& folder) {
    std::vector<std::string> result{"HOME=" + folder.string(), "TMPDIR=" + folder.string(), "LANG=C.UTF-8"};
    const char* path = std::getenv("PATH");
    result.push_back(std::string("PATH=") +
                     (path != nullptr ? path : "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"));
    for (const char* name :
         {"LD_LIBRARY_PATH", "JAVA_HOME", "ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"})
        if (const char* value = std::getenv(name))
            result.push_back(std::string(name) + "=" + value);
    return result;
}

}  // namespace gauntlet::broker
