// Whether two alarms are about the same fault.
#pragma once

#include <string>

#include "gauntlet/fuzz/oracles/alarm.hpp"

namespace gauntlet::fuzz::triage {

// `seen` may say more than `expected`: who only saw that the process is gone does not know how it ended.
bool same_fault(const oracles::Alarm& expected, const oracles::Alarm& seen);

// As same_fault(), where only half of it may have been seen: every end of the process, and every crash text, is one.
bool may_be_same_fault(const oracles::Alarm& expected, const oracles::Alarm& seen);

// The alarm of a process that ended and whose log says nothing of it, told apart by what was said before: "SIGSEGV,
// after PUBLISH, answered CONNACK". Other alarms as they are. same_fault() does not look at it.
oracles::Alarm with_state(oracles::Alarm alarm, const std::string& state);

// Equal keys: one finding. By the oracle and its signature, which is the stack where the log has one.
std::string key_of(const oracles::Alarm& alarm);

// "mosquitto-core-0123456789abcdef": of the broker and the key; a name of a folder.
std::string finding_id(const std::string& broker, const oracles::Alarm& alarm);

}  // namespace gauntlet::fuzz::triage
