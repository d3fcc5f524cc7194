#include "gauntlet/wire/mqtt/rule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace gauntlet::wire::mqtt {
namespace {

bool applies(const Citation& row, const Violation& violation) {
    return row.version == violation.context.version && row.rule == violation.rule &&
           (row.type == PacketType::reserved || row.type == violation.type) &&
           (row.field == any_field || row.field == violation.field) &&
           (row.property == Property::none || row.property == violation.property) &&
           (!row.sender || *row.sender == violation.context.sender);
}

int closeness(const Citation& row) {
    return (row.type != PacketType::reserved) + (row.field != any_field) + (row.property != Property::none) +
           row.sender.has_value();
}

const RuleRow& row_of(Rule rule) {
    return *std::ranges::find(rules(), rule, &RuleRow::rule);
}

}  // namespace

std::vector<Clause> clauses(const Violation& violation) {
    std::vector<const Citation*> rows;
    for (const Citation& row : citations())
        if (applies(row, violation))
            rows.push_back(&row);
    std::ranges::stable_sort(rows, std::ranges::greater{}, [](const Citation* row) { return closeness(*row); });
    std::vector<Clause> out;
    for (const Citation* row : rows)
        out.push_back(row->clause);
    return out;
}

std::string text(const Clause& clause, Version version) {
    if (clause.id.starts_with("MQTT-"))
        return fmt::format("[{}]", clause.id);
    return fmt::format("MQTT {} section {}", name(version), clause.section);
}

std::uint8_t reason(const Violation& violation) {
    if (violation.rule == Rule::property_value_zero && violation.property == Property::topic_alias)
        return 0x94;  // MQTT 5.0 section 3.3.2.3.4
    return row_of(violation.rule).reason;
}

std::string text(const Violation& violation) {
    const Field field{violation.field, Kind::raw, violation.property};
    std::string out = fmt::format("{}: {} at byte {}: {}", name(violation.type), name(field), violation.offset,
                                  row_of(violation.rule).message);
    const char* separator = " (";
    for (const Clause& clause : clauses(violation))
        out += std::exchange(separator, ", ") + text(clause, violation.context.version);
    return separator == std::string_view(", ") ? out + ")" : out;
}

}  // namespace gauntlet::wire::mqtt
