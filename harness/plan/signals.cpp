#include "gauntlet/plan/signals.hpp"

#include <signal.h>

namespace gauntlet::plan {

void block_signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

}  // namespace gauntlet::plan
