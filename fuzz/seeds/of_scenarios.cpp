#include <array>
#include <map>
#include <set>
#include <utility>

#include "gauntlet/core/step_text.hpp"
#include "gauntlet/fuzz/seeds/seeds.hpp"
#include "gauntlet/wire/mqtt/framer.hpp"
#include "gauntlet/wire/notation/notation.hpp"

namespace gauntlet::fuzz::seeds {
namespace {

// Longer inputs cost executions, and show nothing that short ones do not.
constexpr std::size_t longest = 1024;

// The first byte of the MQTT inputs (properties/context.hpp), for what clients send.
char choice_of(wire::mqtt::Version version) {
    return version == wire::mqtt::Version::v5_0 ? '4' : version == wire::mqtt::Version::v3_1_1 ? '2' : '0';
}

std::string filled(std::string notation) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> values = {
        {{"{id}", "id"}, {"{topic}", "t"}, {"{run}", "run"}, {"{user}", "user"}, {"{password}", "word"}}};
    for (const auto& [placeholder, value] : values)
        for (std::size_t at = 0; (at = notation.find(placeholder, at)) != std::string::npos; at += value.size())
            notation.replace(at, placeholder.size(), value);
    return notation;
}

class Collector {
  public:
    void add(const core::Stimulus& stimulus) {
        add("steps", core::to_text(stimulus.steps));
        std::map<std::string, std::string> streams;  // by channel
        for (const core::Step& step : stimulus.steps)
            if (const auto* send = std::get_if<core::Send>(&step))
                add(*send, streams);
        for (const auto& [channel, stream] : streams)
            add_stream(stream);
    }

    std::vector<Seed> take() { return {seeds_.begin(), seeds_.end()}; }

  private:
    void add(std::string property, std::string bytes) {
        if (bytes.size() <= longest)
            seeds_.insert({std::move(property), std::move(bytes)});
    }

    void add(const core::Send& send, std::map<std::string, std::string>& streams) {
        const std::string notation = filled(send.bytes);
        const wire::Bytes bytes = wire::notation::bytes_of(notation);
        add("notation", notation);
        if (send.as == core::As::frames)
            add("websocket_frames", "0" + std::string(wire::text(bytes)));
        else
            streams[send.channel] += wire::text(bytes);
    }

    void add_stream(const std::string& stream) {
        const auto version = wire::mqtt::version_of_connect(wire::view(stream)).value_or(wire::mqtt::Version::v3_1_1);
        const char choice = choice_of(version);
        add("mqtt_stream", choice + stream);
        wire::mqtt::Framer framer(stream.size());
        framer.feed(wire::view(stream));
        while (const auto packet = framer.next())
            add("mqtt_packet", choice + std::string(wire::text(*packet)));
        if (!framer.rest().empty())
            add("mqtt_packet", choice + std::string(wire::text(framer.rest())));
    }

    std::set<Seed> seeds_;
};

}  // namespace

std::vector<Seed> of_scenarios(const std::vector<core::Scenario>& scenarios) {
    Collector collector;
    for (const core::Scenario& scenario : scenarios)
        collector.add(scenario.stimulus);
    return collector.take();
}

}  // namespace gauntlet::fuzz::seeds
