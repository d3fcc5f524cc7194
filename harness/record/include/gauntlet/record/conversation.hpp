// What went over the wire in a cell, rendered and bounded, so that a report shows it without the run's folder. Kept of
// cells that are not a pass: the transcripts have all of them, whole.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/core/observation.hpp"

namespace gauntlet::record {

enum class Direction : std::uint8_t {
    none,      // an event of the channel itself
    sent,      // by us
    received,  // from the broker
};
inline constexpr std::array<std::string_view, 3> direction_names{"none", "sent", "received"};

struct Event {
    std::uint64_t us = 0;  // microseconds since the section began
    std::string channel;   // "a"
    Direction direction = Direction::none;
    core::Layer layer = core::Layer::tcp;
    std::string text;        // for people: the notation of a packet, "ClientHello, 306 bytes"; may be empty
    std::string hex;         // of the first of `size` bytes; "" where payloads are not kept
    std::uint64_t size = 0;  // bytes
    bool operator==(const Event&) const = default;
};

struct Section {
    std::string title;  // "stimulus", "control before"; "try 2: stimulus"
    std::vector<Event> events;
    std::uint64_t dropped = 0;  // events that came after those
    bool operator==(const Section&) const = default;
};

struct Conversation {
    std::vector<Section> sections;
    // What the broker's instance wrote while the cell was open, the last lines of it; other cells may have been served
    // at the same time. Empty where there is no log.
    std::vector<std::string> log_lines;
    bool operator==(const Conversation&) const = default;
};

}  // namespace gauntlet::record
