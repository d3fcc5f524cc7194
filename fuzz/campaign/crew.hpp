// The children of a campaign: one process for each worker.
#pragma once

#include <sys/types.h>

#include <boost/asio/awaitable.hpp>
#include <filesystem>
#include <functional>

namespace gauntlet::fuzz::campaign {

// How a child ended.
struct Ending {
    bool exited = false;
    int code = 0;  // exit status, or signal
};

// A child that runs `body`, which does not return. It dies with this process, whatever happens to it; what it prints
// goes to the end of the file. SIGINT and SIGTERM, which a terminal sends to all of us, are left to the parent.
class Child {
  public:
    // Throws std::system_error.
    Child(const std::filesystem::path& output, const std::function<void()>& body);
    // Kills and reaps it where it still runs.
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    pid_t pid() const { return pid_; }
    boost::asio::awaitable<Ending> ended();
    void kill();

  private:
    pid_t pid_ = -1;
    int pidfd_ = -1;
};

}  // namespace gauntlet::fuzz::campaign
