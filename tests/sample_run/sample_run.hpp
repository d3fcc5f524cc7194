// Run records for the tests of record and reports.
#pragma once

#include <string>

#include "gauntlet/record/run.hpp"

namespace gauntlet::tests {

// Markup, quotes, every ASCII control character, DEL, C1, bidirectional controls, a character outside the BMP.
std::string hostile_text();

// Bytes that are no UTF-8: stray continuation, overlong, surrogate, truncated.
std::string invalid_utf8();

// Every field filled, every verdict, level, transport, layer, kind and state of the aftermath used.
record::Run rich_run();

// One broker and no cells: started, ended and named.
record::Run empty_run();

// Of a cell that is no pass: what was sent, what came back, some of it `text`, and two lines of a log.
record::Conversation sample_conversation(const std::string& text);

// A scenario `id` that expects alert 45 at "connack".
record::ScenarioText expired_scenario(const std::string& id, core::Level level = core::Level::must);

// A cell of mosquitto 2.0.11 over mqtts that ran once.
record::Cell cell_of(const std::string& scenario, core::Verdict verdict);

// Adds both.
record::Cell& add(record::Run& run, const std::string& id, core::Verdict verdict);

}  // namespace gauntlet::tests
