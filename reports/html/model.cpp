#include "model.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <unordered_map>

namespace gauntlet::reports::html {

namespace {

using core::Verdict;

constexpr std::array<std::string_view, core::verdict_names.size()> classes{"p", "w", "f", "i", "u", "s", "q"};

class Builder {
  public:
    explicit Builder(const record::Run& run) : run_(run) {
        model_.run = &run;
        model_.gate = record::gate(run);
        for (const record::ScenarioText& scenario : run.scenarios)
            scenarios_.emplace(scenario.id, &scenario);
        if (!run.selftest)
            for (const record::BrokerInfo& broker : run.brokers)
                column_of(broker.name, broker.version);
    }

    Model build() {
        for (const record::Cell& cell : run_.cells)
            if (!run_.selftest || asks_for_attention(cell))
                add(cell);
        for (auto& [key, row] : rows_)
            place(std::move(row));
        return std::move(model_);
    }

  private:
    // Family, id without it, transport: the order of the rows.
    using Key = std::tuple<std::string_view, std::string_view, core::Transport>;

    std::size_t column_of(const std::string& broker, const std::string& version) {
        const auto [found, is_new] = columns_.try_emplace({broker, version}, model_.columns.size());
        if (is_new)
            model_.columns.push_back({broker, version, info_of(broker, version), {}});
        return found->second;
    }

    const record::BrokerInfo* info_of(const std::string& broker, const std::string& version) const {
        const auto found = std::ranges::find_if(run_.brokers, [&](const record::BrokerInfo& each) {
            return each.name == broker && each.version == version;
        });
        return found == run_.brokers.end() ? nullptr : &*found;
    }

    void add(const record::Cell& cell) {
        const record::ScenarioText& scenario = *scenarios_.at(cell.scenario);
        Row& row = rows_[{scenario.family, scenario.id, cell.transport}];
        row.scenario = &scenario;
        row.transport = cell.transport;
        const std::size_t column = column_of(cell.broker, cell.broker_version);
        row.cells.resize(std::max(row.cells.size(), column + 1));
        row.cells[column] = &cell;
        ++model_.columns[column].totals.counts[static_cast<std::size_t>(cell.verdict)];
        ++model_.cells;
    }

    void place(Row row) {
        if (model_.families.empty() || model_.families.back().name != row.scenario->family)
            model_.families.push_back({row.scenario->family, {}, {}});
        Family& family = model_.families.back();
        row.cells.resize(model_.columns.size());
        row.number = ++number_;
        for (const record::Cell* cell : row.cells)
            if (cell != nullptr)
                ++family.totals.counts[static_cast<std::size_t>(cell->verdict)];
        family.rows.push_back(std::move(row));
    }

    const record::Run& run_;
    Model model_;
    std::size_t number_ = 0;
    std::unordered_map<std::string_view, const record::ScenarioText*> scenarios_;
    std::map<std::pair<std::string, std::string>, std::size_t> columns_;
    std::map<Key, Row> rows_;
};

}  // namespace

Model model_of(const record::Run& run) {
    return Builder(run).build();
}

bool is_shown_whole(const record::Cell& cell) {
    if (cell.proof)
        return !cell.proof->wrong.empty();
    return cell.verdict != Verdict::pass && cell.verdict != Verdict::unsupported && cell.verdict != Verdict::skipped;
}

bool asks_for_attention(const record::Cell& cell) {
    if (cell.proof)
        return !cell.proof->wrong.empty();
    return cell.verdict == Verdict::fail || cell.verdict == Verdict::weak || cell.verdict == Verdict::inconclusive;
}

std::string_view class_of(Verdict verdict) {
    return classes[static_cast<std::size_t>(verdict)];
}

}  // namespace gauntlet::reports::html
