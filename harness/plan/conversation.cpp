#include "conversation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gauntlet/broker/log.hpp"
#include "gauntlet/wire/notation/bytes.hpp"

namespace gauntlet::plan {

namespace {

constexpr std::size_t most_events = 64;
constexpr std::size_t most_bytes = 512;
// On the wire, of what TLS, WebSocket or MQTT events show in clear.
constexpr std::size_t most_raw_bytes = 64;
constexpr std::size_t most_lines = 40;
constexpr std::size_t most_of_a_line = 500;
constexpr std::uint64_t most_of_a_log = 64U << 10U;

record::Direction direction_of(net::Direction direction) {
    switch (direction) {
        case net::Direction::sent:
            return record::Direction::sent;
        case net::Direction::received:
            return record::Direction::received;
        case net::Direction::none:
            break;
    }
    return record::Direction::none;
}

record::Event event_of(const net::Event& event, bool with_payloads) {
    record::Event kept{.us = static_cast<std::uint64_t>(event.at.count()),
                       .channel = event.channel,
                       .direction = direction_of(event.direction),
                       .layer = event.layer,
                       .text = {},
                       .hex = {},
                       .size = event.size};
    if (with_payloads || event.size == 0 || event.layer == core::Layer::tls)
        kept.text = event.text;
    const std::size_t limit = event.layer == core::Layer::tcp ? most_raw_bytes : most_bytes;
    if (with_payloads)
        kept.hex = wire::notation::hex(wire::View(event.bytes).first(std::min(event.bytes.size(), limit)));
    return kept;
}

record::Section section_of(std::string title, const net::Transcript& transcript, bool with_payloads) {
    record::Section section{.title = std::move(title), .events = {}, .dropped = 0};
    const std::vector<net::Event>& events = transcript.events();
    const std::size_t count = std::min(events.size(), most_events);
    for (std::size_t i = 0; i < count; ++i)
        section.events.push_back(event_of(events[i], with_payloads));
    section.dropped = events.size() - count + transcript.dropped();
    return section;
}

void add_lines(const LogSpan& span, const std::filesystem::path& folder, std::vector<std::string>& lines) {
    const broker::Log log(folder / span.path);
    const std::uint64_t end = std::min(span.to, log.size());
    const std::uint64_t begin = std::max(span.from, end > most_of_a_log ? end - most_of_a_log : 0);
    if (begin >= end)
        return;
    std::vector<std::string> read = log.lines(begin, end);
    if (begin > span.from && !read.empty())
        read.front().insert(0, "…");
    for (std::string& line : read) {
        if (line.size() > most_of_a_line)
            line = fmt::format("{}… {} bytes", line.substr(0, most_of_a_line), line.size());
        lines.push_back(std::move(line));
    }
}

}  // namespace

record::Conversation conversation_of(const std::vector<Try>& tries, bool with_controls, bool with_payloads,
                                     const std::filesystem::path& folder) {
    record::Conversation conversation;
    for (std::size_t i = 0; i < tries.size(); ++i) {
        const std::string prefix = tries.size() > 1 ? fmt::format("try {}: ", i + 1) : "";
        for (const Section& section : tries[i].sections)
            if (with_controls || section.title == stimulus_title)
                conversation.sections.push_back(section_of(prefix + section.title, section.transcript, with_payloads));
        for (const LogSpan& span : tries[i].log_spans)
            add_lines(span, folder, conversation.log_lines);
    }
    if (conversation.log_lines.size() > most_lines)
        conversation.log_lines.erase(conversation.log_lines.begin(),
                                     conversation.log_lines.end() - static_cast<std::ptrdiff_t>(most_lines));
    return conversation;
}

}  // namespace gauntlet::plan
