// The only place where observations become a verdict. Pure: no clock, no I/O, no broker.
#pragma once

#include <string>

#include "gauntlet/core/evidence.hpp"
#include "gauntlet/core/expectation.hpp"
#include "gauntlet/core/level.hpp"

namespace gauntlet::core {

struct Judgement {
    Verdict verdict = Verdict::inconclusive;
    std::string reason;  // one sentence
    bool operator==(const Judgement&) const = default;
};

Judgement judge(Level level, const Expectation& expectation, const Evidence& evidence);

}  // namespace gauntlet::core
