#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/wire/notation/bytes.hpp"
#include "gauntlet/wire/notation/expected.hpp"

/// The one readable text for byte strings whose lengths may lie.
///
/// Tokens are separated by white space; `#` begins a comment that ends with its line.
///
///     10  0a0bff       bytes in hexadecimal, two digits each
///     r13  r13/4       a variable byte integer that is a Remaining Length, in as few bytes as it needs or in 1 to 5
///     v5   v5/2        every other variable byte integer (property length, subscription identifier)
///     s4               the two-byte length of a string
///     k60  i1          a two-byte integer: k for times and limits, i for packet identifiers
///     w3600            a four-byte integer
///     m5  u5           the length of a WebSocket frame (RFC 6455 5.2) in 1, 3 or 9 bytes; m: with the mask bit and,
///     behind
///                      it, a masking key of zeros, which leaves the payload readable; m5/3 m5/9 u5/3: not the fewest
///     'text'           UTF-8; \' \\ and \xNN are escapes; braces only as \x7b and \x7d, because {name} is a
///                      placeholder that the reader of the text fills in
///     r{ … } v{ … } s{ … } m{ … } u{ … }   the length of the group, computed, then the group; s'text' is short for s{
///     'text' } { … }            a group without a length TOKEN*N          the token or group N times, N from 0
///
/// Integers are in network byte order (MQTT 5.0 sections 1.5.2, 1.5.3 and 1.5.5). A number stands for itself: `s4` says
/// nothing about how many bytes follow, and so may lie.
namespace gauntlet::wire::notation {

/// No notation stands for more than this: 300 MiB, somewhat above the largest MQTT packet (256 MiB and 4 bytes).
inline constexpr std::uint64_t maximum_size = 300ULL * 1024 * 1024;
/// Groups may stand in groups this deep.
inline constexpr std::size_t maximum_depth = 64;
/// The largest value of a variable byte integer of four bytes (MQTT 5.0 section 1.5.5).
inline constexpr std::uint32_t maximum_variable = 268'435'455;

/// How a number is written, and thereby what it means; the value is the letter of the notation.
enum class Form : char {
    none = 0,  // a group without a length
    remaining_length = 'r',
    variable = 'v',
    string_length = 's',
    limit = 'k',
    identifier = 'i',
    four_bytes = 'w',
    masked_length = 'm',
    unmasked_length = 'u',
};

/// One token with its meaning.
struct Item {
    enum class Kind : std::uint8_t { hex, text, number, group };

    Kind kind = Kind::hex;
    Form form = Form::none;   // number: how it is written; group: the computed length before it (r, v, s, m, u or none)
    std::uint8_t width = 0;   // number of form r, v, m or u: bytes of the length, 0 for as few as needed
    std::uint32_t value = 0;  // number
    std::uint64_t times = 1;  // the repetition, `*N`
    Bytes bytes;              // hex and text
    std::vector<Item> items = {};  // group

    bool operator==(const Item&) const = default;
};

using Items = std::vector<Item>;

Item hex_item(View bytes);
Item text_item(std::string_view text);
/// `width` counts for the forms r and v: 1 to 5 bytes, and m and u: 1, 3 or 9; 0 for as few as needed.
Item number_item(Form form, std::uint32_t value, std::uint8_t width = 0);
Item group_item(Form form, Items items);

/// Where a text is not notation, and how to mend it. Line and column count from 1; a column is a byte.
struct ParseError {
    std::size_t line = 1;
    std::size_t column = 1;
    std::string message;

    /// `line:column: message`
    std::string text() const;
};

/// What a placeholder {name} in a text stands for, as it is; or what is wrong with that name, which is empty where the
/// brace is not closed.
using Fill = std::function<Expected<std::string_view, std::string>(std::string_view name)>;

/// Reads notation. What it returns can be flattened: it is no larger than maximum_size and every computed length fits.
/// Without `fill` a placeholder is an error.
Expected<Items, ParseError> parse(std::string_view text, const Fill& fill = {});

/// Writes notation on one line; `parse(print(items))` gives items back.
std::string print(const Items& items);

/// How many bytes the items stand for, without making them; saturates at the largest std::uint64_t.
std::uint64_t size(const Items& items);
std::uint64_t size(const Item& item);

/// The bytes. Items from parse() always succeed; others throw std::invalid_argument where a number does not fit its
/// width, a computed length does not fit its form, or the whole is larger than maximum_size.
Bytes flatten(const Items& items);

/// For literals in the source: parses and flattens, throws std::invalid_argument with the parse error.
Bytes bytes_of(std::string_view text);

/// The fewest bytes that the length of a WebSocket frame takes: 1, 3 or 9 (RFC 6455 5.2).
std::uint8_t frame_length_width(std::uint64_t length);

/// Appends the length of a WebSocket frame in `width` bytes (0: as few as needed) with `mask_bit`, and no masking key.
/// A width that is too small cuts the value.
void append_frame_length(Bytes& out, std::uint64_t length, std::uint8_t width, bool mask_bit);

/// The fewest bytes that a variable byte integer takes; 5 above maximum_variable.
std::uint8_t variable_width(std::uint32_t value);

/// Appends a variable byte integer in `width` bytes (0: as few as needed). A width that is too small cuts the value.
void append_variable(Bytes& out, std::uint32_t value, std::uint8_t width = 0);

}  // namespace gauntlet::wire::notation
