// Topic names and topic filters (MQTT 5.0 section 4.7). Their syntax is the codec's matter.
#pragma once

#include <optional>
#include <string_view>

namespace gauntlet::reference::mqtt {

/// Whether a well-formed filter, without `$share/NAME/`, matches a topic name.
bool matches(std::string_view filter, std::string_view topic);

/// The filter of a shared subscription, which is what follows `$share/NAME/` (MQTT 5.0 section 4.8.2); nothing for
/// other filters. `filter` is well-formed under 5.0.
std::optional<std::string_view> shared_filter(std::string_view filter);

}  // namespace gauntlet::reference::mqtt
