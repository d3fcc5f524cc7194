// Statements of the standard that a broker violates by what it answers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gauntlet/core/observation.hpp"
#include "gauntlet/core/step.hpp"
#include "gauntlet/fuzz/oracles/alarm.hpp"
#include "gauntlet/wire/mqtt/rule.hpp"
#include "gauntlet/wire/notation/bytes.hpp"

namespace gauntlet::fuzz::oracles {

// The MQTT of one connection: all bytes of each side, in order.
struct Exchange {
    wire::Bytes sent;
    wire::Bytes received;
    bool silent = false;  // we waited for more, or for its end, and nothing came in time
};

// Oracle `statement`, where the broker
// - answers what it must close ([MQTT-4.8.0-1]; MQTT 5.0 [MQTT-4.13.1-1]): a packet of ours that breaks a rule, that
//   comes before CONNECT or is a second one, was acknowledged, or a PINGREQ behind it was answered;
// - is silent where it must close: it neither closes nor answers what follows;
// - sends a packet that breaks a rule.
// What the standard leaves open is no alarm (must_close()). Only the first such packet of ours counts: behind it
// everything goes.
// Oracle `hang` where all was good and a PINGREQ at the end stays without answer.
std::optional<Alarm> violates(const Exchange& exchange);

// Whether the standard demands of the server to close, or to refuse the packet, and leaves no choice. No clause, MQTT
// 3.1 (which has no statements) and rules with a MAY are out.
bool must_close(const wire::mqtt::Violation& violation);

// The ids of docs/catalogue/mqtt.md that a violation stands for.
std::vector<std::string> statements_of(const wire::mqtt::Violation& violation);

}  // namespace gauntlet::fuzz::oracles
