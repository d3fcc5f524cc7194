// The observations of how a channel ended, one distinction per ending (law 4).
#pragma once

#include <optional>
#include <string>

#include "gauntlet/core/observation.hpp"
#include "gauntlet/wire/notation/bytes.hpp"

namespace gauntlet::net {

struct PlainAlert {
    bool fatal = false;
    std::uint8_t description = 0;
};

// A whole TLS alert record in clear, and nothing else: 15 03 0x 00 02 LEVEL DESCRIPTION (RFC 8446 5.1, 6).
inline constexpr std::size_t plain_alert_size = 7;
std::optional<PlainAlert> plain_alert(wire::View bytes);
// Whether the bytes may be the beginning of one.
bool begins_plain_alert(wire::View bytes);

// "alert 45 certificate_expired", with "(warning)" and the remark behind it.
std::string alert_text(std::uint8_t description, bool fatal);

core::Observation ended_by_alert(std::uint8_t description, bool fatal);
core::Observation ended_by_close_notify();
core::Observation ended_by_fin(bool tls);
core::Observation ended_by_reset(bool tls);
// The broker sent what a TLS client cannot go on with.
core::Observation ended_by_nonsense(std::string text);

core::Observation timed_out(core::Layer layer, std::string text);

}  // namespace gauntlet::net
