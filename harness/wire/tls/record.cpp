#include "gauntlet/wire/tls/record.hpp"

#include <algorithm>

#include "writer.hpp"

namespace gauntlet::wire::tls {

namespace {

constexpr std::size_t handshake_header_size = 4;
// TLS 1.2's records may be that much longer than their plaintext (RFC 5246 6.2.3); ones in clear may not.
constexpr std::string_view clause = "RFC 8446 5.1";

std::size_t number(View bytes) {
    std::size_t value = 0;
    for (const std::uint8_t byte : bytes)
        value = value << 8U | byte;
    return value;
}

DecodeError fault(std::string_view field, std::size_t offset) {
    return {field, offset, clause};
}

}  // namespace

Bytes encode(const Record& record) {
    Bytes out;
    put(out, static_cast<std::uint8_t>(record.type), 1);
    put(out, record.version, 2);
    put(out, record.length.value_or(static_cast<std::uint16_t>(record.fragment.size())), 2);
    put(out, record.fragment);
    return out;
}

Bytes encode(const Handshake& message) {
    Bytes out;
    put(out, static_cast<std::uint8_t>(message.type), 1);
    put(out, message.length.value_or(static_cast<std::uint32_t>(message.body.size())), 3);
    put(out, message.body);
    return out;
}

Bytes in_records(View messages, std::uint16_t version) {
    Bytes out;
    while (!messages.empty()) {
        const View fragment = messages.first(std::min(messages.size(), largest_fragment));
        put(out, encode(Record{.version = version, .fragment = Bytes(fragment.begin(), fragment.end())}));
        messages = messages.subspan(fragment.size());
    }
    return out;
}

Expected<Collected, DecodeError> collect_handshake(View records, std::size_t limit) {
    Bytes stream;
    std::size_t at = 0;
    for (;;) {
        if (stream.size() >= handshake_header_size) {
            const std::size_t size = number(View(stream).subspan(1, 3));
            if (size > limit)
                return fault("length of the handshake message", at);
            if (stream.size() >= handshake_header_size + size)
                return Collected{
                    Handshake{static_cast<HandshakeType>(stream[0]),
                              Bytes(stream.begin() + handshake_header_size,
                                    stream.begin() + static_cast<std::ptrdiff_t>(handshake_header_size + size)),
                              std::nullopt},
                    0};
        }
        const View rest = records.subspan(at);
        if (!rest.empty() && rest[0] != static_cast<std::uint8_t>(ContentType::handshake))
            return fault("type of the record", at);
        if (rest.size() < record_header_size)
            return Collected{{}, record_header_size - rest.size()};
        const std::size_t size = number(rest.subspan(3, 2));
        if (size == 0 || size > largest_fragment)
            return fault("length of the record", at + 3);
        if (rest.size() < record_header_size + size)
            return Collected{{}, record_header_size + size - rest.size()};
        put(stream, rest.subspan(record_header_size, size));
        at += record_header_size + size;
    }
}

Bytes encode(const Alert& alert) {
    const Bytes body = {static_cast<std::uint8_t>(alert.fatal ? 2 : 1), alert.description};
    return encode(Record{.type = ContentType::alert, .fragment = body});
}

}  // namespace gauntlet::wire::tls
