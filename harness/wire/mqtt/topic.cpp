#include "topic.hpp"

namespace gauntlet::wire::mqtt {
namespace {

constexpr std::string_view share = "$share/";

std::optional<TopicFault> check_wildcards(std::string_view filter, std::size_t from) {
    for (std::size_t i = from; i < filter.size(); ++i) {
        if (filter[i] != '#' && filter[i] != '+')
            continue;
        const bool begins_level = i == from || filter[i - 1] == '/';
        const bool ends = i + 1 == filter.size();
        if (filter[i] == '#' && !(begins_level && ends))
            return TopicFault{Rule::multi_level_wildcard, i};
        if (filter[i] == '+' && !(begins_level && (ends || filter[i + 1] == '/')))
            return TopicFault{Rule::single_level_wildcard, i};
    }
    return std::nullopt;
}

std::optional<TopicFault> check_shared(std::string_view filter) {
    const std::size_t slash = filter.find('/', share.size());
    if (slash == share.size() || filter.size() == share.size())
        return TopicFault{Rule::share_name_empty, share.size()};
    const std::size_t wildcard = filter.substr(0, slash).find_first_of("+#", share.size());
    if (wildcard != std::string_view::npos)
        return TopicFault{Rule::share_name, wildcard};
    if (slash == std::string_view::npos || slash + 1 == filter.size())
        return TopicFault{Rule::share_name, filter.size()};
    return check_wildcards(filter, slash + 1);
}

}  // namespace

std::optional<TopicFault> check_topic_name(std::string_view topic) {
    if (topic.empty())
        return TopicFault{Rule::empty_topic, 0};
    const std::size_t wildcard = topic.find_first_of("+#");
    if (wildcard != std::string_view::npos)
        return TopicFault{Rule::wildcard_in_topic_name, wildcard};
    return std::nullopt;
}

std::optional<TopicFault> check_topic_filter(std::string_view filter, Version version) {
    if (filter.empty())
        return TopicFault{Rule::empty_topic, 0};
    if (version == Version::v5_0 && is_shared(filter))
        return check_shared(filter);
    return check_wildcards(filter, 0);
}

bool is_shared(std::string_view filter) {
    return filter.starts_with(share);
}

}  // namespace gauntlet::wire::mqtt
