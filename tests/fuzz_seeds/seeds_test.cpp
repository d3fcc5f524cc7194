#include "gauntlet/fuzz/seeds/seeds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>

#include "gauntlet/fuzz/properties/context.hpp"
#include "gauntlet/fuzz/properties/properties.hpp"
#include "gauntlet/scenarios/catalogue.hpp"
#include "gauntlet/wire/mqtt/packet.hpp"

namespace gauntlet::fuzz::seeds {
namespace {

std::vector<Seed> all_seeds() {
    static const std::vector<core::Scenario> scenarios = scenarios::all();
    std::vector<Seed> out = of_scenarios(scenarios);
    std::ranges::move(of_rooms(scenarios), std::back_inserter(out));
    return out;
}

// A property that does not hold aborts.
TEST(Seeds, HoldTheirProperty) {
    std::map<std::string, int> counts;
    for (const Seed& seed : all_seeds()) {
        const auto named = std::ranges::find(properties::all(), seed.property, &properties::Named::name);
        ASSERT_NE(named, properties::all().end()) << seed.property;
        named->property(std::as_bytes(std::span(seed.bytes)));
        ++counts[seed.property];
    }
    for (const char* property : {"mqtt_packet", "mqtt_stream", "notation", "steps"})
        EXPECT_GE(counts[property], 15) << property;
    for (const char* property : {"websocket_frames", "websocket_head", "tls_hello", "certificate", "run_record"})
        EXPECT_GE(counts[property], 2) << property;
}

TEST(Seeds, OfMqttAreGoodPacketsAndEveryRule) {
    std::set<std::pair<wire::mqtt::PacketType, wire::mqtt::Sender>> good;
    std::set<wire::mqtt::Rule> broken;
    for (const Seed& seed : all_seeds()) {
        if (seed.property != "mqtt_packet")
            continue;
        const wire::View bytes = wire::view(seed.bytes);
        const auto packet = wire::mqtt::decode(bytes.subspan(1), properties::context_of(bytes[0]));
        if (packet.violation)
            broken.insert(packet.violation->rule);
        else
            good.emplace(packet.type(), packet.context.sender);
    }
    EXPECT_EQ(good.size(), 22u);  // every type, both sides where both send it
    for (const wire::mqtt::RuleRow& row : wire::mqtt::rules())
        EXPECT_EQ(broken.contains(row.rule), row.rule != wire::mqtt::Rule::packet_too_large) << row.message;
}

TEST(Seeds, AreTheSameEachTime) {
    EXPECT_EQ(all_seeds(), all_seeds());
}

// Where this fails: fuzz_seeds DIR writes it anew.
TEST(Dictionary, OfMqttIsThatOfTheTables) {
    std::ifstream stream(GAUNTLET_DICTIONARIES "/mqtt.dict");
    const std::string committed{std::istreambuf_iterator<char>(stream), {}};
    EXPECT_EQ(committed, mqtt_dictionary());
}

// libFuzzer's format: comments, and entries in quotes whose only escapes are \\, \" and \xNN.
TEST(Dictionary, AllAreInTheFormatOfLibFuzzer) {
    int files = 0;
    for (const auto& file : std::filesystem::directory_iterator(GAUNTLET_DICTIONARIES)) {
        ++files;
        std::ifstream stream(file.path());
        for (std::string line; std::getline(stream, line);)
            EXPECT_TRUE(std::regex_match(line, std::regex(R"(|#.*|"([^"\\]|\\["\\]|\\x[0-9a-f]{2})+")")))
                << file.path() << ": " << line;
    }
    EXPECT_GE(files, 5);
}

}  // namespace
}  // namespace gauntlet::fuzz::seeds
