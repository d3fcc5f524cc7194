#include "gauntlet/core/step_text.hpp"

#include <fmt/format.h>

#include "quoted.hpp"
#include "step_words.hpp"

namespace gauntlet::core {

namespace {

template <typename Words, typename Enum>
std::string_view word(const Words& words, Enum value) {
    return words[static_cast<std::size_t>(value)];
}

// Behind a word that is not the last.
template <typename Words, typename Enum>
std::string before(const Words& words, Enum value) {
    const std::string_view text = word(words, value);
    return text.empty() ? std::string() : fmt::format("{} ", text);
}

std::string label(const std::string& at) {
    return at.empty() ? std::string() : fmt::format("  -> {}", at);
}

struct Text {
    std::string operator()(const Open& step) const {
        const std::string client = step.client.empty() ? "" : fmt::format(" as client {}", quoted(step.client));
        return fmt::format("{}: open {}{}{}{}{}", step.channel, word(door_words, step.door),
                           word(engine_words, step.engine), client, label(step.at),
                           step.upgrade.empty() ? "" : ", the upgrade" + label(step.upgrade));
    }
    std::string operator()(const Send& step) const {
        return fmt::format("{}: send {}{}{}", step.channel, before(as_words, step.as), before(split_words, step.split),
                           on_one_line(step.bytes));
    }
    std::string operator()(const Read& step) const {
        return fmt::format("{}: read{}{}", step.channel, step.until_end ? " until the end" : "", label(step.at));
    }
    std::string operator()(const Barrier& step) const {
        return fmt::format("{}: {}{}", step.channel, barrier_words, label(step.at));
    }
    std::string operator()(const Pause& step) const { return fmt::format("pause {} ms", step.time.count()); }
    std::string operator()(const Close& step) const {
        return fmt::format("{}: close by {}", step.channel, word(close_words, step.how));
    }
    std::string operator()(const Search& step) const {
        std::string texts;
        for (const std::string& text : step.texts)
            texts += (texts.empty() ? " " : ", ") + quoted(text);
        return fmt::format("{}: {}{}{}", step.channel, search_words, texts, label(step.at));
    }
    std::string operator()(const Crowd& step) const {
        const std::string client = step.client.empty() ? "" : fmt::format(" as client {}", quoted(step.client));
        return fmt::format("{} {}{}: send {}{}", step.clients, crowd_words, client, on_one_line(step.bytes),
                           label(step.at));
    }
    std::string operator()(const Measure& step) const {
        std::string text(measure_words);
        if (!step.since.empty())
            text += fmt::format(" since {}", step.since);
        if (step.cpu)
            text += fmt::format(", at most {} ms", step.cpu->count());
        if (step.memory)
            text += fmt::format(", at most {} KiB", *step.memory);
        if (step.descriptors)
            text += fmt::format(", at most {} descriptors", *step.descriptors);
        return text + label(step.at);
    }
    std::string operator()(const Reload& step) const {
        std::string names;
        for (const recipe::Crl* crl : step.crls)
            names += (names.empty() ? " " : ", ") + std::string(crl->name);
        return fmt::format("{}{}{}", reload_words, names, label(step.at));
    }
    std::string operator()(const Boot& step) const { return fmt::format("{}{}", boot_words, label(step.at)); }
};

}  // namespace

std::string to_text(const Step& step) {
    return std::visit(Text{}, step);
}

std::string to_text(const std::vector<Step>& steps) {
    std::string text;
    for (const Step& step : steps)
        text += to_text(step) + "\n";
    return text;
}

}  // namespace gauntlet::core
