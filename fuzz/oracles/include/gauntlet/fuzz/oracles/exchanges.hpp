// Gathers what went over the connections of a session, for violates().
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/core/observation.hpp"
#include "gauntlet/core/step.hpp"
#include "gauntlet/fuzz/oracles/statement.hpp"

namespace gauntlet::fuzz::oracles {

// A channel that is opened twice, or that sends WebSocket frames of its own, is left out: which bytes are MQTT of which
// connection is then not known.
class Exchanges {
  public:
    // Of these steps.
    void begin(const std::vector<core::Step>& session);

    void sent(std::string_view channel, wire::View bytes, bool frames);
    void received(std::string_view channel, wire::View bytes);
    void received(std::string_view channel, const core::Observation& observation);

    // Whether one of them was silent, also of those that are left out.
    bool any_silent() const;
    // Leaves nothing.
    std::vector<Exchange> take();

  private:
    struct Entry {
        std::string channel;
        Exchange exchange;
        bool known = true;
    };
    Entry& of(std::string_view channel);
    std::vector<Entry> entries_;
};

}  // namespace gauntlet::fuzz::oracles
