#include "violation_rows.hpp"

namespace gauntlet::wire::mqtt::test {
namespace {

constexpr ViolationRow rows[] = {
    {'c', "", "packet type and flags @0 §2.1"},
    {'c', "10 ffffffff01", "remaining length @1 §2.1"},
    {'c', "30 r9 s't'", "remaining length @5 §2.1"},
    {'c', "c0 00 00", "rest @2 §2.1"},
    {'c', "00 00", "packet type and flags @0 §2.1"},
    {'c', "f0 00", "packet type and flags @0 §2.1"},
    {'c', "20 02 0000", "packet type and flags @0 §2.1"},
    {'s', "c0 00", "packet type and flags @0 §2.1"},
    {'c', "60 02 0001", "packet type and flags @0 §3.6"},
    {'c', "80 r{ i1 s'a' 00 }", "packet type and flags @0 §3.8"},
    {'c', "a4 r{ i1 s'a' }", "packet type and flags @0 §3.10"},
    {'c', "38 r{ s't' }", "packet type and flags @0 §2.1"},
    {'c', "36 r{ s't' i1 }", "packet type and flags @0 §2.1"},
    {'c', "30 00", "topic name @2 §2.1"},
    {'c', "30 r{ s5 't' }", "topic name @2 §2.1"},
    {'c', "40 03 0001 00", "rest @4 §2.1"},
    {'c', "30 r{ s{ c3 28 } }", "topic name @4 §2.5"},
    {'c', "30 r{ s{ 't' 00 } }", "topic name @5 §A"},
    {'c', "40 02 0000", "packet identifier @2 §2.4"},
    {'c', "32 r{ s't' i0 }", "packet identifier @5 §2.4"},
    {'c', "30 r{ s'a/#' }", "topic name @6 §3.3"},
    {'c', "30 r{ s'' }", "topic name @4 §A"},
    {'c', "82 r{ i1 s'a#' 00 }", "topic filter @7 §A"},
    {'c', "82 r{ i1 s'a+' 00 }", "topic filter @7 §A"},
    {'c', "10 r{ s'MQIsDP' 03 02 k9 s'c' }", "protocol name @4 §3.1"},
    {'c', "10 r{ s'MQIsdp' 04 02 k9 s'c' }", "protocol level @10 §3.1"},
    {'c', "10 r{ s'MQIsdp' 03 1e k9 s'c' s't' s'm' }", "connect flags @11 §3.1"},
    {'c', "10 r{ s'MQIsdp' 03 42 k9 s'c' s'p' }", "connect flags @11 §3.1"},
    {'c', "10 r{ s'MQIsdp' 03 02 k9 s'' }", "client identifier @16 §3.1"},
    {'c', "10 r{ s'MQIsdp' 03 02 k9 s'123456789012345678901234' }", "client identifier @16 §3.1"},
    {'c', "10 r{ s'MQIsdp' 03 06 k9 s'c' s't' s{ ff } }", "will message @22 §2.5"},
    {'c', "10 r{ s'MQIsdp' 03 c2 k9 s'c' s'u' s{ ff } }", "password @22 §2.5"},
    {'c', "10 r{ s'MQIsdp' 03 c2 k9 s'c' s'u' s'p' 00 }", "rest @23 §2.1"},
    {'s', "20 02 0006", "reason code @3 §3.2"},
    {'s', "90 03 0001 03", "reason code @4 §3.9"},
    {'s', "90 02 0001", "reason code @4 §3.9"},
    {'c', "82 02 0001", "topic filter @4 §3.8"},
    {'c', "a2 02 0001", "topic filter @4 §3.10"},
    {'c', "82 r{ i1 s'a' 03 }", "subscription options @7 §3.8"},
};

}  // namespace

std::span<const ViolationRow> violations_3_1() {
    return rows;
}

}  // namespace gauntlet::wire::mqtt::test
