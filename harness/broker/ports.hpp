// Free TCP ports on 127.0.0.1.
#pragma once

#include <cstdint>
#include <vector>

#include "descriptor.hpp"

namespace gauntlet::broker {

// Keeps ports bound until it is released, just before their broker binds them.
class PortReservation {
  public:
    // An ephemeral port that nobody else has. Throws StartFault.
    std::uint16_t take();
    void release() { sockets_.clear(); }

  private:
    std::vector<Descriptor> sockets_;
};

}  // namespace gauntlet::broker
