#pragma once

#include <span>

namespace gauntlet::wire::mqtt::test {

/// One malformed packet and the first violation in it. `expected` is the field, `@` and the offset, and the clauses,
/// the closest first: the id, or § and the section where the clause has no id.
struct ViolationRow {
    char sender;  // 'c'lient or 's'erver
    const char* notation;
    const char* expected;
};

std::span<const ViolationRow> violations_3_1();
std::span<const ViolationRow> violations_3_1_1();
std::span<const ViolationRow> violations_5_0();

}  // namespace gauntlet::wire::mqtt::test
