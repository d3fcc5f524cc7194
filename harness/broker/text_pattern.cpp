#include "gauntlet/broker/text_pattern.hpp"

#include <regex.h>

#include <array>
#include <stdexcept>

namespace gauntlet::broker {

struct TextPattern::Compiled {
    regex_t regex{};

    explicit Compiled(const std::string& expression) {
        const int error = ::regcomp(&regex, expression.c_str(), REG_EXTENDED);
        if (error == 0)
            return;
        std::array<char, 256> words{};
        ::regerror(error, &regex, words.data(), words.size());
        throw std::invalid_argument(words.data());
    }
    ~Compiled() { ::regfree(&regex); }
    Compiled(const Compiled&) = delete;
    Compiled& operator=(const Compiled&) = delete;
};

TextPattern::TextPattern(const std::string& expression)
    : expression_(expression), compiled_(std::make_shared<const Compiled>(expression)) {}

bool TextPattern::found_in(const std::string& text) const {
    return ::regexec(&compiled_->regex, text.c_str(), 0, nullptr, 0) == 0;
}

std::optional<std::string> TextPattern::capture(const std::string& text) const {
    std::array<regmatch_t, 2> matches{};
    if (::regexec(&compiled_->regex, text.c_str(), matches.size(), matches.data(), 0) != 0)
        return std::nullopt;
    const regmatch_t& match = matches[1].rm_so >= 0 ? matches[1] : matches[0];
    return text.substr(static_cast<std::size_t>(match.rm_so), static_cast<std::size_t>(match.rm_eo - match.rm_so));
}

}  // namespace gauntlet::broker
