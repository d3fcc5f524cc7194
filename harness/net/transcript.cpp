#include "gauntlet/net/transcript.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gauntlet/net/capture.hpp"
#include "gauntlet/wire/notation/bytes.hpp"

namespace gauntlet::net {

namespace {

template <typename Text>
void blot_out(Text& text, const std::string& secret) {
    for (auto at = text.begin();;) {
        at = std::search(at, text.end(), secret.begin(), secret.end());
        if (at == text.end())
            return;
        at = std::fill_n(at, secret.size(), '*');
    }
}

}  // namespace

void Transcript::keep_capture() {
    capture_ = std::make_shared<Capture>();
}

void Transcript::hide(std::string secret) {
    if (!secret.empty())
        secrets_.push_back(std::move(secret));
}

void Transcript::add(std::string_view channel, Direction direction, core::Layer layer, std::string text,
                     wire::View bytes) {
    if (!is_kept_)
        return;
    if (events_.size() == count_limit) {
        ++dropped_;
        return;
    }
    Event& event = events_.emplace_back();
    event.at = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin_);
    event.channel = channel;
    event.direction = direction;
    event.layer = layer;
    event.text = std::move(text);
    const std::size_t keep = std::min({bytes.size(), event_limit, total_limit - kept_});
    event.bytes.assign(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(keep));
    for (const std::string& secret : secrets_) {
        blot_out(event.text, secret);
        blot_out(event.bytes, secret);
    }
    event.size = bytes.size();
    kept_ += keep;
}

namespace {

constexpr std::size_t shown_bytes = 64;

std::string_view arrow(Direction direction) {
    switch (direction) {
        case Direction::sent:
            return ">";
        case Direction::received:
            return "<";
        case Direction::none:
            break;
    }
    return "-";
}

std::string shown(const Event& event) {
    if (!event.text.empty())
        return event.text;
    const std::size_t count = std::min(event.bytes.size(), shown_bytes);
    std::string text = wire::notation::hex(wire::View(event.bytes).first(count));
    return count < event.size ? fmt::format("{}… {} bytes", text, event.size) : text;
}

}  // namespace

std::string to_text(const Transcript& transcript) {
    std::string text;
    for (const Event& event : transcript.events())
        text += fmt::format("{:10.3f} ms  {}  {}  {:<7} {}\n", static_cast<double>(event.at.count()) / 1000.0,
                            event.channel, arrow(event.direction), core::to_string(event.layer), shown(event));
    if (transcript.dropped() > 0)
        text += fmt::format("… and {} events more\n", transcript.dropped());
    return text;
}

}  // namespace gauntlet::net
