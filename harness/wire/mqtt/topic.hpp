#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "gauntlet/wire/mqtt/rule.hpp"

namespace gauntlet::wire::mqtt {

/// What is wrong with a topic, and at which of its bytes.
struct TopicFault {
    Rule rule;
    std::size_t index;
};

/// MQTT 5.0 sections 4.7.1 and 4.7.3: at least one character, no wildcards.
std::optional<TopicFault> check_topic_name(std::string_view topic);

/// The place of `#` and `+` (MQTT 5.0 sections 4.7.1.2 and 4.7.1.3); in 5.0 also shared subscriptions (section 4.8.2).
std::optional<TopicFault> check_topic_filter(std::string_view filter, Version version);

/// Whether a filter of 5.0 is one of a shared subscription.
bool is_shared(std::string_view filter);

}  // namespace gauntlet::wire::mqtt
