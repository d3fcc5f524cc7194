// The planted fault, as a client meets it that tries every value of every byte that a condition may be about.
#include <fmt/format.h>

#include <array>
#include <csignal>
#include <set>
#include <sstream>

#include "support.hpp"

namespace gauntlet::reference::mqtt::test {
namespace {

// Of the first condition that is met, and of the second (MQTT 5.0 sections 3.4.2.1, 3.9.3 and 3.11.3).
const std::set<std::string> first_codes{"80"};
const std::set<std::string> second_codes{"83"};

std::string publish(int identifier, const std::array<int, 4>& payload, int qos = 1) {
    const std::string id = qos == 0 ? "" : fmt::format("i{} ", identifier);
    return fmt::format("3{} r{{ s't' {}v{{}} {:02x} {:02x} {:02x} {:02x} }}", qos * 2, id, payload[0], payload[1],
                       payload[2], payload[3]);
}

// PUBLISH, SUBSCRIBE and UNSUBSCRIBE, with every value of either byte of the identifier and of each of the payload.
std::vector<std::string> requests() {
    std::vector<std::string> all;
    for (int value = 0; value < 256; ++value) {
        for (const int identifier : {value * 256 + 201, 201 * 256 + value}) {
            all.push_back(publish(identifier, {0xfe, 0xfe, 0xfe, 0xfe}));
            all.push_back(fmt::format("82 r{{ i{} v{{}} s't' 00 }}", identifier));
            all.push_back(fmt::format("a2 r{{ i{} v{{}} s't' }}", identifier));
        }
        for (std::size_t i = 0; i < 4; ++i) {
            std::array<int, 4> payload{0xfe, 0xfe, 0xfe, 0xfe};
            payload[i] = value;
            all.push_back(publish(513, payload));
        }
    }
    return all;
}

// "80" of "40 r{ i7 80 }" and of "90 r{ i7 v{} 80 }"; "" where an acknowledgement has none.
std::string reason_of(const std::string& acknowledgement) {
    std::istringstream words(acknowledgement);
    std::string last;
    for (std::string word; words >> word;)
        if (word.size() == 2)
            last = word;
    return last;
}

// The reason code of the acknowledgement of `request`, on a connection of its own that has said `before`.
std::string code_of(Broker& broker, const std::vector<std::string>& before, const std::string& request) {
    Client client(broker);
    client.logs_in(clean_5("c"));
    for (const std::string& packet : before)
        client.says(packet);
    client.heard();
    client.says(request);
    for (const std::string& heard : client.heard())
        if (!heard.starts_with("3"))  // a copy of what it has published
            return reason_of(heard);
    return {};
}

// The first request that is answered so, behind the others.
std::string request_that_gets(Broker& broker, const std::vector<std::string>& before,
                              const std::set<std::string>& codes) {
    for (const std::string& request : requests())
        if (codes.contains(code_of(broker, before, request)))
            return request;
    return {};
}

TEST(Planted, EachConditionButTheLastShowsInAReasonCode) {
    Broker broker({}, {}, Planted{.depth = 3, .seed = 5});
    const std::string one = request_that_gets(broker, {}, first_codes);
    ASSERT_NE(one, "");
    const std::string two = request_that_gets(broker, {one}, second_codes);
    ASSERT_NE(two, "");
    EXPECT_FALSE(second_codes.contains(code_of(broker, {}, two))) << "the second before the first";
    EXPECT_EQ(code_of(broker, {"c0 00"}, one), "80") << "what lies between does not matter";
}

TEST(Planted, TheLastConditionEndsTheProcess) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    Broker broker({}, {}, Planted{.depth = 2, .seed = 5});
    // Nothing ends it that is not behind the first condition on one connection: this tries everything.
    const std::string one = request_that_gets(broker, {}, first_codes);
    ASSERT_NE(one, "");
    for (const std::string& request : requests())
        code_of(broker, {}, request);
    EXPECT_EXIT(request_that_gets(broker, {one}, second_codes), testing::KilledBySignal(SIGABRT),
                "the planted fault was met");
}

TEST(Planted, WhereItIsFollowsFromTheSeed) {
    std::set<std::string> places;
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        Broker broker({}, {}, Planted{.depth = 2, .seed = seed});
        Broker same({}, {}, Planted{.depth = 2, .seed = seed});
        const std::string place = request_that_gets(broker, {}, first_codes);
        EXPECT_EQ(request_that_gets(same, {}, first_codes), place);
        places.insert(place);
    }
    EXPECT_GT(places.size(), 1U);
}

TEST(Planted, IsNotForOlderClientsNorQos0) {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        Broker broker({}, {}, Planted{.depth = 1, .seed = seed});
        Client old(broker);
        old.logs_in(clean("old"));
        Client quiet(broker);
        quiet.logs_in(clean_5("quiet"));
        for (int value = 0; value < 256; ++value) {
            old.says(fmt::format("32 r{{ s't' i{0} {1:02x} {1:02x} {1:02x} {1:02x} }}", value * 256 + 201, value));
            old.says(fmt::format("32 r{{ s't' i{0} {1:02x} {1:02x} {1:02x} {1:02x} }}", 201 * 256 + value, value));
            quiet.says(publish(0, {value, value, value, value}, 0));
        }
    }
}

TEST(Planted, ABrokerWithoutOneAnswersAllOfThemAlike) {
    Broker broker;
    for (const std::string& request : requests())
        EXPECT_FALSE(first_codes.contains(code_of(broker, {}, request))) << request;
}

}  // namespace
}  // namespace gauntlet::reference::mqtt::test
