// Coroutines that belong to one owner, and the event that they wait on. All of one thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <exception>
#include <list>

namespace gauntlet::plan {

// Once set, it stays set.
class Event {
  public:
    explicit Event(boost::asio::io_context& io) : timer_(io, boost::asio::steady_timer::time_point::max()) {}

    void set();
    bool is_set() const { return set_; }
    // Ends with operation_aborted where the waiting coroutine is cancelled.
    boost::asio::awaitable<void> wait();

  private:
    boost::asio::steady_timer timer_;
    bool set_ = false;
};

// Must be idle when it is destroyed.
class Tasks {
  public:
    explicit Tasks(boost::asio::io_context& io) : io_(io) {}

    // An operation_aborted that follows cancel() is no error; any other exception is kept for rethrow().
    void spawn(boost::asio::awaitable<void> task);
    void cancel();
    bool idle() const { return signals_.empty(); }
    boost::asio::awaitable<void> wait();
    // The first exception of a task, if there was one.
    void rethrow() const;

  private:
    void finished(std::exception_ptr error);

    boost::asio::io_context& io_;
    std::list<boost::asio::cancellation_signal> signals_;
    std::list<Event> waiting_;
    std::exception_ptr error_;
    bool cancelled_ = false;
};

}  // namespace gauntlet::plan
