// Whether a process is on its way out, before it can be waited for.
#pragma once

#include <sys/types.h>

namespace gauntlet::broker {

// The kernel closes the sockets of a dying process before the process becomes waitable, so that a peer sees the end of
// a connection while waitid() still calls the process alive. True from the moment on at which its end is decided
// (PF_EXITING, proc(5)), and where there is no such process any more.
bool is_exiting(pid_t pid);

}  // namespace gauntlet::broker
