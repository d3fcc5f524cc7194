// A scenario is a value (law 1). Tables of scenarios are constexpr functions that return a vector, so that lint.hpp
// checks them while they are compiled.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gauntlet/core/expectation.hpp"
#include "gauntlet/core/flaw.hpp"
#include "gauntlet/core/level.hpp"
#include "gauntlet/core/profile.hpp"
#include "gauntlet/core/step.hpp"
#include "gauntlet/core/transport.hpp"

namespace gauntlet::core {

// A flaw of the reference broker that proves the scenario, and the observation that it must cause there.
struct ProvedBy {
    Flaw flaw;
    std::string at;
    Pattern observation;
};

// The positive twin. Its observation at `at` must match Expectation::control, before and after the stimulus.
struct Control {
    Stimulus stimulus;
    std::string at;
    std::optional<Profile> profile;  // where the stimulus boots a broker: the same profile, whole and right
};

struct Scenario {
    std::string check;    // "mutual/expired-leaf"; rows that differ only in `variant` count once
    std::string variant;  // "", or the last part of the id: "tls-1-2"
    std::string title;    // one line: what must happen
    std::string why;      // why it matters to a user of the broker
    std::string mend;     // what a broker's author or operator does about a red cell
    Level level = Level::must;
    std::vector<std::string> clauses;     // "RFC 5280 4.1.2.5", "MQTT-3.1.2-1"
    std::vector<std::string> catalogue;   // rows of docs/catalogue that it covers
    std::vector<std::string> statements;  // OASIS statements that it covers: "3.1.1/3.1.4-4"
    std::vector<Transport> transports = {Transport::mqtts, Transport::wss};
    Profile profile;
    std::vector<std::string> capabilities;  // needed beside those of the profile
    Stimulus stimulus;
    std::optional<Control> control;  // unset: control_of() derives it
    Expectation expectation;
    std::vector<ProvedBy> flaws;
    bool exclusive = false;  // measures resources or disturbs the broker: an instance of its own

    constexpr std::string id() const {
        std::string id = check;
        if (!variant.empty())
            id.append("/").append(variant);
        return id;
    }
    constexpr std::string family() const { return check.substr(0, check.find('/')); }
};

// Everything an adapter must be able to do for the scenario, without repetitions.
std::vector<std::string> needs(const Scenario& scenario);

// The scenario's control; where it names none: a good client's CONNECT, with the same TLS offer if the stimulus
// deviates in its credentials, with the default offer otherwise.
Control control_of(const Scenario& scenario);

// Whether the stimulus starts a broker of its own.
bool boots(const Stimulus& stimulus);

}  // namespace gauntlet::core
