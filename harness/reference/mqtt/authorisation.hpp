// The decisions on a login (MQTT 5.0 section 3.1.4) and on topics.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "codec.hpp"
#include "gauntlet/reference/mqtt/access.hpp"
#include "gauntlet/reference/mqtt/flaws.hpp"

namespace gauntlet::reference::mqtt {

/// A reason code: success, or why the client may not log in.
std::uint8_t authenticate(const Access& access, const Flaws& flaws, const Peer& peer, const Connect& connect);

/// The name that the access rules go by.
std::optional<std::string> user_name(const Access& access, const Flaws& flaws, const Peer& peer,
                                     const Connect& connect);

/// The topics that are open to a client.
class Rights {
  public:
    static Rights everything() { return Rights("", true); }
    static Rights nothing() { return Rights("", false); }
    static Rights below(std::string prefix) { return Rights(std::move(prefix), true); }

    /// A topic name, or a filter without `$share/NAME/`, that matches open topics alone.
    bool cover(std::string_view topic) const { return any_ && topic.starts_with(prefix_); }
    /// Topics that begin with $ are the server's (MQTT 5.0 section 4.7.2).
    bool allow_publishing_to(std::string_view topic) const { return !topic.starts_with('$') && cover(topic); }
    bool none() const { return !any_; }

  private:
    Rights(std::string prefix, bool any) : prefix_(std::move(prefix)), any_(any) {}

    std::string prefix_;
    bool any_;
};

Rights rights_of(const Access& access, const Flaws& flaws, const Peer& peer, const std::optional<std::string>& user);

}  // namespace gauntlet::reference::mqtt
