#include "ending.hpp"

#include <fmt/format.h>

#include "gauntlet/wire/tables/alerts.hpp"

namespace gauntlet::net {

namespace {

constexpr std::uint8_t level_fatal = 2;

core::Observation end(core::Layer layer, core::Kind kind, std::string text, std::vector<core::Fact> facts = {}) {
    return {.layer = layer, .kind = kind, .text = std::move(text), .facts = std::move(facts)};
}

std::vector<core::Fact> close_notify(bool tls, const char* value) {
    if (!tls)
        return {};
    return {{"close-notify", value}};
}

}  // namespace

bool begins_plain_alert(wire::View bytes) {
    const std::size_t count = std::min(bytes.size(), plain_alert_size);
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint8_t byte = bytes[i];
        const bool fits = (i == 0 && byte == 0x15) || (i == 1 && byte == 0x03) || (i == 2 && byte <= 0x04) ||
                          (i == 3 && byte == 0x00) || (i == 4 && byte == 0x02) ||
                          (i == 5 && (byte == 1 || byte == 2)) || i == 6;
        if (!fits)
            return false;
    }
    return true;
}

std::optional<PlainAlert> plain_alert(wire::View bytes) {
    if (bytes.size() != plain_alert_size || !begins_plain_alert(bytes))
        return std::nullopt;
    return PlainAlert{bytes[5] == level_fatal, bytes[6]};
}

std::string alert_text(std::uint8_t description, bool fatal) {
    const std::string_view name = wire::tls::alert_name(description);
    return fmt::format("alert {} {}{}", description, name.empty() ? "(not assigned)" : name, fatal ? "" : " (warning)");
}

core::Observation ended_by_alert(std::uint8_t description, bool fatal) {
    core::Observation observation = end(core::Layer::tls, core::Kind::alert, alert_text(description, fatal));
    observation.code = description;
    return observation;
}

core::Observation ended_by_close_notify() {
    return end(core::Layer::tls, core::Kind::fin, "close_notify", close_notify(true, "yes"));
}

core::Observation ended_by_fin(bool tls) {
    return end(core::Layer::tcp, core::Kind::fin, tls ? "FIN without close_notify" : "FIN", close_notify(tls, "no"));
}

core::Observation ended_by_reset(bool tls) {
    return end(core::Layer::tcp, core::Kind::rst, "connection reset", close_notify(tls, "no"));
}

core::Observation ended_by_nonsense(std::string text) {
    return end(core::Layer::tcp, core::Kind::packet, std::move(text));
}

core::Observation timed_out(core::Layer layer, std::string text) {
    return end(layer, core::Kind::timeout, std::move(text));
}

}  // namespace gauntlet::net
