#include "good_packets.hpp"

namespace gauntlet::wire::mqtt::test {
namespace {

constexpr Context client_3_1{Version::v3_1, Sender::client};
constexpr Context server_3_1{Version::v3_1, Sender::server};
constexpr Context client_3_1_1{Version::v3_1_1, Sender::client};
constexpr Context server_3_1_1{Version::v3_1_1, Sender::server};
constexpr Context client_5_0{Version::v5_0, Sender::client};
constexpr Context server_5_0{Version::v5_0, Sender::server};

constexpr GoodRow rows[] = {
    {client_3_1, "10 r15 s6 'MQIsdp' 03 02 k10 s1 'p'"},
    // 3.1: the Remaining Length goes before the flags, fields without a flag are disregarded.
    {client_3_1, "10 r15 s6 'MQIsdp' 03 c2 k10 s1 'p'"},
    {client_3_1, "10 r18 s6 'MQIsdp' 03 c2 k10 s1 'p' s1 'u'"},
    {client_3_1, "10 r21 s6 'MQIsdp' 03 c2 k10 s1 'p' s1 'u' s1 'w'"},
    {client_3_1, "10 r18 s6 'MQIsdp' 03 02 k10 s1 'p' 000178"},
    {client_3_1, "10 r37 s6 'MQIsdp' 03 02 k10 s23 '12345678901234567890123'"},
    {client_3_1, "10 r38 s6 'MQIsdp' 03 02 k10 s24 '1234567890123456789012\xc3\xa9'"},
    {client_3_1, "10 r21 s6 'MQIsdp' 03 36 k10 s1 'p' s1 't' s1 'm'"},
    {client_3_1, "1f r15 s6 'MQIsdp' 03 1b k10 s1 'p'"},
    {client_3_1, "8a r6 i1 s1 'a' fc"},
    {client_3_1, "6a r2 i1"},
    {server_3_1, "20 r2 ff 05"},
    {server_3_1, "90 r3 i1 82"},

    {client_3_1_1, "10 r13 s4 'MQTT' 04 02 k10 s1 'p'"},
    {client_3_1_1, "10 r13/4 s4 'MQTT' 04 02 k10 s1 'p'"},
    {client_3_1_1, "10 r12 s4 'MQTT' 04 02 k0 s0 ''"},
    {client_3_1_1, "10 r27 s4 'MQTT' 04 f6 k60 s1 'c' s1 't' s2 'm\\x7b' s1 'u' s2 ff00"},
    {client_3_1_1, "10 r17 s4 'MQTT' 04 06 k60 s0 '' s1 't' s0"},
    {client_3_1_1, "10 r16 s4 'MQTT' 04 02 k60 s4 '\\xef\\xbb\\xbfc'"},
    {server_3_1_1, "20 r2 01 00"},
    {server_3_1_1, "20 r2 00 05"},
    {client_3_1_1, "30 r3 s1 't'"},
    {client_3_1_1, "31 r6 s1 't' 'pay'"},
    {client_3_1_1, "3a r7 s1 't' i1 00ff"},
    {server_3_1_1, "3d r6 s1 't' i65535 'p'"},
    {client_3_1_1, "30 r103 s1 't' 'a'*100"},
    {client_3_1_1, "30 r4 s2 '//'"},
    {client_3_1_1, "40 r2 i1"},
    {server_3_1_1, "50 r2 i1"},
    {client_3_1_1, "62 r2 i1"},
    {server_3_1_1, "70 r2 i1"},
    {client_3_1_1, "82 r28 i7 s1 '#' 00 s1 '+' 01 s5 '+/b/#' 02 s7 '$SYS/+/' 00"},
    {client_3_1_1, "82 r13 i7 s8 '$share//' 00"},
    {server_3_1_1, "90 r6 i7 00 01 02 80"},
    {client_3_1_1, "a2 r9 i7 s1 'a' s2 '/+'"},
    {server_3_1_1, "b0 r2 i7"},
    {client_3_1_1, "c0 r0"},
    {server_3_1_1, "d0 r0"},
    {client_3_1_1, "e0 r0"},

    {client_5_0, "10 r14 s4 'MQTT' 05 02 k10 v0 s1 'p'"},
    {client_5_0, "10 r17 s4 'MQTT' 05 42 k10 v0 s1 'p' s1 'w'"},
    {client_5_0,
     "10 r61 s4 'MQTT' 05 02 k10 v48 11 w4294967295 21 k1 27 w1 22 k0 19 01 17 00 26 s1 'n' s1 'v' 26 s1 'n' s1 'v' "
     "15 s5 'SCRAM' 16 s3 00ff01 s0 ''"},
    {client_5_0,
     "10 r56 s4 'MQTT' 05 ee k10 v0 s1 'c' v30 18 w5 01 01 02 w9 03 s1 'x' 08 s1 'r' 09 s2 0001 26 s0 '' s0 '' s1 't' "
     "s1 'm' "
     "s1 'u' s0"},
    {server_5_0, "20 r3 00 00 v0"},
    {server_5_0,
     "20 r64 01 00 v61 11 w1 21 k1 24 01 25 00 27 w100 12 s1 'c' 22 k65535 1f s2 'ok' 26 s1 'n' s1 'v' 28 00 29 01 2a "
     "01 13 "
     "k30 1a s1 'i' 1c s1 's' 15 s1 'm' 16 s1 'd'"},
    {server_5_0, "20 r3 00 9f v0"},
    {client_5_0, "30 r4 s1 't' v0"},
    {client_5_0, "30 r9 s0 '' v3 23 k1 'pay'"},
    // Two of these: no text forbids it for a PUBLISH.
    {client_5_0, "30 r18 s1 't' v14 01 00 01 00 02 w1 02 w1"},
    {client_5_0,
     "32 r48 s1 't' i9 v38 01 01 02 w9 23 k1 08 s1 'r' 09 s2 0001 26 s1 'n' s1 'v' 03 s9 'text/html' "
     "'\xc3\xa9\xc3\xa9'"},
    {server_5_0, "30 r12 s1 't' v5 0b v1 0b v268 'pay'"},
    {client_5_0, "40 r2 i1"},
    {server_5_0, "40 r3 i1 10"},
    {client_5_0, "50 r4 i1 97 v0"},
    {client_5_0, "62 r10 i1 92 v6 1f s3 'why'"},
    {server_5_0, "70 r11 i1 00 v7 26 s1 'n' s1 'v'"},
    {client_5_0, "82 r37 i1 v2 0b v5 s1 'a' 2e s10 '$share/g/a' 19 s6 '$share' 04 s3 '+/#' 00"},
    {server_5_0, "90 r16 i1 v0 00 01 02 80 83 87 8f 91 97 9e a1 a2 a2"},
    {client_5_0, "a2 r17 i1 v0 s12 '$share/g/a/#'"},
    {server_5_0, "b0 r10 i1 v0 00 11 80 83 87 8f 91"},
    {client_5_0, "c0 r0"},
    {server_5_0, "d0 r0"},
    {client_5_0, "e0 r0"},
    {client_5_0, "e0 r1 04"},
    {client_5_0, "e0 r2 00 v0"},
    {client_5_0, "e0 r7 00 v5 11 w9"},
    {server_5_0, "e0 r6 9d v4 1c s1 's'"},
    {server_5_0, "e0 r1 8c"},
    {server_5_0, "f0 r0"},
    {client_5_0, "f0 r6 18 v4 15 s1 'm'"},
    {client_5_0, "f0 r15 19 v13 15 s1 'm' 16 s1 'd' 1f s2 'hi'"},
    {server_5_0, "f0 r6 00 v4 15 s1 'm'"},
};

}  // namespace

std::span<const GoodRow> good_packets() {
    return rows;
}

}  // namespace gauntlet::wire::mqtt::test
