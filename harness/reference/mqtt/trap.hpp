// The planted fault as one connection meets it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "codec.hpp"
#include "gauntlet/reference/mqtt/planted.hpp"

namespace gauntlet::reference::mqtt {

class Trap {
  public:
    explicit Trap(const Planted& planted);

    /// A good packet of the client. Aborts where it meets the last condition.
    void see(const Message& message);
    /// Puts the reason code of the condition that the latest packet has met, if any, into its acknowledgement.
    void mark(Message& answer) const;

  private:
    struct Condition {
        PacketType type = PacketType::publish;
        unsigned field = 0;  // 0 and 1: a byte of the packet identifier, the high one first; then bytes of the payload
        std::uint8_t value = 0;
    };
    static std::optional<std::uint8_t> value_of(const Message& message, const Condition& condition);

    std::vector<Condition> conditions_;
    std::size_t met_ = 0;
    bool marked_ = false;
};

}  // namespace gauntlet::reference::mqtt
