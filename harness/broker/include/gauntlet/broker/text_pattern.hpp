// A POSIX extended regular expression. Not std::regex: its matcher recurses once per character, so that a long line of
// a broker's log would overflow the stack.
#pragma once

#include <memory>
#include <optional>
#include <string>

namespace gauntlet::broker {

class TextPattern {
  public:
    // Throws std::invalid_argument with regerror()'s words if `expression` is none.
    explicit TextPattern(const std::string& expression);

    bool found_in(const std::string& text) const;
    // What the first group matched (the whole match if there is no group); nothing if the text does not match.
    std::optional<std::string> capture(const std::string& text) const;
    const std::string& expression() const { return expression_; }

  private:
    struct Compiled;
    std::string expression_;
    std::shared_ptr<const Compiled> compiled_;
};

}  // namespace gauntlet::broker
