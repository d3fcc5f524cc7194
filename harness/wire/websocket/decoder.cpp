#include "gauntlet/wire/websocket/decoder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gauntlet/wire/notation/notation.hpp"
#include "gauntlet/wire/notation/utf8.hpp"

namespace gauntlet::wire::websocket {
namespace {

struct RuleText {
    std::string_view field;
    std::string_view message;
    std::string_view section;
};

RuleText text_of(Rule rule) {
    switch (rule) {
        case Rule::reserved_bits:
            return {"RSV", "no extension was negotiated that uses it", "5.2"};
        case Rule::reserved_opcode:
            return {"opcode", "reserved", "5.2"};
        case Rule::masked_by_server:
            return {"mask bit", "a server must not mask", "5.1"};
        case Rule::unmasked_by_client:
            return {"mask bit", "a client must mask", "5.1"};
        case Rule::length_not_minimal:
            return {"length", "not in the fewest bytes", "5.2"};
        case Rule::control_too_long:
            return {"length", "a control frame has 125 bytes at most", "5.5"};
        case Rule::control_fragmented:
            return {"FIN", "a control frame is not fragmented", "5.5"};
        case Rule::continuation_of_nothing:
            return {"opcode", "there is no message to be continued", "5.4"};
        case Rule::data_within_message:
            return {"opcode", "the message before is not complete", "5.4"};
        case Rule::close_of_one_byte:
            return {"status", "two bytes or none", "5.5.1"};
        case Rule::close_status:
            return {"status", "may not be sent", "7.4"};
        case Rule::close_reason_not_utf8:
            return {"reason", "not UTF-8", "5.5.1"};
        case Rule::frame_too_large:
            return {"length", "larger than we take", "10.4"};
    }
    return {};
}

constexpr std::size_t least_header = 2;
constexpr std::uint8_t mask_bit = 0x80;

// What the header of a frame says.
struct Header {
    std::uint8_t length_width = 1;
    std::uint64_t length = 0;
    bool masked = false;
    std::size_t size = least_header;  // of the header: with the masking key
};

// Nothing where more bytes are needed.
std::optional<Header> header_of(View bytes) {
    if (bytes.size() < least_header)
        return std::nullopt;
    Header header;
    header.masked = (bytes[1] & mask_bit) != 0;
    const std::uint8_t first = bytes[1] & 0x7f;
    if (first == 126)
        header.length_width = 3;
    if (first == 127)
        header.length_width = 9;
    header.size = 1U + header.length_width + (header.masked ? std::tuple_size_v<MaskingKey> : 0);
    if (bytes.size() < header.size)
        return std::nullopt;
    header.length = first;
    if (header.length_width > 1) {
        header.length = 0;
        for (std::size_t i = 2; i <= header.length_width; ++i)
            header.length = header.length << 8 | bytes[i];
    }
    return header;
}

// RFC 6455 section 7.4: 1004 to 1006 and 1015 are never sent, and what is below 1000 or not registered below 3000
// neither; IANA has 1012 to 1014 besides.
bool may_be_sent(std::uint16_t status) {
    return (status >= 1000 && status <= 1003) || (status >= 1007 && status <= 1014) ||
           (status >= 3000 && status <= 4999);
}

}  // namespace

std::string text(const Violation& violation) {
    const RuleText row = text_of(violation.rule);
    return fmt::format("{} at byte {}: {} (RFC 6455 {})", row.field, violation.offset, row.message, row.section);
}

void Decoder::feed(View bytes) {
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(start_));
    start_ = 0;
    // After the error nothing is cut any more: what is kept for a look at it must end somewhere.
    constexpr std::size_t kept_after_error = 4096;
    if (ended_)
        bytes = bytes.first(std::min(bytes.size(), kept_after_error - std::min(kept_after_error, buffer_.size())));
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
}

Decoder::Event Decoder::too_large() {
    ended_ = true;
    return StreamError{{Rule::frame_too_large, 1}, consumed_};
}

std::optional<Decoder::Event> Decoder::next() {
    const View bytes = rest();
    const std::optional<Header> header = header_of(bytes);
    if (ended_ || !header)
        return std::nullopt;
    if (header->length > maximum_)
        return too_large();
    if (bytes.size() - header->size < header->length)
        return std::nullopt;

    Received received;
    Frame& frame = received.frame;
    frame.fin = (bytes[0] & 0x80) != 0;
    frame.reserved = (bytes[0] >> 4) & 7;
    frame.opcode = bytes[0] & 15;
    if (header->length_width != notation::frame_length_width(header->length))
        frame.length_width = header->length_width;
    const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(header->size);
    frame.payload.assign(begin, begin + static_cast<std::ptrdiff_t>(header->length));
    if (header->masked) {
        std::copy_n(begin - std::tuple_size_v<MaskingKey>, std::tuple_size_v<MaskingKey>, frame.key.emplace().begin());
        for (std::size_t i = 0; i < frame.payload.size(); ++i)
            frame.payload[i] ^= (*frame.key)[i % 4];
    }
    received.violation = violation_of(frame, header->size);
    if (!is_control(frame.opcode))
        within_message_ = !frame.fin;
    start_ += header->size + frame.payload.size();
    consumed_ += header->size + frame.payload.size();
    return received;
}

std::optional<Violation> Decoder::violation_of(const Frame& frame, std::uint64_t header) const {
    const bool control = is_control(frame.opcode);
    const bool continues = static_cast<Opcode>(frame.opcode) == Opcode::continuation;
    if (frame.reserved != 0)
        return Violation{Rule::reserved_bits, 0};
    if (name(frame.opcode) == "reserved")
        return Violation{Rule::reserved_opcode, 0};
    if (control && !frame.fin)
        return Violation{Rule::control_fragmented, 0};
    if (!control && within_message_ != continues)
        return Violation{continues ? Rule::continuation_of_nothing : Rule::data_within_message, 0};
    if (frame.key.has_value() != (sender_ == Sender::client))
        return Violation{frame.key ? Rule::masked_by_server : Rule::unmasked_by_client, 1};
    if (control && frame.payload.size() > 125)
        return Violation{Rule::control_too_long, 1};
    if (frame.length_width != 0)
        return Violation{Rule::length_not_minimal, 1};
    if (static_cast<Opcode>(frame.opcode) == Opcode::close)
        return violation_of_close(frame, header);
    return std::nullopt;
}

std::optional<Violation> Decoder::violation_of_close(const Frame& frame, std::uint64_t header) const {
    if (frame.payload.empty())
        return std::nullopt;
    if (frame.payload.size() == 1)
        return Violation{Rule::close_of_one_byte, header};
    if (!may_be_sent(closing(frame.payload).status))
        return Violation{Rule::close_status, header};
    const View reason = View(frame.payload).subspan(2);
    const std::size_t good = notation::well_formed_prefix(reason);
    if (good < reason.size())
        return Violation{Rule::close_reason_not_utf8, header + 2 + good};
    return std::nullopt;
}

}  // namespace gauntlet::wire::websocket
