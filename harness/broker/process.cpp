#include "process.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <poll.h>
#include <string.h>
#include <sys/wait.h>

#include <cerrno>
#include <csignal>

namespace gauntlet::broker {
namespace {

Ending to_ending(const siginfo_t& info) {
    return {.by_signal = info.si_code != CLD_EXITED, .code = info.si_status};
}

// waitid() of one child, again where a signal interrupted it. Who waited for the pidfd with Asio has made it
// non-blocking (pidfd_open(2)): EAGAIN says that the child still runs.
bool wait_for(int pidfd, siginfo_t& info, int options) {
    while (::waitid(P_PIDFD, static_cast<id_t>(pidfd), &info, WEXITED | options) != 0) {
        if (errno == EAGAIN && (options & WNOHANG) == 0) {
            pollfd end{.fd = pidfd, .events = POLLIN, .revents = 0};
            ::poll(&end, 1, -1);
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

}  // namespace

core::Observation observation_of(const Ending& ending, const std::vector<std::string>& log) {
    core::Observation observation;
    observation.layer = core::Layer::process;
    observation.kind = ending.by_signal ? core::Kind::signal : core::Kind::exit;
    observation.code = ending.code;
    observation.text = ending.by_signal ? fmt::format("ended by signal {} ({})", ending.code, ::strsignal(ending.code))
                                        : fmt::format("exit code {}", ending.code);
    if (!log.empty())
        observation.text += fmt::format("; log: {}", fmt::join(log, " | "));
    return observation;
}

Process::Process(std::shared_ptr<Warden> warden, const SpawnRequest& request)
    : warden_(std::move(warden)), spawned_(spawn(request)) {
    if (!warden_)
        return;
    try {
        warden_->guard_group(spawned_.pid);
    } catch (...) {
        kill_group();
        finish();
        throw;
    }
}

Process::~Process() {
    kill_group();
    finish();
}

std::optional<Ending> Process::ending() const {
    const std::lock_guard lock(mutex_);
    if (reaped_)
        return reaped_;
    siginfo_t info{};
    if (!wait_for(pidfd(), info, WNOHANG | WNOWAIT) || info.si_pid == 0)
        return std::nullopt;
    return to_ending(info);
}

void Process::signal(int number) noexcept {
    const std::lock_guard lock(mutex_);
    if (!reaped_)
        ::kill(spawned_.pid, number);
}

void Process::kill_group() noexcept {
    const std::lock_guard lock(mutex_);
    if (!reaped_)
        ::kill(-spawned_.pid, SIGKILL);
}

// The leader's number, and so the group's, stays its own until the leader is reaped: that comes last.
Ending Process::finish() noexcept {
    {
        const std::lock_guard lock(mutex_);
        if (reaped_)
            return *reaped_;
    }
    siginfo_t info{};
    wait_for(pidfd(), info, WNOWAIT);
    const std::lock_guard lock(mutex_);
    if (reaped_)
        return *reaped_;
    ::kill(-spawned_.pid, SIGKILL);
    if (warden_)
        warden_->release_group(spawned_.pid);
    wait_for(pidfd(), info, 0);
    reaped_ = to_ending(info);
    return *reaped_;
}

}  // namespace gauntlet::broker
