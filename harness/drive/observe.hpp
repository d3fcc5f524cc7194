// Packets as observations.
#pragma once

#include "gauntlet/core/observation.hpp"
#include "gauntlet/wire/mqtt/packet.hpp"
#include "link.hpp"

namespace gauntlet::drive {

// CONNACK 0 is mqtt/accepted, another one mqtt/connack, DISCONNECT mqtt/disconnect, the rest mqtt/packet. Facts beside
// those of core/observation.hpp: session-present (yes/no), reason (the reason or return codes, joined with commas).
// A packet that violates its specification is tcp/packet.
core::Observation observe(const wire::mqtt::Packet& packet, const Published& published);

// Bytes that are no MQTT packet.
core::Observation no_packet(const std::string& why, wire::View bytes);

}  // namespace gauntlet::drive
