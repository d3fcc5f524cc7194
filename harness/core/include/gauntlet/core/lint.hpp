// What is checked of a table of scenarios while it is compiled:
//   static_assert(table_fault(table()) == TableFault::none);
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include "gauntlet/core/capability.hpp"
#include "gauntlet/core/scenario.hpp"

namespace gauntlet::core {

enum class TableFault : std::uint8_t {
    none,
    malformed_id,         // not [a-z0-9-]+(/[a-z0-9-]+)+
    other_family,         // the ids of one table have one family
    duplicate_id,         //
    no_text,              // title, why or mend is empty
    no_clause,            // must, should and policy name a clause or a catalogue row
    observe_with_clause,  // observe is for rows that have no clause, or that the catalogue marks so
    no_flaw,              // must, should and policy name a flaw
    unknown_capability,   //
    no_steps,             //
    no_expectation,       //
    rule_without_step,    // an expectation, flaw or control names a label that no step leaves
    unknown_client,       // Open names a client that the stimulus does not have
    duplicate_label,      // two steps leave an observation under one label
    boot_not_first,       //
    not_exclusive,        // a step measures the broker or changes how it is set up, and others may be served meanwhile
    unknown_reading,      // Measure::since names no earlier Measure
};

constexpr bool is_id(std::string_view id) {
    bool slash = false;
    char previous = '/';
    for (const char c : id) {
        const bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
        if (!word && (c != '/' || previous == '/'))
            return false;
        slash = slash || c == '/';
        previous = c;
    }
    return slash && previous != '/';
}

constexpr std::string label_of(const Step& step) {
    return std::visit(
        [](const auto& s) -> std::string {
            if constexpr (requires { s.at; })
                return s.at;
            else
                return {};
        },
        step);
}

constexpr std::vector<std::string> labels_of(const Stimulus& stimulus) {
    std::vector<std::string> labels;
    for (const Step& step : stimulus.steps) {
        if (std::string label = label_of(step); !label.empty())
            labels.push_back(std::move(label));
        if (const Open* open = std::get_if<Open>(&step); open != nullptr && !open->upgrade.empty())
            labels.push_back(open->upgrade);
    }
    return labels;
}

constexpr bool contains(const std::vector<std::string>& list, std::string_view item) {
    for (const std::string& element : list)
        if (element == item)
            return true;
    return false;
}

// Whether a step measures the broker or changes how it is set up: nobody else may be served meanwhile.
constexpr bool disturbs(const Stimulus& stimulus) {
    for (const Step& step : stimulus.steps)
        if (std::holds_alternative<Crowd>(step) || std::holds_alternative<Measure>(step) ||
            std::holds_alternative<Reload>(step))
            return true;
    return false;
}

constexpr bool is_client(const std::string& name, const Stimulus& stimulus) {
    bool known = name.empty() || name == "good";
    for (const NamedClient& other : stimulus.others)
        known = known || other.name == name;
    return known;
}

constexpr bool measured_before(const Stimulus& stimulus, std::size_t end, const std::string& label) {
    for (std::size_t i = 0; i < end; ++i)
        if (const Measure* earlier = std::get_if<Measure>(&stimulus.steps[i]))
            if (earlier->at == label)
                return true;
    return false;
}

constexpr TableFault stimulus_fault(const Stimulus& stimulus) {
    if (stimulus.steps.empty())
        return TableFault::no_steps;
    const std::vector<std::string> labels = labels_of(stimulus);
    for (std::size_t i = 0; i < labels.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (labels[i] == labels[j])
                return TableFault::duplicate_label;
    for (std::size_t i = 0; i < stimulus.steps.size(); ++i) {
        if (std::holds_alternative<Boot>(stimulus.steps[i]) && i != 0)
            return TableFault::boot_not_first;
        if (const Open* open = std::get_if<Open>(&stimulus.steps[i]);
            open != nullptr && !is_client(open->client, stimulus))
            return TableFault::unknown_client;
        if (const Crowd* crowd = std::get_if<Crowd>(&stimulus.steps[i]);
            crowd != nullptr && !is_client(crowd->client, stimulus))
            return TableFault::unknown_client;
        if (const Measure* measure = std::get_if<Measure>(&stimulus.steps[i]);
            measure != nullptr && !measure->since.empty() && !measured_before(stimulus, i, measure->since))
            return TableFault::unknown_reading;
    }
    return TableFault::none;
}

constexpr TableFault scenario_fault(const Scenario& s) {
    const std::string id = s.id();
    if (!is_id(id))
        return TableFault::malformed_id;
    if (s.title.empty() || s.why.empty() || s.mend.empty())
        return TableFault::no_text;
    if (s.level != Level::observe && s.clauses.empty() && s.catalogue.empty())
        return TableFault::no_clause;
    if (s.level == Level::observe && !s.clauses.empty() && s.catalogue.empty())
        return TableFault::observe_with_clause;
    if (s.level != Level::observe && s.flaws.empty())
        return TableFault::no_flaw;
    for (const std::string& name : s.capabilities)
        if (!is_capability(name))
            return TableFault::unknown_capability;
    if (const TableFault fault = stimulus_fault(s.stimulus); fault != TableFault::none)
        return fault;
    if (s.control) {
        if (const TableFault fault = stimulus_fault(s.control->stimulus); fault != TableFault::none)
            return fault;
        if (!contains(labels_of(s.control->stimulus), s.control->at))
            return TableFault::rule_without_step;
    }
    if (!s.exclusive && (disturbs(s.stimulus) || (s.control && disturbs(s.control->stimulus))))
        return TableFault::not_exclusive;
    if (s.expectation.rules.empty())
        return TableFault::no_expectation;
    const std::vector<std::string> labels = labels_of(s.stimulus);
    for (const Rule& rule : s.expectation.rules)
        if (!contains(labels, rule.at) || rule.pass.empty())
            return TableFault::rule_without_step;
    for (const ProvedBy& proof : s.flaws)
        if (!contains(labels, proof.at))
            return TableFault::rule_without_step;
    return TableFault::none;
}

constexpr bool has_duplicate(const std::vector<Scenario>& table) {
    std::vector<const Scenario*> sorted;
    for (const Scenario& scenario : table)
        sorted.push_back(&scenario);
    const auto key = [](const Scenario* s) {
        return std::pair<std::string_view, std::string_view>(s->check, s->variant);
    };
    std::sort(sorted.begin(), sorted.end(), [key](const Scenario* a, const Scenario* b) { return key(a) < key(b); });
    for (std::size_t i = 1; i < sorted.size(); ++i)
        if (key(sorted[i - 1]) == key(sorted[i]))
            return true;
    return false;
}

constexpr TableFault table_fault(const std::vector<Scenario>& table) {
    for (const Scenario& scenario : table) {
        if (const TableFault fault = scenario_fault(scenario); fault != TableFault::none)
            return fault;
        if (scenario.family() != table[0].family())
            return TableFault::other_family;
    }
    return has_duplicate(table) ? TableFault::duplicate_id : TableFault::none;
}

}  // namespace gauntlet::core
