#include "gauntlet/fuzz/triage/recorder.hpp"

#include <fmt/format.h>

#include "gauntlet/wire/mqtt/framer.hpp"

namespace gauntlet::fuzz::triage {

namespace {

// Of the last packet that begins in these bytes.
std::string last_type(wire::View bytes) {
    constexpr std::size_t largest = std::size_t{1} << 28U;
    wire::mqtt::Framer framer(largest);
    framer.feed(bytes);
    std::uint8_t first = bytes.front();
    while (const auto packet = framer.next())
        first = packet->front();
    if (!framer.rest().empty())
        first = framer.rest().front();
    return std::string(wire::mqtt::name(static_cast<wire::mqtt::PacketType>(first >> 4U)));
}

}  // namespace

Recorder::Recorder(const std::vector<core::Step>& session) {
    exchanges_.begin(session);
}

void Recorder::sent(std::string_view channel, wire::View bytes, bool frames) {
    exchanges_.sent(channel, bytes, frames);
    if (!bytes.empty())
        last_sent_ = last_type(bytes);
}

void Recorder::heard(std::string_view channel, const wire::mqtt::Packet& packet) {
    exchanges_.received(channel, packet.bytes);
    last_heard_ = wire::mqtt::name(packet.type());
}

void Recorder::heard(std::string_view channel, const core::Observation& observation) {
    exchanges_.received(channel, observation);
}

std::string Recorder::state() const {
    return fmt::format("after {}, answered {}", last_sent_, last_heard_);
}

}  // namespace gauntlet::fuzz::triage
