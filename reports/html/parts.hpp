// The parts of the page. Each appends to `out`.
#pragma once

#include <cstddef>
#include <string>

#include "model.hpp"

namespace gauntlet::reports::html {

// Gate, brokers with their counts, legend.
void add_overview(std::string& out, const Model& model);
// The cells that ask for attention, most urgent first, as links.
void add_attention(std::string& out, const Model& model);
void add_matrix(std::string& out, const Model& model);
// What a cell opens: all panels. `budget`: bytes of the page for the conversation and the log of one cell.
void add_panels(std::string& out, const Model& model, std::size_t budget);
// Flaws, and whether they were caught.
void add_selftest(std::string& out, const record::Run& run);
// Plots and findings.
void add_campaign(std::string& out, const record::Run& run);
// What happened on the wire and in the log, cut to some `budget` bytes.
void add_conversation(std::string& out, const record::Conversation& conversation, std::size_t budget);

// "<span class="v f">fail</span>": the verdict by letter, word and colour.
std::string badge(core::Verdict verdict);
// "12 pass, 3 fail": what there is, as badges.
std::string counts(const record::Totals& totals);

}  // namespace gauntlet::reports::html
