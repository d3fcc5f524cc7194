#include "gauntlet/fuzz/oracles/exchanges.hpp"

#include <algorithm>

namespace gauntlet::fuzz::oracles {

Exchanges::Entry& Exchanges::of(std::string_view channel) {
    const auto found = std::ranges::find(entries_, channel, &Entry::channel);
    return found != entries_.end() ? *found : entries_.emplace_back(Entry{std::string(channel), {}, true});
}

void Exchanges::begin(const std::vector<core::Step>& session) {
    entries_.clear();
    std::vector<std::string_view> opened;
    for (const core::Step& step : session) {
        const auto* open = std::get_if<core::Open>(&step);
        if (open == nullptr)
            continue;
        if (std::ranges::find(opened, open->channel) != opened.end())
            of(open->channel).known = false;
        opened.push_back(open->channel);
    }
}

void Exchanges::sent(std::string_view channel, wire::View bytes, bool frames) {
    Entry& entry = of(channel);
    entry.known = entry.known && !frames;
    entry.exchange.sent.insert(entry.exchange.sent.end(), bytes.begin(), bytes.end());
}

void Exchanges::received(std::string_view channel, wire::View bytes) {
    wire::Bytes& all = of(channel).exchange.received;
    all.insert(all.end(), bytes.begin(), bytes.end());
}

void Exchanges::received(std::string_view channel, const core::Observation& observation) {
    if (observation.kind == core::Kind::timeout)
        of(channel).exchange.silent = true;
}

bool Exchanges::any_silent() const {
    return std::ranges::any_of(entries_, [](const Entry& entry) { return entry.exchange.silent; });
}

std::vector<Exchange> Exchanges::take() {
    std::vector<Exchange> all;
    for (Entry& entry : entries_)
        if (entry.known)
            all.push_back(std::move(entry.exchange));
    entries_.clear();
    return all;
}

}  // namespace gauntlet::fuzz::oracles
