// Reads one line of text from left to right. After the first error nothing more is read.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gauntlet/core/step_text.hpp"

namespace gauntlet::core {

class Cursor {
  public:
    explicit Cursor(std::string_view line) : line_(line) {}

    // Behind blanks: passes over `words` if they stand there, a letter or digit not directly behind them.
    bool accept(std::string_view words);
    // As accept(), else an error.
    bool expect(std::string_view words);
    // The index of the longest of the words that stands there; 0 for the empty one, an error where there is none.
    template <std::size_t Count>
    std::size_t choice(const std::array<std::string_view, Count>& words, std::string_view what) {
        std::optional<std::size_t> best;
        for (std::size_t i = 0; i < Count; ++i)
            if (stands_here(words[i]) && (!best || words[i].size() > words[*best].size()))
                best = i;
        if (best) {
            accept(words[*best]);
            return *best;
        }
        std::string list;
        for (const std::string_view word : words)
            list += std::string(list.empty() ? "" : ", ") + "'" + std::string(word) + "'";
        fail(std::string(what) + " is one of " + list);
        return 0;
    }
    // Letters, digits, '-', '_', '.' and '/'.
    std::string name(std::string_view what);
    // A decimal number up to `limit`.
    std::int64_t number(std::string_view what, std::int64_t limit);
    // A value without quotes: is_bare() in quoted.hpp.
    std::string bare(std::string_view what);
    // A text in quotes, without them.
    std::string text(std::string_view what);
    bool at_quote();
    bool at_digit();
    // What accept() would pass over.
    bool stands_here(std::string_view words);
    // Everything up to the end, or up to `stop` outside of quotes, without the blanks around it.
    std::string_view rest(std::string_view stop = {});
    bool at_end();
    void expect_end();

    std::size_t position() const { return position_; }  // from 0
    bool ok() const { return !error_; }
    void fail(std::string message) { fail_at(position_, std::move(message)); }
    void fail_at(std::size_t position, std::string message);
    const TextError& error() const { return *error_; }

  private:
    std::optional<std::size_t> end_of(std::string_view words) const;
    void skip_blanks();

    std::string_view line_;
    std::size_t position_ = 0;
    std::optional<TextError> error_;
};

}  // namespace gauntlet::core
