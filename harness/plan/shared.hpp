// One planned instance over its whole life: started when first needed, started again after a death, and split into one
// instance for each listener where it does not become ready as a whole, to find the profile at fault.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "starter.hpp"
#include "tasks.hpp"

namespace gauntlet::plan {

class Shared {
  public:
    Shared(boost::asio::io_context& io, Tasks& tasks, Starter& starter, std::size_t broker,
           std::vector<PlannedListener> listeners)
        : io_(io), tasks_(tasks), starter_(starter), broker_(broker), listeners_(std::move(listeners)) {}

    // Starts it in the background, unless that has been done.
    void begin();

    // `server` is null where it does not become ready; then `fault` says why.
    struct Served {
        Server* server = nullptr;
        std::string fault;
    };
    boost::asio::awaitable<Served> serving(const PlannedListener& listener);

    boost::asio::awaitable<void> close(broker::StopHow how);

  private:
    boost::asio::awaitable<void> start();
    boost::asio::awaitable<void> try_start();
    void split();
    Shared& part_of(const PlannedListener& listener);

    boost::asio::io_context& io_;
    Tasks& tasks_;
    Starter& starter_;
    std::size_t broker_;
    std::vector<PlannedListener> listeners_;
    std::shared_ptr<Event> started_;                // of the start that is under way
    std::unique_ptr<Server> current_;               //
    std::vector<std::unique_ptr<Server>> retired_;  // died; their cells may still look at them
    std::vector<std::unique_ptr<Shared>> parts_;    // after a split
    std::string fault_;                             // it does not become ready, and why
};

}  // namespace gauntlet::plan
