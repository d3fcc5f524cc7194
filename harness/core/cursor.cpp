#include "cursor.hpp"

#include <fmt/format.h>

#include <charconv>

#include "quoted.hpp"

namespace gauntlet::core {

namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

bool is_name(char c) {
    return is_word(c) || c == '.' || c == '/';
}

}  // namespace

void Cursor::fail_at(std::size_t position, std::string message) {
    if (!error_)
        error_ = TextError{1, position + 1, std::move(message)};
}

void Cursor::skip_blanks() {
    while (position_ < line_.size() && is_blank(line_[position_]))
        ++position_;
}

// Where `words` end that begin at `position`; nothing where they do not stand there. A blank of theirs is any number of
// blanks, behind a comma none as well.
std::optional<std::size_t> Cursor::end_of(std::string_view words) const {
    std::size_t at = position_;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::size_t blanks = at;
        while (words[i] == ' ' && at < line_.size() && is_blank(line_[at]))
            ++at;
        const bool stands =
            words[i] == ' ' ? at > blanks || words[i - 1] == ',' : at < line_.size() && line_[at] == words[i];
        if (!stands)
            return std::nullopt;
        at += words[i] == ' ' ? 0 : 1;
    }
    const bool arrow = line_.substr(at).starts_with("->");
    if (!words.empty() && is_word(words.back()) && at < line_.size() && is_word(line_[at]) && !arrow)
        return std::nullopt;
    return at;
}

bool Cursor::stands_here(std::string_view words) {
    skip_blanks();
    return ok() && end_of(words).has_value();
}

bool Cursor::accept(std::string_view words) {
    if (!stands_here(words))
        return false;
    position_ = *end_of(words);
    return true;
}

bool Cursor::expect(std::string_view words) {
    if (accept(words))
        return true;
    fail(fmt::format("'{}' must stand here", words));
    return false;
}

std::string Cursor::name(std::string_view what) {
    skip_blanks();
    const std::size_t start = position_;
    while (ok() && position_ < line_.size() && is_name(line_[position_]))
        ++position_;
    if (position_ == start)
        fail(fmt::format("{} must stand here: letters, digits, '-', '_', '.' and '/'", what));
    return std::string(line_.substr(start, position_ - start));
}

std::int64_t Cursor::number(std::string_view what, std::int64_t limit) {
    skip_blanks();
    std::int64_t value = 0;
    const char* begin = line_.data() + position_;
    const auto [end, error] = std::from_chars(begin, line_.data() + line_.size(), value);
    if (error != std::errc() || value < 0 || value > limit)
        fail(fmt::format("{} must stand here: a number from 0 to {}", what, limit));
    else if (ok())
        position_ += static_cast<std::size_t>(end - begin);
    return value;
}

std::string Cursor::bare(std::string_view what) {
    skip_blanks();
    const std::size_t start = position_;
    while (ok() && position_ < line_.size() && is_bare(line_[position_]))
        ++position_;
    if (position_ == start)
        fail(fmt::format("{} must stand here; one with blanks, commas or quotes stands in quotes: 'a, b'", what));
    return std::string(line_.substr(start, position_ - start));
}

bool Cursor::at_digit() {
    skip_blanks();
    return ok() && position_ < line_.size() && line_[position_] >= '0' && line_[position_] <= '9';
}

bool Cursor::at_quote() {
    skip_blanks();
    return ok() && position_ < line_.size() && line_[position_] == '\'';
}

std::string Cursor::text(std::string_view what) {
    if (!at_quote()) {
        fail(fmt::format("{} must stand here, in quotes: 'text'", what));
        return {};
    }
    const std::size_t start = position_ + 1;
    std::size_t end = start;
    while (end < line_.size() && line_[end] != '\'')
        end += line_[end] == '\\' ? 2 : 1;
    if (end >= line_.size()) {
        fail("this quote has no end; add ', and write one in a text as \\'");
        return {};
    }
    const std::optional<std::string> value = unescaped(line_.substr(start, end - start));
    if (!value)
        fail("in quotes a backslash stands in \\', \\\\ and \\xNN only");
    else
        position_ = end + 1;
    return value.value_or("");
}

std::string_view Cursor::rest(std::string_view stop) {
    skip_blanks();
    const std::size_t start = position_;
    bool in_quotes = false;
    for (; position_ < line_.size(); ++position_) {
        if (!in_quotes && !stop.empty() && line_.substr(position_).starts_with(stop))
            break;
        if (in_quotes && line_[position_] == '\\' && position_ + 1 < line_.size())
            ++position_;
        else if (line_[position_] == '\'')
            in_quotes = !in_quotes;
    }
    std::size_t end = position_;
    while (end > start && is_blank(line_[end - 1]))
        --end;
    return line_.substr(start, end - start);
}

bool Cursor::at_end() {
    skip_blanks();
    return position_ == line_.size();
}

void Cursor::expect_end() {
    if (ok() && !at_end())
        fail("the line must end here; remove what follows");
}

}  // namespace gauntlet::core
