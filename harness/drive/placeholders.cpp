#include "placeholders.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>

#include "step_fault.hpp"

namespace gauntlet::drive {

namespace {

// A server must take client ids of 1 to 23 of these bytes [MQTT-3.1.3-5]; the scenarios add a letter for the channel.
constexpr std::string_view id_alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::size_t id_prefix = 12;
constexpr std::size_t id_size = 22;

std::string unique_id(std::string_view run_prefix) {
    static std::atomic<std::uint64_t> counter{0};
    std::string prefix;
    std::ranges::copy_if(run_prefix, std::back_inserter(prefix),
                         [](char c) { return id_alphabet.find(c) != std::string_view::npos; });
    if (prefix.size() > id_prefix)
        prefix.erase(0, prefix.size() - id_prefix);
    std::string number;
    for (std::uint64_t n = ++counter; n != 0 && prefix.size() + number.size() < id_size; n /= id_alphabet.size())
        number.insert(number.begin(), id_alphabet[n % id_alphabet.size()]);
    // A letter that keeps prefix and number apart: "run1" 2 and "run" 12 are different ids.
    return prefix.substr(0, id_size - 1 - number.size()) + "x" + number;
}

}  // namespace

Placeholders::Placeholders(const Target& target) {
    const std::string id = unique_id(target.run_prefix);
    values_ = {{"id", id}, {"topic", target.run_prefix + "/" + id}, {"run", target.run_prefix}};
    if (!target.user.empty()) {
        values_.push_back({"user", target.user});
        values_.push_back({"password", target.password});
    }
}

wire::Expected<std::string_view, std::string> Placeholders::value(std::string_view name) const {
    const auto found = std::ranges::find(values_, name, &Named::name);
    if (found != values_.end())
        return std::string_view(found->value);
    std::string known;
    for (const Named& named : values_)
        known += fmt::format("{}{{{}}}", known.empty() ? "" : ", ", named.name);
    return fmt::format("placeholder {{{}}} has no value; there are {}", name, known);
}

std::string Placeholders::fill(std::string_view text) const {
    std::string filled;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::size_t end = text[i] == '{' ? text.find('}', i) : std::string_view::npos;
        if (end == std::string_view::npos) {
            filled += text[i];
            continue;
        }
        const auto found = value(text.substr(i + 1, end - i - 1));
        if (!found)
            throw StepFault{found.error()};
        filled += *found;
        i = end;
    }
    return filled;
}

}  // namespace gauntlet::drive
