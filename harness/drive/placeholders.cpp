#include "placeholders.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>

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

std::string escaped(std::string_view value) {
    std::string text;
    for (const char c : value) {
        if (c == '\'' || c == '\\')
            text += std::string("\\") + c;
        else if (c == '{' || c == '}' || static_cast<unsigned char>(c) < 0x20)
            text += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
        else
            text += c;
    }
    return text;
}

// The end of the quoted text that begins at `at` + 1: the index of its closing quote, or the end.
std::size_t closing_quote(std::string_view text, std::size_t at) {
    for (std::size_t i = at + 1; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == '\'')
            return i;
    }
    return text.size();
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

std::optional<std::string> Placeholders::value(std::string_view name) const {
    for (const Named& named : values_)
        if (named.name == name)
            return named.value;
    return std::nullopt;
}

Unknown Placeholders::unknown(std::string_view name) const {
    std::string known;
    for (const Named& named : values_)
        known += fmt::format("{}{{{}}}", known.empty() ? "" : ", ", named.name);
    return {fmt::format("placeholder {{{}}} has no value; there are {}", name, known)};
}

wire::Expected<std::string, Unknown> Placeholders::fill_text(std::string_view text) const {
    std::string filled;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::size_t end = text[i] == '{' ? text.find('}', i) : std::string_view::npos;
        if (end == std::string_view::npos) {
            filled += text[i];
            continue;
        }
        const std::string_view name = text.substr(i + 1, end - i - 1);
        const std::optional<std::string> named = value(name);
        if (!named)
            return unknown(name);
        filled += *named;
        i = end;
    }
    return filled;
}

wire::Expected<std::string, Unknown> Placeholders::fill_notation(std::string_view notation) const {
    std::string filled;
    bool quoted = false;
    for (std::size_t i = 0; i < notation.size(); ++i) {
        const char c = notation[i];
        if (quoted && c == '\\' && i + 1 < notation.size()) {
            filled += c;
            filled += notation[++i];
        } else if (!quoted && c == '#') {
            // A comment: its quotes are none.
            const std::size_t end = std::min(notation.find('\n', i), notation.size());
            filled += notation.substr(i, end - i);
            i = end - 1;
        } else if (quoted && c == '{') {
            const std::size_t quote = closing_quote(notation, i);
            const std::size_t end = std::min(notation.find('}', i), quote);
            const std::string_view name = notation.substr(i + 1, end - i - 1);
            const std::optional<std::string> named = value(name);
            if (!named || end == quote)
                return unknown(name);
            filled += escaped(*named);
            i = end;
        } else {
            quoted = quoted != (c == '\'');
            filled += c;
        }
    }
    return filled;
}

}  // namespace gauntlet::drive
