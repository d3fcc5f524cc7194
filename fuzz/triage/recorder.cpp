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
    std::set<std::string> opened;
    for (const core::Step& step : session)
        if (const auto* open = std::get_if<core::Open>(&step); open != nullptr && !opened.insert(open->channel).second)
            left_out_.insert(open->channel);
}

void Recorder::sent(std::string_view channel, wire::View bytes, bool frames) {
    if (frames)
        left_out_.emplace(channel);
    wire::Bytes& all = exchanges_[std::string(channel)].sent;
    all.insert(all.end(), bytes.begin(), bytes.end());
    if (!bytes.empty())
        last_sent_ = last_type(bytes);
}

void Recorder::heard(std::string_view channel, const wire::mqtt::Packet& packet) {
    wire::Bytes& all = exchanges_[std::string(channel)].received;
    all.insert(all.end(), packet.bytes.begin(), packet.bytes.end());
    last_heard_ = wire::mqtt::name(packet.type());
}

void Recorder::heard(std::string_view, const core::Observation&) {}

std::string Recorder::state() const {
    return fmt::format("after {}, answered {}", last_sent_, last_heard_);
}

std::vector<oracles::Exchange> Recorder::exchanges() const {
    std::vector<oracles::Exchange> all;
    for (const auto& [channel, exchange] : exchanges_)
        if (!left_out_.contains(channel))
            all.push_back(exchange);
    return all;
}

}  // namespace gauntlet::fuzz::triage
