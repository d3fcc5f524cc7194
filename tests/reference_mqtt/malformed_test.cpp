#include "support.hpp"

namespace gauntlet::reference::mqtt::test {
namespace {

TEST(Malformed, Before5TheConnectionIsClosed) {
    for (const std::string_view packet : {"00 00",
                                          "f0 00",
                                          "20 02 0000",
                                          "90 03 000100",
                                          "b0 02 0001",
                                          "d0 00",
                                          "c1 00",
                                          "c0 01 00",
                                          "e1 00",
                                          "e0 01 00",
                                          "30 00",
                                          "30 r{ s'' }",
                                          "30 r{ s'a+' }",
                                          "30 r{ s'a\\x00' }",
                                          "30 r{ s{ ff } }",
                                          "36 r{ s't' i1 }",
                                          "38 r{ s't' }",
                                          "32 r{ s't' i0 }",
                                          "60 r{ i1 }",
                                          "40 r{ i1 00 }",
                                          "80 r{ i1 s't' 00 }",
                                          "82 r{ i1 }",
                                          "82 r{ i0 s't' 00 }",
                                          "82 r{ i1 s't' 03 }",
                                          "82 r{ i1 s't' 04 }",
                                          "82 r{ i1 s'#/' 00 }",
                                          "82 r{ i1 s't' }",
                                          "a0 r{ i1 s't' }",
                                          "a2 r{ i1 }",
                                          "a2 r{ i1 s'a+' }",
                                          "30 ffffffff"}) {
        Broker broker;
        Client client(broker);
        client.logs_in(clean("a"));
        client.says(packet);
        EXPECT_TRUE(client.hears({end})) << packet;
        client.says("c0 00");
        EXPECT_TRUE(client.hears({})) << packet;
    }
}

TEST(Malformed, In5TheReasonIsNamed) {
    struct Row {
        const char* packet;
        const char* reason;
    };
    constexpr Row rows[] = {
        {"00 00", "81"},
        {"20 r{ 00 00 v{} }", "82"},
        {"c1 00", "81"},
        {"30 r{ s't' }", "81"},
        {"30 r{ s't' v0/2 }", "81"},
        {"30 r{ s'' v{} }", "82"},
        {"30 r{ s'+' v{} }", "90"},
        {"30 r{ s't' v{ 7e } }", "81"},
        {"30 r{ s't' v{ 03 s'x' 03 s'x' } }", "82"},
        {"30 r{ s't' v{ 0b v1 } }", "82"},
        {"30 r{ s't' v{ 23 k0 } }", "94"},
        {"30 r{ s't' v{ 01 01 } ff }", "99"},
        {"30 r{ s't' v{ 08 s'#' } }", "90"},
        {"82 r{ i1 v{} }", "82"},
        {"82 r{ i1 v{ 0b v0 } s't' 00 }", "82"},
        {"82 r{ i1 v{} s'a#' 00 }", "8f"},
        {"82 r{ i1 v{} s'$share//t' 00 }", "8f"},
        {"82 r{ i1 v{} s'$share/g/t' 04 }", "82"},
        {"82 r{ i1 v{} s't' c0 }", "81"},
        {"62 r{ i1 10 }", "82"},
        {"e0 r{ 8e }", "82"},
        {"f0 00", "82"},
        {"30 ffffffff", "81"},
    };
    for (const Row& row : rows) {
        Broker broker;
        Client client(broker);
        client.logs_in(clean_5("a"));
        client.says(row.packet);
        const std::string disconnect = std::string("e0 r{ ") + row.reason + " }";
        EXPECT_TRUE(client.hears({disconnect, end})) << row.packet;
    }
}

TEST(Malformed, AConnectBefore5IsNotAnswered) {
    for (const std::string_view connect :
         {"10 r{ s'MQTT' 04 03 k0 s'a' }", "10 r{ s'MQTT' 04 12 k0 s'a' }", "10 r{ s'MQTT' 04 42 k0 s'a' s'p' }",
          "10 r{ s'MQTT' 04 02 k0 s'a' 00 }", "10 r{ s'MQTT' 04 02 k0 s{ ff } }", "10 r{ s'MQTT' 04 02 }",
          "10 r{ s'MQTT' 04 82 k0 s'a' }", "10 r{ s9 'MQTT' 04 02 k0 s'a' }"}) {
        Broker broker;
        Client client(broker);
        client.says(connect);
        EXPECT_TRUE(client.hears({end})) << connect;
    }
}

TEST(Malformed, AConnectOf5IsAnswered) {
    struct Row {
        const char* connect;
        const char* reason;
    };
    constexpr Row rows[] = {
        {"10 r{ s'MQTT' 05 03 k0 v{} s'a' }", "81"},
        {"10 r{ s'MQTT' 05 02 k0 s'a' }", "81"},
        {"10 r{ s'MQTT' 05 02 k0 v{ 21 k0 } s'a' }", "82"},
        {"10 r{ s'MQTT' 05 02 k0 v{ 16 s'd' } s'a' }", "82"},
        {"10 r{ s'MQTT' 05 06 k0 v{} s'a' v{} s'#' s'm' }", "90"},
        {"10 r{ s'MQTT' 05 06 k0 v{} s'a' v{ 01 01 } s't' s{ ff } }", "99"},
    };
    for (const Row& row : rows) {
        Broker broker;
        Client client(broker);
        client.says(row.connect);
        const std::string connack = std::string("20 r{ 00 ") + row.reason + " v{} }";
        EXPECT_TRUE(client.hears({connack, end})) << row.connect;
    }
}

TEST(Malformed, WhatTheFirstByteShowsIsNotWaitedFor) {
    for (const std::string_view byte : {"00", "0f", "20", "61", "83", "c2", "ef", "36", "38", "f0"}) {
        Broker broker;
        Client client(broker);
        client.logs_in(clean("a"));
        client.says(byte);
        EXPECT_TRUE(client.hears({end})) << byte;
    }
}

TEST(Malformed, TheErrorOfOneIsNoOthers) {
    Broker broker;
    Client a(broker);
    a.logs_in(clean("a"));
    Client b(broker);
    b.logs_in(clean("b"));
    a.says("30 00");
    b.says("c0 00");
    EXPECT_TRUE(a.hears({end}));
    EXPECT_TRUE(b.hears({"d0 00"}));
}

}  // namespace
}  // namespace gauntlet::reference::mqtt::test
