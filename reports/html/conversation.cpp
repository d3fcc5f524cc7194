// What was sent and what came back, with times, in notation and hex; and the log at that moment.
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "escape.hpp"
#include "parts.hpp"

namespace gauntlet::reports::html {

namespace {

constexpr std::size_t longest_text = 1000;  // characters of an event or a line of the log

std::string_view arrow(record::Direction direction) {
    switch (direction) {
        case record::Direction::sent:
            return "→";
        case record::Direction::received:
            return "←";
        case record::Direction::none:
            break;
    }
    return "·";
}

std::string said(const record::Event& event) {
    if (!event.text.empty())
        return safe(event.text, longest_text);
    return fmt::format("{} bytes", event.size);
}

std::string hex_of(const record::Event& event) {
    const std::string cut = event.hex.size() / 2 < event.size ? fmt::format("… of {} bytes", event.size) : "";
    return "\n<i>" + safe(event.hex, longest_text * 2) + cut + "</i>";
}

// From everything to what a reader needs first: which lines are there depends on how much room there is.
enum class Detail : std::uint8_t {
    hex,    // all, with as many bytes as the record has
    lines,  // without what only hex would tell
    gist,   // without the messages of the TLS handshake too; alerts and ends are there
};

bool is_shown(const record::Event& event, Detail detail) {
    const bool is_raw = event.layer == core::Layer::tcp && event.size > 0;
    const bool is_handshake = event.layer == core::Layer::tls && event.size > 0 && !event.text.starts_with("alert");
    return detail == Detail::hex || (!is_raw && (detail == Detail::lines || !is_handshake));
}

std::string line_of(const record::Event& event, Detail detail) {
    std::string line =
        fmt::format("{:9.3f} {} {} {:<4} {}", static_cast<double>(event.us) / 1000.0, safe(event.channel, 40),
                    arrow(event.direction), core::to_string(event.layer), said(event));
    if (detail == Detail::hex && !event.hex.empty())
        line += hex_of(event);
    return (event.direction == record::Direction::received ? "<b>" + line + "</b>" : line) + "\n";
}

// The first ones, for at most `budget` bytes, which it takes from it.
void add_lines(std::string& out, const std::vector<std::string>& lines, std::size_t& budget) {
    std::size_t shown = 0;
    for (const std::string& line : lines) {
        if (line.size() > budget)
            break;
        out += line;
        budget -= line.size();
        ++shown;
    }
    if (shown < lines.size())
        fmt::format_to(std::back_inserter(out), "… {} lines more in the record\n", lines.size() - shown);
}

std::vector<std::string> lines_of(const record::Section& section, Detail detail) {
    std::vector<std::string> lines;
    for (const record::Event& event : section.events)
        if (is_shown(event, detail))
            lines.push_back(line_of(event, detail));
    return lines;
}

std::size_t size_of(const record::Conversation& conversation, Detail detail) {
    std::size_t size = 0;
    for (const record::Section& section : conversation.sections)
        for (const std::string& line : lines_of(section, detail))
            size += line.size();
    return size;
}

Detail detail_for(const record::Conversation& conversation, std::size_t budget) {
    for (const Detail detail : {Detail::hex, Detail::lines})
        if (size_of(conversation, detail) <= budget)
            return detail;
    return Detail::gist;
}

void add_section(std::string& out, const record::Section& section, Detail detail, std::size_t& budget) {
    out += "<h5>Sent (→) and come back (←): " + safe(section.title) + "</h5>\n<pre>";
    add_lines(out, lines_of(section, detail), budget);
    if (section.dropped > 0)
        fmt::format_to(std::back_inserter(out), "… and {} events more\n", section.dropped);
    out += "</pre>\n";
}

void add_log(std::string& out, const std::vector<std::string>& log, std::size_t budget) {
    if (log.empty())
        return;
    std::vector<std::string> lines;
    for (const std::string& line : log)
        lines.push_back(safe(line, longest_text) + "\n");
    out += "<h5>The broker's log then</h5>\n<pre>";
    add_lines(out, lines, budget);
    out += "</pre>\n";
}

}  // namespace

void add_conversation(std::string& out, const record::Conversation& conversation, std::size_t budget) {
    // A quarter is the log's, and what the conversation leaves.
    const std::size_t reserved = conversation.log_lines.empty() ? 0 : budget / 4;
    std::size_t left = budget - reserved;
    const Detail detail = detail_for(conversation, left);
    for (const record::Section& section : conversation.sections)
        add_section(out, section, detail, left);
    add_log(out, conversation.log_lines, left + reserved);
}

}  // namespace gauntlet::reports::html
