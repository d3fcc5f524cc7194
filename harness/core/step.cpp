#include "gauntlet/core/step.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>

namespace gauntlet::core {

namespace {

constexpr std::array<std::string_view, 3> door_texts{"the listener", "the second listener", "the plain listener"};
constexpr std::array<std::string_view, 3> engine_texts{"", ", in clear", ", with TLS and no more"};
constexpr std::array<std::string_view, 3> split_texts{"", "byte by byte ", "in fragments of one byte "};
constexpr std::array<std::string_view, 2> as_texts{"", "frames "};
constexpr std::array<std::string_view, 4> close_texts{"close_notify and FIN", "close_notify only",
                                                      "FIN without close_notify", "RST"};

std::string label(const std::string& at) {
    return at.empty() ? std::string() : fmt::format("  -> {}", at);
}

struct Text {
    std::string operator()(const Open& step) const {
        const std::string client = step.client.empty() ? "" : fmt::format(" as client '{}'", step.client);
        return fmt::format("{}: open {}{}{}{}{}", step.channel, door_texts[static_cast<std::size_t>(step.door)],
                           engine_texts[static_cast<std::size_t>(step.engine)], client, label(step.at),
                           step.upgrade.empty() ? "" : ", the upgrade" + label(step.upgrade));
    }
    std::string operator()(const Send& step) const {
        return fmt::format("{}: send {}{}{}", step.channel, as_texts[static_cast<std::size_t>(step.as)],
                           split_texts[static_cast<std::size_t>(step.split)], step.bytes);
    }
    std::string operator()(const Read& step) const {
        return fmt::format("{}: read{}{}", step.channel, step.until_end ? " until the end" : "", label(step.at));
    }
    std::string operator()(const Barrier& step) const {
        return fmt::format("{}: barrier (PINGREQ, PINGRESP){}", step.channel, label(step.at));
    }
    std::string operator()(const Pause& step) const { return fmt::format("pause {} ms", step.time.count()); }
    std::string operator()(const Close& step) const {
        return fmt::format("{}: close by {}", step.channel, close_texts[static_cast<std::size_t>(step.how)]);
    }
    std::string operator()(const Search& step) const {
        return fmt::format("{}: search the bytes on the wire for {}{}", step.channel, fmt::join(step.texts, ", "),
                           label(step.at));
    }
    std::string operator()(const Boot& step) const { return fmt::format("start the broker{}", label(step.at)); }
};

}  // namespace

std::string to_text(const Step& step) {
    return std::visit(Text{}, step);
}

}  // namespace gauntlet::core
