// MQTT over WebSocket: the upgrade, the frames, and the flaws of both (MQTT 5.0 section 6, RFC 6455).
#include <fmt/format.h>

#include "net_support.hpp"

namespace gauntlet::reference::test {
namespace {

using core::Flaw;
using std::chrono::milliseconds;

ListenerSettings websocket() {
    return plain(core::Transport::ws);
}

// --- The upgrade.

struct Row {
    const char* name;
    std::string request;
    std::string status;  // beginning of the status line
};

void PrintTo(const Row& row, std::ostream* out) {
    *out << row.name;
}

class Upgrade : public testing::TestWithParam<Row> {};

TEST_P(Upgrade, is_answered) {
    const RunningBroker broker({websocket()});
    Caller caller(broker.port());
    caller.says_text(GetParam().request);
    EXPECT_EQ(caller.status().substr(0, 12), GetParam().status);
    if (GetParam().status != "HTTP/1.1 101") {
        EXPECT_EQ(caller.end(), "fin");
    }
}

INSTANTIATE_TEST_SUITE_P(
    table, Upgrade,
    testing::Values(Row{"good", upgrade(), "HTTP/1.1 101"}, Row{"with_query", upgrade("/mqtt?a=b"), "HTTP/1.1 101"},
                    Row{"mqtt_among_others", upgrade("/mqtt", {"Sec-WebSocket-Protocol: amqp, mqtt"}), "HTTP/1.1 101"},
                    Row{"mqtt_3_1", upgrade("/mqtt", {"Sec-WebSocket-Protocol: mqttv3.1"}), "HTTP/1.1 101"},
                    Row{"another_path", upgrade("/"), "HTTP/1.1 404"},
                    Row{"longer_path", upgrade("/mqtt/x"), "HTTP/1.1 404"},
                    Row{"no_subprotocol", upgrade("/mqtt", {"Sec-WebSocket-Protocol: "}), "HTTP/1.1 400"},
                    Row{"another_subprotocol", upgrade("/mqtt", {"Sec-WebSocket-Protocol: mqtts"}), "HTTP/1.1 400"},
                    Row{"old_version", upgrade("/mqtt", {"Sec-WebSocket-Version: 8"}), "HTTP/1.1 426"},
                    Row{"no_version", upgrade("/mqtt", {"Sec-WebSocket-Version: "}), "HTTP/1.1 426"},
                    Row{"no_key", upgrade("/mqtt", {"Sec-WebSocket-Key: "}), "HTTP/1.1 400"},
                    Row{"plain_get", "GET /mqtt HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 426"},
                    Row{"post", "POST /mqtt HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 426"},
                    Row{"with_body", "POST /mqtt HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab", "HTTP/1.1 400"},
                    Row{"no_http", "\x10\x0d\r\n\r\n", "HTTP/1.1 400"},
                    Row{"long_head", upgrade("/mqtt", {"Host: " + std::string(10000, 'x')}), "HTTP/1.1 431"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(NetWebSocket, the_subprotocol_and_the_key_are_answered) {
    const RunningBroker broker({websocket()});
    Caller caller(broker.port());
    caller.says_text(upgrade());
    EXPECT_EQ(caller.status(), "HTTP/1.1 101 Switching Protocols");
    EXPECT_NE(caller.rest().find("Sec-WebSocket-Protocol: mqtt\r\n"), std::string::npos) << caller.rest();
    // RFC 6455 1.3: of the key in its example
    EXPECT_NE(caller.rest().find("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), std::string::npos);
}

// --- Frames.

constexpr std::string_view connected = "82 u{ 20 02 00 00 }";

struct Talk {
    explicit Talk(const Flaws& flaws = {}, std::string_view path = "/mqtt", const std::vector<std::string>& fields = {})
        : broker({websocket()}, flaws), caller(broker.port()) {
        caller.says_text(upgrade(path, fields));
        status = caller.status().substr(9, 3);
    }
    void logs_in() {
        caller.says("82 m{ 10 r{ s'MQTT' 04 02 k60 s'a' } }");
        EXPECT_TRUE(caller.hears(connected));
    }

    RunningBroker broker;
    Caller caller;
    std::string status;
};

TEST(NetWebSocket, a_packet_in_a_frame) {
    Talk talk;
    talk.logs_in();
    talk.caller.says("82 m{ c0 00 }");
    EXPECT_TRUE(talk.caller.hears("82 u{ d0 00 }"));
}

TEST(NetWebSocket, connect_in_the_segment_of_the_request) {
    const RunningBroker broker({websocket()});
    Caller caller(broker.port());
    caller.says_text(upgrade() + std::string("\x82\x8f\0\0\0\0\x10\x0d\0\x04MQTT\x04\x02\0\x3c\0\x01"
                                             "a",
                                             21));
    EXPECT_EQ(caller.status(), "HTTP/1.1 101 Switching Protocols");
    EXPECT_TRUE(caller.hears(connected));
}

TEST(NetWebSocket, packets_and_frames_need_not_agree) {
    Talk talk;
    talk.caller.says("82 m{ 10 } 82 m{ 0d 00 04 4d 51 } 82 m{} 82 m{ 54 54 04 02 00 3c 00 01 61 c0 00 c0 }");
    EXPECT_TRUE(talk.caller.hears("82 u{ 20 02 00 00 d0 00 }"));
    talk.caller.says("82 m{ 00 }");
    EXPECT_TRUE(talk.caller.hears("82 u{ d0 00 }"));
}

TEST(NetWebSocket, fragments_with_a_ping_between_them) {
    Talk talk;
    talk.caller.says("02 m{ 10 0d } 89 m{ 'here?' } 00 m{ 00 04 4d 51 54 54 04 02 } 80 m{ 00 3c 00 01 61 }");
    EXPECT_TRUE(talk.caller.hears("8a u{ 'here?' }"));
    EXPECT_TRUE(talk.caller.hears(connected));
}

TEST(NetWebSocket, a_close_is_answered) {
    Talk talk;
    talk.logs_in();
    talk.caller.says("88 m{ 03 e8 }");
    EXPECT_TRUE(talk.caller.hears("88 u{ 03 e8 }"));
    EXPECT_EQ(talk.caller.end(), "fin");
}

TEST(NetWebSocket, disconnect_ends_with_a_close) {
    Talk talk;
    talk.logs_in();
    talk.caller.says("82 m{ e0 00 }");
    EXPECT_TRUE(talk.caller.hears("88 u{ 03 e8 }"));
    talk.caller.says("88 m{ 03 e8 }");
    EXPECT_EQ(talk.caller.end(), "fin");
}

// A client that never answers the Close is not waited for.
TEST(NetWebSocket, a_close_that_is_not_answered_ends_all_the_same) {
    Talk talk;
    talk.logs_in();
    talk.caller.says("82 m{ e0 00 }");
    const std::string end = talk.caller.end();
    EXPECT_TRUE(end == "fin" || end == "rst") << end;
}

struct Bad {
    const char* name;
    std::string_view frames;
    std::string_view close;  // the status of the answer
};

void PrintTo(const Bad& bad, std::ostream* out) {
    *out << bad.name;
}

class BadFrames : public testing::TestWithParam<Bad> {};

TEST_P(BadFrames, are_closed_with_their_status) {
    Talk talk;
    talk.logs_in();
    talk.caller.says(GetParam().frames);
    EXPECT_TRUE(talk.caller.hears(fmt::format("88 u{{ {} }}", GetParam().close)));
    EXPECT_EQ(talk.caller.end(), "fin");
}

INSTANTIATE_TEST_SUITE_P(
    table, BadFrames,
    testing::Values(Bad{"text", "81 m{ 10 r{ s'MQTT' 04 02 k60 s'b' } }", "03 eb"},
                    Bad{"text_that_is_no_utf_8", "81 m{ c0 00 }", "03 ef"}, Bad{"unmasked", "82 u{ c0 00 }", "03 ea"},
                    Bad{"reserved_bit", "c2 m{ c0 00 }", "03 ea"}, Bad{"reserved_opcode", "83 m{ c0 00 }", "03 ea"},
                    Bad{"reserved_control", "8b m{ c0 00 }", "03 ea"}, Bad{"fragmented_ping", "09 m{ 'a' }", "03 ea"},
                    Bad{"continuation_of_nothing", "80 m{ c0 00 }", "03 ea"},
                    Bad{"data_within_message", "02 m{ c0 } 82 m{ 00 }", "03 ea"},
                    Bad{"long_ping", "89 m{ 'p'*126 }", "03 ea"},
                    Bad{"oversized", "82 ff 40 00 00 00 00 00 00 00 00 00 00 00", "03 f1"}),
    [](const auto& row) { return std::string(row.param.name); });

// --- Flaws: what each of them changes.

TEST(NetWebSocketFlaws, answers_any_path) {
    Talk talk(with({Flaw::answers_any_path}), "/other");
    EXPECT_EQ(talk.status, "101");
    talk.logs_in();
}

TEST(NetWebSocketFlaws, ignores_the_subprotocol) {
    Talk talk(with({Flaw::ignores_the_subprotocol}), "/mqtt", {"Sec-WebSocket-Protocol: "});
    EXPECT_EQ(talk.status, "101");
    talk.logs_in();
    EXPECT_EQ(Talk(with({Flaw::ignores_the_subprotocol}), "/mqtt", {"Sec-WebSocket-Protocol: amqp"}).status, "101");
}

TEST(NetWebSocketFlaws, selects_no_subprotocol) {
    Talk talk(with({Flaw::selects_no_subprotocol}));
    EXPECT_EQ(talk.status, "101");
    EXPECT_EQ(talk.caller.rest().find("Sec-WebSocket-Protocol"), std::string::npos) << talk.caller.rest();
    talk.logs_in();
}

TEST(NetWebSocketFlaws, takes_the_first_subprotocol) {
    const std::vector<std::string> fields{"Sec-WebSocket-Protocol: chat, mqtt"};
    Talk right({}, "/mqtt", fields);
    EXPECT_NE(right.caller.rest().find("Sec-WebSocket-Protocol: mqtt\r\n"), std::string::npos) << right.caller.rest();
    Talk wrong(with({Flaw::takes_the_first_subprotocol}), "/mqtt", fields);
    EXPECT_NE(wrong.caller.rest().find("Sec-WebSocket-Protocol: chat\r\n"), std::string::npos) << wrong.caller.rest();
    wrong.logs_in();
    const std::vector<std::string> none{"Sec-WebSocket-Protocol: "};
    EXPECT_EQ(Talk(with({Flaw::takes_the_first_subprotocol}), "/mqtt", none).status, "400");
}

TEST(NetWebSocketFlaws, upgrades_any_request) {
    const Flaws flaws = with({Flaw::upgrades_any_request});
    for (const char* field : {"Connection: ", "Upgrade: ", "Sec-WebSocket-Key: "})
        EXPECT_EQ(Talk(flaws, "/mqtt", {field}).status, "101") << field;
    Talk plain_get(
        flaws, "/mqtt",
        {"Connection: ", "Upgrade: ", "Sec-WebSocket-Key: ", "Sec-WebSocket-Version: ", "Sec-WebSocket-Protocol: "});
    EXPECT_EQ(plain_get.status, "101");
    plain_get.logs_in();
    // the other checks are there
    EXPECT_EQ(Talk(flaws, "/other").status, "404");
    EXPECT_EQ(Talk(flaws, "/mqtt", {"Sec-WebSocket-Version: 12"}).status, "426");
    EXPECT_EQ(Talk(flaws, "/mqtt", {"Sec-WebSocket-Protocol: "}).status, "400");
}

TEST(NetWebSocketFlaws, compares_connection_as_a_whole) {
    const std::vector<std::string> fields{"Connection: keep-alive, Upgrade", "Upgrade: WebSocket"};
    EXPECT_EQ(Talk({}, "/mqtt", fields).status, "101");
    EXPECT_EQ(Talk(with({Flaw::compares_connection_as_a_whole}), "/mqtt", fields).status, "426");
    EXPECT_EQ(Talk(with({Flaw::compares_connection_as_a_whole})).status, "101");
}

TEST(NetWebSocketFlaws, expects_the_upgrade_in_one_read) {
    const auto status_in_pieces = [](const Flaws& flaws) {
        const RunningBroker broker({websocket()}, flaws);
        Caller caller(broker.port());
        caller.says_text(upgrade().substr(0, 10));
        std::this_thread::sleep_for(milliseconds(50));
        caller.says_text(upgrade().substr(10));
        return caller.status().substr(9, 3);
    };
    EXPECT_EQ(status_in_pieces({}), "101");
    EXPECT_EQ(status_in_pieces(with({Flaw::expects_the_upgrade_in_one_read})), "400");
    Talk whole(with({Flaw::expects_the_upgrade_in_one_read}));
    EXPECT_EQ(whole.status, "101");
    whole.logs_in();
}

TEST(NetWebSocketFlaws, speaks_mqtt_without_an_upgrade) {
    const RunningBroker right({websocket()});
    Caller refused(right.port());
    refused.says(connect);
    EXPECT_EQ(refused.status(), "HTTP/1.1 400 Bad Request");
    const RunningBroker wrong({websocket()}, with({Flaw::speaks_mqtt_without_an_upgrade}));
    Caller caller(wrong.port());
    caller.says(connect);
    EXPECT_TRUE(caller.hears(connack));
}

TEST(NetWebSocketFlaws, answers_pings_in_text_frames) {
    Talk talk(with({Flaw::answers_pings_in_text_frames}));
    talk.logs_in();
    talk.caller.says("82 m{ c0 00 }");
    EXPECT_TRUE(talk.caller.hears("81 u{ d0 00 }"));
}

TEST(NetWebSocketFlaws, takes_a_close_frame_for_disconnect) {
    const auto will = [](const Flaws& flaws) {
        Talk talk(flaws);
        talk.logs_in();
        talk.caller.says("82 m{ 82 r{ i1 s'w' 00 } }");
        EXPECT_TRUE(talk.caller.hears("82 u{ 90 03 00 01 00 }"));
        Caller other(talk.broker.port());
        other.says_text(upgrade());
        EXPECT_EQ(other.status(), "HTTP/1.1 101 Switching Protocols");
        other.says("82 m{ 10 r{ s'MQTT' 04 06 k60 s'b' s'w' s'gone' } }");
        EXPECT_TRUE(other.hears(connected));
        other.says("88 m{ 03 e8 }");
        EXPECT_TRUE(other.hears("88 u{ 03 e8 }"));
        EXPECT_EQ(other.end(), "fin");
        talk.caller.end(milliseconds(100));
        return talk.caller.rest();
    };
    EXPECT_EQ(will({}), std::string("\x82\x09\x30\x07\0\x01wgone", 11));
    EXPECT_EQ(will(with({Flaw::takes_a_close_frame_for_disconnect})), "");
}

TEST(NetWebSocketFlaws, takes_control_frames_of_any_shape) {
    Talk talk(with({Flaw::takes_control_frames_of_any_shape}));
    talk.logs_in();
    talk.caller.says("09 m{ 'ping' }");
    EXPECT_TRUE(talk.caller.hears("8a u{ 'ping' }"));
    talk.caller.says("89 m{ 'p'*126 }");
    EXPECT_TRUE(talk.caller.hears("8a u{ 'p'*125 }"));
}

TEST(NetWebSocketFlaws, speaks_any_websocket_version) {
    Talk talk(with({Flaw::speaks_any_websocket_version}), "/mqtt", {"Sec-WebSocket-Version: 8"});
    EXPECT_EQ(talk.status, "101");
    talk.logs_in();
}

struct Taken {
    Flaw flaw;
    std::string_view frames;
};

class TakenFrames : public testing::TestWithParam<Taken> {};

// What the correct broker closes on is read as a PINGREQ.
TEST_P(TakenFrames, are_read_as_packets) {
    Talk talk(with({GetParam().flaw}));
    talk.logs_in();
    talk.caller.says(GetParam().frames);
    EXPECT_TRUE(talk.caller.hears("82 u{ d0 00 }"));
}

INSTANTIATE_TEST_SUITE_P(table, TakenFrames,
                         testing::Values(Taken{Flaw::ignores_unmasked_frames, "82 u{ c0 00 }"},
                                         Taken{Flaw::ignores_reserved_bits, "c2 m{ c0 00 }"},
                                         Taken{Flaw::takes_unknown_opcodes_for_data, "83 m{ c0 00 }"},
                                         Taken{Flaw::takes_a_continuation_of_nothing, "80 m{ c0 00 }"}),
                         [](const auto& row) {
                             std::string name = name_of(row.param.flaw);
                             std::replace(name.begin(), name.end(), '-', '_');
                             return name;
                         });

TEST(NetWebSocketFlaws, accepts_text_frames) {
    Talk talk(with({Flaw::accepts_text_frames}));
    talk.caller.says("81 m{ 10 r{ s'MQTT' 04 02 k60 s'a' } }");
    EXPECT_TRUE(talk.caller.hears(connected));
}

TEST(NetWebSocketFlaws, expects_a_packet_per_frame) {
    Talk merged(with({Flaw::expects_a_packet_per_frame}));
    merged.logs_in();
    merged.caller.says("82 m{ c0 00 c0 00 }");
    EXPECT_TRUE(merged.caller.hears("82 u{ d0 00 }"));
    EXPECT_EQ(merged.caller.end(milliseconds(200)), "open");
    EXPECT_EQ(merged.caller.rest(), "");

    Talk divided(with({Flaw::expects_a_packet_per_frame}));
    divided.logs_in();
    divided.caller.says("82 m{ c0 }");
    EXPECT_TRUE(divided.caller.hears("88 u{ 03 e8 }"));
}

TEST(NetWebSocketFlaws, drops_fragmented_frames) {
    Talk talk(with({Flaw::drops_fragmented_frames}));
    talk.logs_in();
    talk.caller.says("02 m{ c0 } 80 m{ 00 }");
    EXPECT_EQ(talk.caller.end(milliseconds(200)), "open");
    EXPECT_EQ(talk.caller.rest(), "");
}

TEST(NetWebSocketFlaws, ignores_pings) {
    Talk talk(with({Flaw::ignores_pings}));
    talk.logs_in();
    talk.caller.says("89 m{ 'here?' } 82 m{ c0 00 }");
    EXPECT_TRUE(talk.caller.hears("82 u{ d0 00 }"));
}

TEST(NetWebSocketFlaws, ends_without_a_close_frame) {
    Talk talk(with({Flaw::ends_without_a_close_frame}));
    talk.logs_in();
    talk.caller.says("88 m{ 03 e8 }");
    EXPECT_EQ(talk.caller.end(), "fin");
    EXPECT_EQ(talk.caller.rest(), "");
}

TEST(NetWebSocketFlaws, takes_frames_of_any_size) {
    Talk talk(with({Flaw::takes_frames_of_any_size}));
    talk.caller.says("82 ff 40 00 00 00 00 00 00 00 00 00 00 00 10 r{ s'MQTT' 04 02 k60 s'a' }");
    EXPECT_TRUE(talk.caller.hears(connected));
}

// The flaws of bytes and packets have their place on WebSocket too.
TEST(NetWebSocketFlaws, hangs_on_one_byte) {
    Talk talk(with({Flaw::hangs_on_one_byte}));
    talk.caller.says("82 m{ 10 }");
    std::this_thread::sleep_for(milliseconds(100));
    Caller bystander(talk.broker.port());
    bystander.says_text(upgrade());
    EXPECT_EQ(bystander.end(milliseconds(200)), "open");
    talk.caller.says("82 m{ 0d 00 04 4d 51 54 54 04 02 00 3c 00 01 61 }");
    EXPECT_TRUE(talk.caller.hears(connected));
}

// --- Over TLS.

TEST(NetWebSocket, over_tls_every_layer_is_closed_in_order) {
    Listener listener = Listener().mutual();
    listener.settings.transport = core::Transport::wss;
    const RunningBroker broker({listener.settings});
    Caller caller(broker.port());
    caller.secure(&recipe::client::good).says_text(upgrade());
    EXPECT_EQ(caller.status(), "HTTP/1.1 101 Switching Protocols");
    caller.says("82 m{ 10 r{ s'MQTT' 04 02 k60 s'a' } e0 00 }");
    EXPECT_TRUE(caller.hears("82 u{ 20 02 00 00 } 88 u{ 03 e8 }"));
    caller.says("88 m{ 03 e8 }");
    EXPECT_EQ(caller.end(), "close_notify, fin");
}

}  // namespace
}  // namespace gauntlet::reference::test
