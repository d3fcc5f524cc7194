#include "transcript_file.hpp"

#include <fmt/format.h>

#include <fstream>

namespace gauntlet::plan {

namespace {

std::string without_payloads(const net::Transcript& transcript) {
    std::string text;
    for (const net::Event& event : transcript.events()) {
        const char* direction = event.direction == net::Direction::sent       ? ">"
                                : event.direction == net::Direction::received ? "<"
                                                                              : " ";
        const bool readable = event.size == 0 || event.layer == core::Layer::tls;
        text +=
            fmt::format("{:9.3f} ms  {}  {}  {}  {}\n", static_cast<double>(event.at.count()) / 1000.0, event.channel,
                        direction, to_string(event.layer), readable ? event.text : fmt::format("{} bytes", event.size));
    }
    return text;
}

std::string observation_text(const core::Observation& observation) {
    std::string text = fmt::format("{}: {}", observation.at, observation.text);
    for (const core::Fact& fact : observation.facts)
        text += fmt::format("\n      {} = {}", fact.name, fact.value);
    return text + "\n";
}

std::string evidence_text(const core::Evidence& evidence) {
    std::string text;
    if (evidence.control_before)
        text += "  control before  " + observation_text(*evidence.control_before);
    for (const core::Observation& observation : evidence.observed)
        text += "  observed  " + observation_text(observation);
    if (evidence.control_after)
        text += "  control after  " + observation_text(*evidence.control_after);
    text += fmt::format("  aftermath  {}: {}\n", to_string(evidence.aftermath.state), evidence.aftermath.text);
    if (!evidence.harness_fault.empty())
        text += fmt::format("  harness fault  {}\n", evidence.harness_fault);
    return text;
}

}  // namespace

std::string transcript_path(const PlannedCell& cell) {
    return "transcripts/" + cell.id + ".txt";
}

std::string transcript_text(const PlannedCell& cell, const std::vector<Try>& tries, bool with_payloads) {
    std::string text = fmt::format("{}\n{}\n", cell.id, cell.scenario->title);
    for (std::size_t i = 0; i < tries.size(); ++i) {
        if (tries.size() > 1)
            text += fmt::format("\n== try {} ==\n", i + 1);
        for (const Section& section : tries[i].sections)
            text +=
                fmt::format("\n-- {} --\n{}", section.title,
                            with_payloads ? net::to_text(section.transcript) : without_payloads(section.transcript));
        text += "\n-- evidence --\n" + evidence_text(tries[i].evidence);
    }
    return text;
}

void write_transcript(const std::filesystem::path& path, const std::string& text) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream file(path, std::ios::binary);
    file << text;
    if (!file.flush())
        throw std::filesystem::filesystem_error("the transcript cannot be written", path,
                                                std::error_code(errno, std::generic_category()));
}

}  // namespace gauntlet::plan
