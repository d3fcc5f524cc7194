#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "gauntlet/wire/notation/notation.hpp"
#include "gauntlet/wire/notation/utf8.hpp"

namespace gauntlet::wire::notation {
namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

int hex_digit(char c) {
    if (is_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

std::optional<Form> form_of(char c) {
    switch (c) {
        case 'r':
        case 'v':
        case 's':
        case 'k':
        case 'i':
        case 'w':
        case 'm':
        case 'u':
            return static_cast<Form>(c);
        default:
            return std::nullopt;
    }
}

// What stands for itself in a text, and is most of every text.
bool is_plain(char c) {
    return c >= 0x20 && c < 0x7f && c != '\'' && c != '\\' && c != '{' && c != '}';
}

bool is_variable(Form form) {
    return form == Form::remaining_length || form == Form::variable;
}

bool is_frame_length(Form form) {
    return form == Form::masked_length || form == Form::unmasked_length;
}

// Stops the parse at the first error; leaves with false from everywhere once `error_` is set.
class Parser {
  public:
    Parser(std::string_view text, const Fill& fill) : text_(text), fill_(fill) {}

    Expected<Items, ParseError> run() {
        Items items;
        if (!read_items(items, 0))
            return *error_;
        return items;
    }

  private:
    static constexpr std::size_t usual_items = 6;  // of a packet's body

    bool fail(std::size_t position, std::string message) {
        ParseError error{1, 1, std::move(message)};
        for (const char c : text_.substr(0, position)) {
            error.column = c == '\n' ? 1 : error.column + 1;
            error.line += c == '\n' ? 1 : 0;
        }
        error_ = std::move(error);
        return false;
    }

    bool at_end() const { return position_ == text_.size(); }
    char peek() const { return at_end() ? '\0' : text_[position_]; }
    bool at_separator() const { return at_end() || is_space(peek()) || peek() == '}' || peek() == '#'; }

    void skip_blank() {
        while (!at_end() && (is_space(peek()) || peek() == '#')) {
            if (peek() == '#')
                position_ = std::min(text_.find('\n', position_), text_.size());
            else
                ++position_;
        }
    }

    // The word under the cursor, for messages: it may be anything, so it is cut and its unprintable bytes are masked.
    std::string word(std::size_t from) const {
        std::string out;
        for (std::size_t i = from; i < text_.size() && !is_space(text_[i]) && out.size() < 40; ++i)
            out += text_[i] > 0x20 && text_[i] < 0x7f ? text_[i] : '?';
        return out;
    }

    // Up to the closing brace where depth > 0, else to the end of the text.
    bool read_items(Items& items, std::size_t depth) {
        const std::size_t opened = position_;
        std::uint64_t sum = 0;
        items.reserve(usual_items);
        for (;;) {
            skip_blank();
            if (at_end())
                return depth == 0 || fail(opened - 1, "this { has no }; add one");
            if (peek() == '}') {
                if (depth == 0)
                    return fail(position_, "this } has no {; remove it, or write a brace in a text as \\x7d");
                ++position_;
                return true;
            }
            const std::size_t start = position_;
            Item item;
            if (!read_token(item, depth) || !read_repetition(item))
                return false;
            if (!at_separator())
                return fail(position_, fmt::format("expected a space before '{}'", word(position_)));
            const std::uint64_t length = size(item);
            if (length > maximum_size - sum)
                return fail(start,
                            fmt::format("more than {} bytes in all; shorten it or lower a repetition", maximum_size));
            sum += length;
            items.push_back(std::move(item));
        }
    }

    bool read_token(Item& item, std::size_t depth) {
        const char c = peek();
        if (c == '{')
            return read_group(item, Form::none, depth);
        if (c == '\'')
            return read_text(item);
        if (const std::optional<Form> form = form_of(c)) {
            const std::size_t start = position_++;
            if (peek() == '{' || peek() == '\'')
                return read_computed(item, *form, start, depth);
            return read_number(item, *form, start);
        }
        return read_hex(item);
    }

    bool read_group(Item& item, Form form, std::size_t depth) {
        if (depth == maximum_depth)
            return fail(position_, fmt::format("groups stand more than {} deep; write fewer", maximum_depth));
        ++position_;
        item.kind = Item::Kind::group;
        item.form = form;
        return read_items(item.items, depth + 1);
    }

    bool read_computed(Item& item, Form form, std::size_t start, std::size_t depth) {
        if (!is_variable(form) && !is_frame_length(form) && form != Form::string_length)
            return fail(start,
                        fmt::format("'{}' has no computed form; r, v, s, m and u have: write r{{ … }}, v{{ … }} …",
                                    static_cast<char>(form)));
        if (peek() == '{') {
            if (!read_group(item, form, depth))
                return false;
        } else {
            if (form != Form::string_length)
                return fail(start,
                            fmt::format("only s stands before a text; write {}{{ … }}", static_cast<char>(form)));
            item.kind = Item::Kind::group;
            item.form = form;
            if (!read_text(item.items.emplace_back()))
                return false;
        }
        return length_fits(item, start);
    }

    bool length_fits(const Item& item, std::size_t start) {
        const std::uint64_t inside = size(item.items);
        if (is_frame_length(item.form))
            return true;  // maximum_size is below
        const std::uint64_t most = item.form == Form::string_length ? 0xffff : maximum_variable;
        if (inside <= most)
            return true;
        return fail(start, fmt::format("the group has {} bytes, {}{{ }} can say {} at most; write the length yourself, "
                                       "such as {}{}, before a plain group",
                                       inside, static_cast<char>(item.form), most, static_cast<char>(item.form), most));
    }

    // Decimal digits; false without an error message where there are none or the value is above `most`.
    bool read_decimal(std::uint64_t most, std::uint64_t& value) {
        if (!is_digit(peek()))
            return false;
        value = 0;
        while (is_digit(peek())) {
            value = value * 10 + static_cast<std::uint64_t>(peek() - '0');
            if (value > most)
                return false;
            ++position_;
        }
        return true;
    }

    bool read_number(Item& item, Form form, std::size_t start) {
        const bool two_bytes = form != Form::four_bytes && !is_variable(form) && !is_frame_length(form);
        const std::uint64_t most = two_bytes ? 0xffff : 0xffff'ffff;
        std::uint64_t value = 0;
        if (!read_decimal(most, value))
            return fail(start, fmt::format("expected a number from 0 to {} after '{}', not '{}'", most, char(form),
                                           word(start)));
        item = number_item(form, static_cast<std::uint32_t>(value));
        if (is_variable(form))
            return read_width(item, start);
        if (is_frame_length(form))
            return read_frame_width(item, start);
        return true;
    }

    bool read_width(Item& item, std::size_t start) {
        const std::uint8_t least = variable_width(item.value);
        if (peek() != '/') {
            if (least <= 4)
                return true;
            return fail(start, fmt::format("{} needs five bytes, which is malformed; if that is meant, write {}{}/5",
                                           item.value, static_cast<char>(item.form), item.value));
        }
        ++position_;
        std::uint64_t width = 0;
        if (!read_decimal(5, width) || width < least)
            return fail(start,
                        fmt::format("expected a width from {} to 5 bytes after '/', not '{}'", least, word(start)));
        item.width = static_cast<std::uint8_t>(width);
        return true;
    }

    bool read_frame_width(Item& item, std::size_t start) {
        if (peek() != '/')
            return true;
        ++position_;
        std::uint64_t width = 0;
        if (!read_decimal(9, width) || width < frame_length_width(item.value) ||
            (width != 1 && width != 3 && width != 9))
            return fail(start, fmt::format("expected a width of {} bytes after '/', not '{}'",
                                           item.value < 126       ? "1, 3 or 9"
                                           : item.value <= 0xffff ? "3 or 9"
                                                                  : "9",
                                           word(start)));
        item.width = static_cast<std::uint8_t>(width);
        return true;
    }

    bool read_repetition(Item& item) {
        if (peek() != '*')
            return true;
        const std::size_t start = position_++;
        if (!read_decimal(maximum_size, item.times))
            return fail(start, fmt::format("expected a count from 0 to {} after '*'", maximum_size));
        return true;
    }

    bool read_hex(Item& item) {
        const std::size_t start = position_;
        while (hex_digit(peek()) >= 0)
            ++position_;
        const std::string_view digits = text_.substr(start, position_ - start);
        if (digits.empty() || !(at_separator() || peek() == '*'))
            return fail(start,
                        fmt::format("'{}' is no token; expected hexadecimal bytes (0a0b), a number (r13 v5 s4 k60 "
                                    "i1 w3600 m5 u5), a 'text' or a group; a placeholder {{name}} must be substituted "
                                    "before",
                                    word(start)));
        if (digits.size() % 2 != 0)
            return fail(start, fmt::format("'{}' has an odd number of hexadecimal digits; write two for each byte",
                                           word(start)));
        item.bytes.reserve(digits.size() / 2);
        for (std::size_t i = 0; i < digits.size(); i += 2)
            item.bytes.push_back(static_cast<std::uint8_t>(hex_digit(digits[i]) * 16 + hex_digit(digits[i + 1])));
        return true;
    }

    bool read_text(Item& item) {
        item.kind = Item::Kind::text;
        const std::size_t start = position_++;
        for (;;) {
            read_plain(item.bytes);
            if (at_end() || peek() == '\n')
                return fail(start, "this text has no closing ' on its line; add one, or write a line end as \\x0a");
            const char c = text_[position_];
            if (c == '\'') {
                ++position_;
                return true;
            }
            if (!(c == '\\'  ? read_escape(item.bytes)
                  : c == '{' ? read_placeholder(item.bytes)
                             : read_character(item.bytes)))
                return false;
        }
    }

    void read_plain(Bytes& out) {
        const std::size_t start = position_;
        while (!at_end() && is_plain(text_[position_]))
            ++position_;
        const View run = view(text_.substr(start, position_ - start));
        out.insert(out.end(), run.begin(), run.end());
    }

    bool read_placeholder(Bytes& out) {
        const std::size_t end = std::min(text_.find_first_of("}'\n", position_), text_.size());
        if (!fill_)
            return unmeant_brace();
        const bool closed = end < text_.size() && text_[end] == '}';
        // The empty name is nobody's: the error says which there are.
        const std::string_view name = closed ? text_.substr(position_ + 1, end - position_ - 1) : std::string_view();
        const Expected<std::string_view, std::string> value = fill_(name);
        if (!value || !closed)
            return value ? unmeant_brace() : fail(position_, value.error());
        const View bytes = view(*value);
        out.insert(out.end(), bytes.begin(), bytes.end());
        position_ = end + 1;
        return true;
    }

    bool unmeant_brace() {
        return fail(position_,
                    "a brace in a text is a placeholder that was not substituted; write a brace that is meant as "
                    "\\x7b or \\x7d");
    }

    bool read_character(Bytes& out) {
        if (peek() == '}')
            return unmeant_brace();
        const View rest = view(text_.substr(position_));
        const CodePoint point = code_point(rest);
        if (point.length == 0)
            return fail(position_,
                        fmt::format("the byte {:02x} is not UTF-8; write it as \\x{:02x}", rest[0], rest[0]));
        out.insert(out.end(), rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(point.length));
        position_ += point.length;
        return true;
    }

    bool read_escape(Bytes& out) {
        const std::string_view rest = text_.substr(position_);
        if (rest.size() >= 2 && (rest[1] == '\'' || rest[1] == '\\')) {
            out.push_back(static_cast<std::uint8_t>(rest[1]));
            position_ += 2;
            return true;
        }
        if (rest.size() >= 4 && rest[1] == 'x' && hex_digit(rest[2]) >= 0 && hex_digit(rest[3]) >= 0) {
            out.push_back(static_cast<std::uint8_t>(hex_digit(rest[2]) * 16 + hex_digit(rest[3])));
            position_ += 4;
            return true;
        }
        return fail(position_, "unknown escape; write \\' or \\\\ or \\xNN with two hexadecimal digits");
    }

    std::string_view text_;
    const Fill& fill_;
    std::size_t position_ = 0;
    std::optional<ParseError> error_;
};

}  // namespace

Expected<Items, ParseError> parse(std::string_view text, const Fill& fill) {
    return Parser(text, fill).run();
}

}  // namespace gauntlet::wire::notation
