// The retained messages (MQTT 5.0 section 3.3.1.3).
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "application_message.hpp"

namespace gauntlet::reference::mqtt {

class Retained {
  public:
    /// `maximum`: messages.
    explicit Retained(std::size_t maximum) : maximum_(maximum) {}

    /// Keeps the message in place of the one before; one without a payload removes that. False where there is no room.
    bool store(const SharedMessage& message, Time now);

    /// Those that a filter, without `$share/NAME/`, matches.
    std::vector<SharedMessage> matching(std::string_view filter, Time now) const;

  private:
    std::size_t maximum_;
    std::map<std::string, SharedMessage, std::less<>> messages_;
};

}  // namespace gauntlet::reference::mqtt
