#include "child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <stdexcept>

namespace gauntlet::wire::mqtt::test {

bool is_installed(const std::string& program) {
    const char* path = std::getenv("PATH");
    std::istringstream folders(path == nullptr ? "" : path);
    for (std::string folder; std::getline(folders, folder, ':');)
        if (access((std::filesystem::path(folder) / program).c_str(), X_OK) == 0)
            return true;
    return false;
}

Child::Child(const std::vector<std::string>& arguments) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        throw std::runtime_error("pipe2 failed");
    std::vector<char*> argv;
    for (const std::string& argument : arguments)
        argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    pid_ = fork();
    if (pid_ == 0) {
        dup2(ends[1], STDOUT_FILENO);
        execvp(argv[0], argv.data());
        _exit(127);
    }
    close(ends[1]);
    output_ = ends[0];
}

Child::~Child() {
    if (pid_ > 0) {
        kill(pid_, SIGKILL);
        waitpid(pid_, nullptr, 0);
    }
    close(output_);
}

std::string Child::output() {
    std::string out;
    char buffer[4096];
    pollfd waiting{output_, POLLIN, 0};
    while (poll(&waiting, 1, 20000) == 1) {
        const ssize_t count = read(output_, buffer, sizeof buffer);
        if (count <= 0)
            break;
        out.append(buffer, static_cast<std::size_t>(count));
    }
    return out;
}

int Child::exit_code() {
    if (pid_ > 0) {
        // It has closed its output, so that it is about to end; where it does not, it hangs.
        int tries = 200;
        while (waitpid(pid_, &status_, WNOHANG) == 0) {
            if (--tries == 0)
                kill(pid_, SIGKILL);
            usleep(10000);
        }
        pid_ = -1;
    }
    return WIFEXITED(status_) ? WEXITSTATUS(status_) : -1;
}

}  // namespace gauntlet::wire::mqtt::test
