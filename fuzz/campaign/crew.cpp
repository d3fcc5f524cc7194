#include "crew.hpp"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <system_error>

#include "gauntlet/net/readable.hpp"

namespace gauntlet::fuzz::campaign {

namespace {

[[noreturn]] void be_child(pid_t parent, int output, const std::function<void()>& body) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent)  // it died before that
        ::_exit(1);
    ::signal(SIGINT, SIG_IGN);
    ::signal(SIGTERM, SIG_IGN);
    ::signal(SIGCHLD, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    // The parent's sockets, and the ends of pipes by which others learn that the parent is gone.
    ::syscall(SYS_close_range, 3U, ~0U, 0U);
    body();
    ::_exit(1);
}

// A descriptor that we close stays in Asio's epoll set as long as the child still has it, and what happens to it then
// wakes who waits for another one (epoll(7), question 6): the child has closed all of them before we go on.
void wait_for_end_of_file(int pipe) {
    char none = 0;
    while (::read(pipe, &none, 1) < 0 && errno == EINTR)
        continue;
}

}  // namespace

Child::Child(const std::filesystem::path& output, const std::function<void()>& body) {
    const int file = ::open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0)
        throw std::system_error(errno, std::generic_category(), output.string());
    int closes_with_child[2];
    if (::pipe2(closes_with_child, O_CLOEXEC) != 0)
        throw std::system_error(errno, std::generic_category(), "cannot make a pipe");
    std::fflush(nullptr);
    const pid_t parent = ::getpid();
    pid_ = ::fork();
    if (pid_ == 0)
        be_child(parent, file, body);
    const int error = errno;
    ::close(file);
    ::close(closes_with_child[1]);
    if (pid_ > 0)
        wait_for_end_of_file(closes_with_child[0]);
    ::close(closes_with_child[0]);
    if (pid_ < 0)
        throw std::system_error(error, std::generic_category(), "cannot start a worker");
    pidfd_ = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
}

Child::~Child() {
    kill();
    if (pid_ > 0)
        ::waitpid(pid_, nullptr, 0);
    if (pidfd_ >= 0)
        ::close(pidfd_);
}

void Child::kill() {
    if (pid_ > 0)
        ::kill(pid_, SIGKILL);
}

boost::asio::awaitable<Ending> Child::ended() {
    int status = 0;
    while (::waitpid(pid_, &status, WNOHANG) == 0)
        co_await net::readable(pidfd_);
    pid_ = -1;
    Ending ending;
    ending.exited = WIFEXITED(status);
    ending.code = ending.exited ? WEXITSTATUS(status) : WTERMSIG(status);
    co_return ending;
}

}  // namespace gauntlet::fuzz::campaign
