#pragma once

#include <cstddef>
#include <span>
#include <string_view>

/// What must hold for every input, each as a function of the input's bytes. It returns where the property holds, for
/// good and bad input alike, and aborts with a message on stderr where it does not: an exception of a type that the
/// tested function does not document is a violation too. The sanitizers watch the memory.
namespace gauntlet::fuzz::properties {

using Input = std::span<const std::byte>;
using Property = void (*)(Input);

/// One MQTT packet behind a byte that chooses version and sender (context_of()). The fields cover the bytes without a
/// gap; flattened items and parsed print() give the bytes back; a packet without a violation has a message, encode()
/// of it is as good, and its message is the same.
void mqtt_packet(Input input);

/// A stream of MQTT packets behind the same byte. Decoder gives the same events and rest for every split; a larger
/// maximum accepts what a smaller one does; decode() of each packet alone agrees.
void mqtt_stream(Input input);

/// A text in notation: what parse() accepts, flatten() writes in size() bytes, and print() writes so that parse() gives
/// the same items back.
void notation(Input input);

/// A stream of WebSocket frames; bit 0 of the first byte chooses the sender. Every split gives the same events;
/// encode() of a frame gives its bytes back, and so decodes again to the same frame.
void websocket_frames(Input input);

/// The head of an HTTP request or response. What is parsed is written and parsed again to the same; a HeadReader cuts
/// it off in every split.
void websocket_head(Input input);

/// TLS records with a handshake message, and the bodies of both hellos: what is decoded is written back byte by byte.
void tls_hello(Input input);

/// A file of certificates, as `pki inspect` and `--ca` read it. Throws nothing but std::runtime_error.
void certificate(Input input);

/// A run record. What is read is written and read again to the same run; throws nothing but core::BadInput.
void run_record(Input input);

/// A file of known failures. Throws nothing but core::BadInput, whose message is one line with the file's name.
void known_failures(Input input);

/// An adapter.toml. Throws nothing but broker::BadInput, whose message is one line.
void adapter(Input input);

/// The settings file of a reference broker. Throws nothing but core::BadInput, whose message is one line.
void reference_settings(Input input);

/// The text of a list of steps: what parse_steps() accepts, to_text() writes so that it is parsed to the same steps.
void steps(Input input);

struct Named {
    std::string_view name;  // of the function, of its libFuzzer target (fuzz_NAME) and of its corpus
    Property property;
};

std::span<const Named> all();

}  // namespace gauntlet::fuzz::properties
