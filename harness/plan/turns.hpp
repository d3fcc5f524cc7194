// Who has to wait because a broker's starts are so costly that only some of them may go on at a time. Of one thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <deque>
#include <utility>

namespace gauntlet::plan {

class Turns {
  public:
    // 0: everybody at once.
    explicit Turns(std::size_t at_once) : at_once_(at_once) {}
    Turns(const Turns&) = delete;
    Turns& operator=(const Turns&) = delete;

    // Given back by its destructor.
    class Turn {
      public:
        explicit Turn(Turns& owner) : owner_(&owner) {}
        Turn(Turn&& other) noexcept : owner_(std::exchange(other.owner_, nullptr)) {}
        Turn& operator=(Turn&&) = delete;
        ~Turn() {
            if (owner_ != nullptr)
                owner_->give_back();
        }

      private:
        Turns* owner_;
    };

    // In the order of the calls. Ends with operation_aborted where the waiting coroutine is cancelled.
    boost::asio::awaitable<Turn> take();

  private:
    void give_back();

    std::size_t at_once_;
    std::size_t taken_ = 0;
    std::deque<boost::asio::steady_timer*> waiting_;
};

}  // namespace gauntlet::plan
