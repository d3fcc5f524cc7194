// How a broker reacted to one packet of a stream, out of everything that it sent.
#pragma once

#include <vector>

#include "gauntlet/wire/mqtt/packet.hpp"

namespace gauntlet::fuzz::oracles {

using Packets = std::vector<wire::mqtt::Packet>;

// What is no refusal: every packet but a DISCONNECT, an AUTH and a CONNACK with another code than 0.
bool is_acceptance(const wire::mqtt::Packet& received);

// Whether something that was received acknowledges the packet `index` of `sent`, and says that it was taken. Nothing is
// said where an earlier packet has the same type and identifier.
bool acknowledged(const Packets& sent, std::size_t index, const Packets& received);

// Whether a PINGREQ behind the packet `index` of `sent` was answered: then the connection was open when the packet had
// been handled.
bool outlived(const Packets& sent, std::size_t index, const Packets& received);

}  // namespace gauntlet::fuzz::oracles
