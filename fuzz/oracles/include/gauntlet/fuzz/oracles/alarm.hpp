// What an oracle has to say: something that a sane broker does not do.
#pragma once

#include <string>
#include <vector>

namespace gauntlet::fuzz::oracles {

struct Alarm {
    std::string oracle;     // "core", "log", "liveness", "statement" …: the names are in docs/findings.md
    std::string signature;  // what is the same wherever the same fault shows: no numbers, no addresses
    std::string text;       // one line for people
    std::vector<std::string> statements;  // that were violated: "3.1.1/3.1.2-3", the ids of docs/catalogue/mqtt.md
    bool operator==(const Alarm&) const = default;
};

}  // namespace gauntlet::fuzz::oracles
