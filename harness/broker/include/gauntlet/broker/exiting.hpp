// Whether a process is on its way out, before it can be waited for.
#pragma once

#include <sys/types.h>

namespace gauntlet::broker {

// The kernel closes the sockets of a dying process before the process becomes waitable, so that a peer sees the end of
// a connection while waitid() still calls the process alive. True from the moment on at which its end is decided
// (PF_EXITING, proc(5)), and where there is no such process any more.
bool is_exiting(pid_t pid);

// The same for who asks often: the file in /proc stays open.
class ExitWatch {
  public:
    explicit ExitWatch(pid_t pid);
    ~ExitWatch();
    ExitWatch(const ExitWatch&) = delete;
    ExitWatch& operator=(const ExitWatch&) = delete;

    bool is_exiting() const;

  private:
    int file_;
};

}  // namespace gauntlet::broker
