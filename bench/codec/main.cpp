// Decoding and encoding PUBLISH packets: Gauntlet beside libmosquitto and Paho's C library, from and to memory. The
// last lines are the ratios of this run: above 1, Gauntlet is faster.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <map>
#include <string>

#include "gauntlet/wire/mqtt/framer.hpp"
#include "gauntlet/wire/mqtt/message.hpp"
#include "mosquitto_client.hpp"

// Paho's decoder (MQTTPacketOut.c) has no public header: of the packet behind its fixed header. It allocates what
// MQTTPacket_freePublish() frees.
extern "C" void* MQTTPacket_publish(int version, unsigned char header, char* data, std::size_t size);
extern "C" void MQTTPacket_freePublish(void* publish);

namespace gauntlet::bench {
namespace {

using namespace wire::mqtt;

constexpr std::size_t packets = 64;  // in one stream
constexpr const char* topic = "building/3/room/217/temperature";

Publish publish_of(std::size_t payload, Version version) {
    Publish out{topic, std::string(payload, 'x')};
    if (version == Version::v5_0)
        out.properties = {{Property::message_expiry_interval, 60u},
                          {Property::content_type, std::string("text/plain")},
                          {Property::user_property, StringPair("unit", "celsius")}};
    return out;
}

wire::Bytes stream_of(const wire::Bytes& packet) {
    wire::Bytes out;
    for (std::size_t i = 0; i < packets; ++i)
        out.insert(out.end(), packet.begin(), packet.end());
    return out;
}

void count_packets(benchmark::State& state) {
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * packets));
}

// From bytes to a value that owns its texts, as the others do.
void decode_gauntlet(benchmark::State& state, std::size_t payload, Version version) {
    const wire::Bytes stream = stream_of(encode(publish_of(payload, version), version));
    Packet packet;
    Framer framer(1024 * 1024);
    for ([[maybe_unused]] const auto iteration : state) {
        framer.feed(stream);
        while (const auto bytes = framer.next()) {
            decode(*bytes, {version, Sender::server}, packet);
            benchmark::DoNotOptimize(message(packet));
        }
    }
    count_packets(state);
}

void decode_mosquitto(benchmark::State& state, std::size_t payload, Version version) {
    const wire::Bytes stream = stream_of(encode(publish_of(payload, version), version));
    MosquittoClient client(version);
    for ([[maybe_unused]] const auto iteration : state)
        client.receive(stream, packets);
    count_packets(state);
}

void decode_paho(benchmark::State& state, std::size_t payload, Version version) {
    const wire::Bytes packet = encode(publish_of(payload, version), version);
    const std::size_t header = packet.size() < 130 ? 2 : 3;
    std::string body(wire::text(wire::View(packet).subspan(header)));
    for ([[maybe_unused]] const auto iteration : state)
        for (std::size_t i = 0; i < packets; ++i) {
            void* publish = MQTTPacket_publish(static_cast<int>(version), packet[0], body.data(), body.size());
            if (publish == nullptr)
                return state.SkipWithError("Paho refuses the packet");
            MQTTPacket_freePublish(publish);
        }
    count_packets(state);
}

void encode_gauntlet(benchmark::State& state, std::size_t payload, Version version) {
    const Message publish = publish_of(payload, version);
    wire::Bytes out;
    for ([[maybe_unused]] const auto iteration : state)
        for (std::size_t i = 0; i < packets; ++i) {
            out.clear();
            encode(publish, version, out);
            benchmark::DoNotOptimize(out.data());
        }
    count_packets(state);
}

void encode_mosquitto(benchmark::State& state, std::size_t payload, Version version) {
    const std::string bytes(payload, 'x');
    MosquittoClient client(version);
    for ([[maybe_unused]] const auto iteration : state)
        for (std::size_t i = 0; i < packets; ++i)
            client.publish(topic, bytes);
    count_packets(state);
}

// Prints as ever and remembers packets per second.
class Reporter : public benchmark::ConsoleReporter {
  public:
    void ReportRuns(const std::vector<Run>& runs) override {
        ConsoleReporter::ReportRuns(runs);
        for (const Run& run : runs)
            if (!run.error_occurred)
                rates_[run.benchmark_name()] = run.counters.at("items_per_second");
    }

    void print_ratios(const std::string& ours, const std::string& theirs) const {
        for (const auto& [name, rate] : rates_) {
            if (!name.ends_with("/" + ours))
                continue;
            const std::string other = name.substr(0, name.size() - ours.size()) + theirs;
            if (const auto found = rates_.find(other); found != rates_.end())
                fmt::print("{:<32} {:>6.2f} of {}\n", name, rate / found->second, theirs);
        }
    }

  private:
    std::map<std::string, double> rates_;
};

using Function = void (*)(benchmark::State&, std::size_t, Version);

void add(const std::string& what, const std::string& who, Function function, std::size_t payload, Version version) {
    const std::string name = fmt::format("{}/{}/{}-bytes/{}", what, wire::mqtt::name(version), payload, who);
    benchmark::RegisterBenchmark(name.c_str(), function, payload, version);
}

}  // namespace
}  // namespace gauntlet::bench

int main(int argc, char** argv) {
    using namespace gauntlet::bench;
    for (const Version version : {Version::v3_1_1, Version::v5_0})
        for (const std::size_t payload : {std::size_t{8}, std::size_t{1024}}) {
            add("decode", "gauntlet", decode_gauntlet, payload, version);
            add("decode", "mosquitto", decode_mosquitto, payload, version);
            add("decode", "paho", decode_paho, payload, version);
        }
    // libmosquitto's other function has properties; the packet is the same without.
    for (const std::size_t payload : {std::size_t{8}, std::size_t{1024}}) {
        add("encode", "gauntlet", encode_gauntlet, payload, Version::v3_1_1);
        add("encode", "mosquitto", encode_mosquitto, payload, Version::v3_1_1);
    }
    benchmark::Initialize(&argc, argv);
    Reporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    reporter.print_ratios("gauntlet", "mosquitto");
    reporter.print_ratios("gauntlet", "paho");
    return 0;
}
