#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/wire/notation/bytes.hpp"
#include "gauntlet/wire/notation/expected.hpp"

namespace gauntlet::wire::websocket {

struct Field {
    std::string name;
    std::string value;

    bool operator==(const Field&) const = default;
};

/// The head of an HTTP request (RFC 9112 section 3); what stands in it is sent as it is.
struct Request {
    std::string method = "GET";
    std::string target = "/";
    std::string version = "HTTP/1.1";
    std::vector<Field> fields;

    bool operator==(const Request&) const = default;
};

/// The head of an HTTP response (RFC 9112 section 4).
struct Response {
    std::string version = "HTTP/1.1";
    int status = 101;
    std::string reason = "Switching Protocols";
    std::vector<Field> fields;

    bool operator==(const Response&) const = default;
};

std::string encode(const Request& request);
std::string encode(const Response& response);

/// The value of the first field of that name (not case-sensitive); nothing where there is none.
std::optional<std::string_view> value(const std::vector<Field>& fields, std::string_view name);

/// Whether a field of that name has the token in its comma-separated list (neither is case-sensitive).
bool has_token(const std::vector<Field>& fields, std::string_view name, std::string_view token);

/// Where a head is not HTTP.
struct HeadError {
    std::string field;       // "status line", or the name of the header field
    std::size_t offset = 0;  // from the head's first byte
    std::string message;     // with the clause

    /// `status line at byte 0: not HTTP/1.1 (RFC 9112 4)`
    std::string text() const;
};

/// Heads with their last, empty line. Nothing is said about what the fields mean.
Expected<Request, HeadError> parse_request(std::string_view head);
Expected<Response, HeadError> parse_response(std::string_view head);

/// Cuts the head off a stream. Holds no more than `maximum` bytes of it.
class HeadReader {
  public:
    explicit HeadReader(std::size_t maximum = 16 * 1024) : maximum_(maximum) {}

    void feed(View bytes);
    /// The head with its last, empty line, as soon as it is whole.
    std::optional<std::string_view> head() const;
    /// What came after the head.
    View rest() const;
    /// Whether the head is longer than the maximum: there will be none.
    bool too_long() const;
    /// Everything that is held.
    View bytes() const { return buffer_; }

  private:
    std::size_t maximum_;
    Bytes buffer_;
    std::size_t end_ = 0;  // of the head; 0: not there yet
};

/// What Sec-WebSocket-Accept must be for a Sec-WebSocket-Key (RFC 6455 section 4.2.2).
std::string accept_value(std::string_view key);

/// Sec-WebSocket-Key for 16 bytes of the caller's choice.
std::string key_value(View nonce);

/// Why a client must not take the response for an acceptance of its request (section 4.1), with the clause; nothing
/// where it must. Only for status 101.
std::optional<std::string> refusal(const Response& response, const Request& request);

}  // namespace gauntlet::wire::websocket
