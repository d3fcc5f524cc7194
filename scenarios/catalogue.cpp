#include "gauntlet/scenarios/catalogue.hpp"

#include <array>

#include "families.hpp"

namespace gauntlet::scenarios {

namespace {

constexpr std::array<Family, 6> list{{
    {"one-way", "The listener presents a certificate and asks for none.", one_way},
    {"mutual", "The listener requires a client certificate, and judges it.", mutual},
    {"cipher", "Cipher suites, groups and signature algorithms that are and are not negotiated.", cipher},
    {"protocol-version", "TLS versions that are and are not negotiated, and protection from downgrades.",
     protocol_version},
    {"broken-chain", "Chains of certificates that are broken, on either side.", broken_chain},
    {"websocket", "MQTT over WebSocket: the upgrade, and the frames.", websocket},
}};

}  // namespace

std::span<const Family> families() {
    return list;
}

std::vector<core::Scenario> all() {
    std::vector<core::Scenario> scenarios;
    for (const Family& family : list) {
        std::vector<core::Scenario> table = family.table();
        std::move(table.begin(), table.end(), std::back_inserter(scenarios));
    }
    return scenarios;
}

}  // namespace gauntlet::scenarios
