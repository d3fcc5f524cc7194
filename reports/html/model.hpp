// The run as the page shows it: a column for each broker, a row for each scenario and transport.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/record/gate.hpp"
#include "gauntlet/record/run.hpp"

namespace gauntlet::reports::html {

struct Column {
    std::string broker;
    std::string version;
    const record::BrokerInfo* info = nullptr;  // nullptr where the run does not name it
    record::Totals totals;
    std::string label() const { return version.empty() ? broker : broker + " " + version; }
};

struct Row {
    const record::ScenarioText* scenario = nullptr;
    core::Transport transport = core::Transport::mqtts;
    std::size_t number = 0;                  // of all rows: its anchors are m-NUMBER and r-NUMBER
    std::vector<const record::Cell*> cells;  // one for each column; nullptr: there is none
};

struct Family {
    std::string name;
    std::vector<Row> rows;  // by id
    record::Totals totals;
};

struct Model {
    const record::Run* run = nullptr;
    record::Gate gate;
    std::vector<Column> columns;
    std::vector<Family> families;
    std::size_t cells = 0;
};

// Of a self-test it has the cells that came out otherwise than they must, and no others. `run` must outlive it.
Model model_of(const record::Run& run);

// Cells of which the page shows everything that happened: they ran and are no pass, or of a self-test are wrong.
bool is_shown_whole(const record::Cell& cell);

// Fail, inconclusive, weak, or of a self-test wrong.
bool asks_for_attention(const record::Cell& cell);

// One letter for CSS: p, w, f, i, u, s, q.
std::string_view class_of(core::Verdict verdict);

}  // namespace gauntlet::reports::html
