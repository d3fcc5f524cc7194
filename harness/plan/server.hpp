// A broker that is up: one process of ours with its listeners, or the user's listener.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "gauntlet/broker/instance.hpp"
#include "gauntlet/core/evidence.hpp"
#include "gauntlet/drive/target.hpp"
#include "gauntlet/plan/composition.hpp"

namespace gauntlet::plan {

class Server {
  public:
    struct Door {
        PlannedListener listener;
        drive::Target target;
    };

    // `instance` is null for the user's listener.
    Server(std::unique_ptr<broker::Instance> instance, std::vector<Door> doors, std::string log)
        : instance_(std::move(instance)), doors_(std::move(doors)), log_(std::move(log)) {}

    const drive::Target& target(const PlannedListener& listener) const;
    bool ours() const { return instance_ != nullptr; }
    // nullptr for the user's listener.
    broker::Instance* instance() { return instance_.get(); }
    // Path of its log below the run's folder; "" where there is none.
    const std::string& log() const { return log_; }
    // A place in the log: the aftermath of what happens from here on looks no further back.
    std::uint64_t mark() const;

    // Whether it can serve no longer.
    bool gone() const;
    // Died, unclean since `mark`, or alive. A death that a cell has asked about is that cell's to tell.
    boost::asio::awaitable<core::Aftermath> aftermath(std::uint64_t mark);

    // Nothing is left of it. What happened to it that no cell told of; "" where there is nothing to tell.
    struct Stopped {
        std::chrono::milliseconds ms{0};
        std::string fault;
    };
    boost::asio::awaitable<Stopped> stop(broker::StopHow how, int stop_signal);

  private:
    std::unique_ptr<broker::Instance> instance_;
    std::vector<Door> doors_;
    std::string log_;
    std::chrono::steady_clock::time_point up_ = std::chrono::steady_clock::now();
    bool told_ = false;
};

}  // namespace gauntlet::plan
