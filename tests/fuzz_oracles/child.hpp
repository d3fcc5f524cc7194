// A process that misbehaves on demand.
#pragma once

#include <signal.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>
#include <vector>

namespace gauntlet::fuzz::oracles {

class Child {
  public:
    // Runs `work` in a child process, then waits there to be killed.
    explicit Child(const std::function<void()>& work) : pid_(::fork()) {
        if (pid_ != 0)
            return;
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        work();
        for (;;)
            ::pause();
    }
    ~Child() {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    pid_t pid() const { return pid_; }

  private:
    pid_t pid_;
};

// Uses all processors for good: on a loaded machine one thread would not get much.
[[noreturn]] inline void spin() {
    const auto forever = [] {
        for (std::atomic<unsigned long> i = 0;;)
            ++i;
    };
    std::vector<std::thread> others;
    for (int i = 0; i < 3; ++i)
        others.emplace_back(forever);
    forever();
    ::_exit(1);
}

// Waits, at most five seconds, until `condition` holds.
inline bool eventually(const std::function<bool()>& condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end)
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return true;
}

}  // namespace gauntlet::fuzz::oracles
