// How much the server lends to its clients.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace gauntlet::reference::mqtt {

struct Limits {
    /// From the first byte on, until CONNECT has arrived whole.
    std::chrono::milliseconds connect_timeout{10'000};
    /// Bytes of a CONNECT: its five fields of 65,535 bytes each, and some properties.
    std::size_t connect_size = 384 * 1024;
    /// Bytes of every other packet; announced as Maximum Packet Size in 5.0.
    std::uint32_t packet_size = 16 * 1024 * 1024;
    /// PUBLISH packets of QoS 2 that a client may leave unreleased; announced as Receive Maximum in 5.0.
    std::uint16_t receive_maximum = 100;
    /// Announced in 5.0.
    std::uint16_t topic_alias_maximum = 10;
    /// Sessions, connected or not. One more is refused with "quota exceeded" (before 5.0 "server unavailable").
    std::size_t sessions = 10'000;
    std::size_t subscriptions_per_session = 1'000;
    std::size_t retained_messages = 10'000;
    /// Messages of QoS 1 and 2 that wait for one client (below 65,535), and the bytes of their payloads. What comes
    /// then is dropped for that client.
    std::size_t queued_messages = 1'000;
    std::size_t queued_bytes = 64 * 1024 * 1024;
    /// Bytes that one connection's Output may hold back before nothing more is published to it.
    std::size_t backlog = 1024 * 1024;
};

}  // namespace gauntlet::reference::mqtt
