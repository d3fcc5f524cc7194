#include "topic.hpp"

namespace gauntlet::reference::mqtt {
namespace {

// Takes the first level off, and the '/' behind it. `more` says whether a level follows; it may be empty.
std::string_view take_level(std::string_view& rest, bool& more) {
    const std::size_t slash = rest.find('/');
    more = slash != std::string_view::npos;
    const std::string_view level = rest.substr(0, slash);
    rest.remove_prefix(more ? slash + 1 : rest.size());
    return level;
}

}  // namespace

bool matches(std::string_view filter, std::string_view topic) {
    // [MQTT-4.7.2-1]
    const bool wildcard_first = filter.starts_with('#') || filter.starts_with('+');
    if (wildcard_first && topic.starts_with('$'))
        return false;
    bool more_filter = true;
    bool more_topic = true;
    while (more_filter && more_topic) {
        const std::string_view wanted = take_level(filter, more_filter);
        if (wanted == "#")
            return true;
        const std::string_view level = take_level(topic, more_topic);
        if (wanted != "+" && wanted != level)
            return false;
    }
    // "#" includes the parent level (section 4.7.1.2).
    return !more_topic && (!more_filter || filter == "#");
}

std::optional<std::string_view> shared_filter(std::string_view filter) {
    constexpr std::string_view share = "$share/";
    if (!filter.starts_with(share))
        return std::nullopt;
    return filter.substr(filter.find('/', share.size()) + 1);
}

}  // namespace gauntlet::reference::mqtt
