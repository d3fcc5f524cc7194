#include "run_command.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>

#include "descriptor.hpp"
#include "system_words.hpp"

namespace gauntlet::broker {
namespace {

Descriptor opened(const std::filesystem::path& output) {
    if (output.empty())
        return Descriptor(::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3));
    return Descriptor(::open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
}

// The program is single-threaded here: what allocates may be called after the fork.
[[noreturn]] void run_child(const InstallCommand& command, const std::filesystem::path& folder, int output,
                            pid_t parent) {
    std::vector<char*> arguments;
    for (const std::string& text : command.command)
        arguments.push_back(const_cast<char*>(text.c_str()));
    arguments.push_back(nullptr);
    for (const std::string& variable : command.environment) {
        const std::size_t equals = variable.find('=');
        ::setenv(variable.substr(0, equals).c_str(), variable.c_str() + equals + 1, 1);
    }
    ::umask(022);  // brokers of root run as another user, who must read what is installed
    const bool dies_with_us = ::prctl(PR_SET_PDEATHSIG, SIGTERM) == 0 && ::getppid() == parent;
    if (dies_with_us && ::dup2(output, STDOUT_FILENO) >= 0 && ::chdir(folder.c_str()) == 0)
        ::execvp(arguments[0], arguments.data());
    ::_exit(127);
}

std::string outcome(int status) {
    if (WIFSIGNALED(status))
        return fmt::format("was ended by signal {}", WTERMSIG(status));
    return WEXITSTATUS(status) == 127 ? "could not be started"
                                      : fmt::format("ended with exit code {}", WEXITSTATUS(status));
}

}  // namespace

void run_command(const InstallCommand& command, const std::filesystem::path& folder,
                 const std::filesystem::path& output) {
    const Descriptor destination = opened(output);
    if (!destination)
        throw InstallFault(system_words("cannot write " + output.string()));
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child < 0)
        throw InstallFault(system_words("cannot start a command"));
    if (child == 0)
        run_child(command, folder, destination.get(), parent);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        throw InstallFault(
            fmt::format("{} {}; what it printed says why", fmt::join(command.command, " "), outcome(status)));
}

}  // namespace gauntlet::broker
