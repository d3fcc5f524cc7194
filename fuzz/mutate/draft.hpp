/// A session taken apart into packets, to be changed and put together again.
#pragma once

#include <optional>
#include <vector>

#include "gauntlet/fuzz/mutate/session.hpp"
#include "gauntlet/wire/mqtt/types.hpp"
#include "gauntlet/wire/notation/bytes.hpp"

namespace gauntlet::fuzz::mutate {

/// A step; of a Send what it sends, packet by packet.
struct Unit {
    core::Step step;
    std::vector<wire::Bytes> packets;  // with as = frames one entry, all of its bytes
    bool changed = false;              // `packets` says something else than the step's notation

    core::Send* send() { return std::get_if<core::Send>(&step); }
    const core::Send* send() const { return std::get_if<core::Send>(&step); }
};

/// Where a packet stands, and in which protocol.
struct Place {
    std::size_t unit = 0;
    std::size_t packet = 0;
    wire::mqtt::Context context;
};

class Draft {
  public:
    explicit Draft(const Steps& steps);

    std::vector<Unit>& units() { return units_; }
    /// The packets in order; with `connects` those that are a CONNECT too.
    std::vector<Place> places(bool connects) const;
    const wire::Bytes& at(const Place& place) const { return units_[place.unit].packets[place.packet]; }
    wire::Bytes& at(const Place& place) { return units_[place.unit].packets[place.packet]; }
    void changed(const Place& place) { units_[place.unit].changed = true; }

    std::size_t packet_count() const;
    std::size_t client_count() const;
    /// The protocol that a channel speaks before the unit of that index, as its last CONNECT said.
    wire::mqtt::Context context(const std::string& channel, std::size_t before) const;

    /// Without Sends that have nothing to send.
    Steps steps() const;

  private:
    std::vector<Unit> units_;
};

bool is_connect(wire::View packet);

}  // namespace gauntlet::fuzz::mutate
