#include "gauntlet/wire/websocket/handshake.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gauntlet::wire::websocket {
namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::string_view head_end = "\r\n\r\n";

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// RFC 9110 section 5.6.2.
bool is_token(std::string_view text) {
    constexpr std::string_view others = "!#$%&'*+-.^_`|~";
    const auto allowed = [others](char c) {
        return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') ||
               others.find(c) != std::string_view::npos;
    };
    return !text.empty() && std::ranges::all_of(text, allowed);
}

bool is_http_version(std::string_view text) {
    return text.size() == 8 && text.starts_with("HTTP/") && text[5] >= '0' && text[5] <= '9' && text[6] == '.' &&
           text[7] >= '0' && text[7] <= '9';
}

std::string field_lines(const std::vector<Field>& fields) {
    std::string out;
    for (const Field& field : fields)
        out += field.name + ": " + field.value + "\r\n";
    return out + "\r\n";
}

// The lines of a head, one after the other.
class Lines {
  public:
    explicit Lines(std::string_view head) : head_(head) {}

    bool at_end() const { return next_ >= head_.size(); }
    std::size_t offset() const { return offset_; }

    std::string_view next() {
        offset_ = next_;
        const std::size_t end = std::min(head_.find(line_end, next_), head_.size());
        next_ = std::min(end + line_end.size(), head_.size());
        return head_.substr(offset_, end - offset_);
    }

  private:
    std::string_view head_;
    std::size_t offset_ = 0;
    std::size_t next_ = 0;
};

// RFC 9112 section 5: no space before the colon, no folded lines.
std::optional<HeadError> read_fields(Lines& lines, std::vector<Field>& fields) {
    while (!lines.at_end()) {
        const std::string_view line = lines.next();
        if (line.empty())
            return std::nullopt;
        const std::size_t colon = line.find(':');
        const std::string_view name = line.substr(0, std::min(colon, line.size()));
        if (colon == std::string_view::npos || !is_token(name))
            return HeadError{"header field", lines.offset(), "no name and colon (RFC 9112 5)"};
        const std::string_view value = trimmed(line.substr(colon + 1));
        const auto control = [](char c) { return (c >= 0 && c < 0x20 && c != '\t') || c == 0x7f; };
        if (std::ranges::any_of(value, control))
            return HeadError{std::string(name), lines.offset(), "a control character in its value (RFC 9110 5.5)"};
        fields.push_back({std::string(name), std::string(value)});
    }
    return HeadError{"head", lines.offset(), "no empty line at its end (RFC 9112 2.1)"};
}

}  // namespace

std::string encode(const Request& request) {
    return request.method + " " + request.target + " " + request.version + "\r\n" + field_lines(request.fields);
}

std::string encode(const Response& response) {
    return fmt::format("{} {:03} {}\r\n", response.version, response.status, response.reason) +
           field_lines(response.fields);
}

std::optional<std::string_view> value(const std::vector<Field>& fields, std::string_view name) {
    for (const Field& field : fields)
        if (same(field.name, name))
            return field.value;
    return std::nullopt;
}

bool has_token(const std::vector<Field>& fields, std::string_view name, std::string_view token) {
    for (const Field& field : fields) {
        if (!same(field.name, name))
            continue;
        std::string_view rest = field.value;
        while (!rest.empty()) {
            const std::size_t comma = std::min(rest.find(','), rest.size());
            if (same(trimmed(rest.substr(0, comma)), token))
                return true;
            rest.remove_prefix(std::min(comma + 1, rest.size()));
        }
    }
    return false;
}

std::string HeadError::text() const {
    return fmt::format("{} at byte {}: {}", field, offset, message);
}

Expected<Request, HeadError> parse_request(std::string_view head) {
    Lines lines(head);
    const std::string_view line = lines.next();
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == std::string_view::npos || first == last)
        return HeadError{"request line", 0, "not METHOD TARGET VERSION (RFC 9112 3)"};
    Request request{std::string(line.substr(0, first)),
                    std::string(line.substr(first + 1, last - first - 1)),
                    std::string(line.substr(last + 1)),
                    {}};
    if (!is_token(request.method) || request.target.find(' ') != std::string::npos || request.target.empty())
        return HeadError{"request line", 0, "not METHOD TARGET VERSION (RFC 9112 3)"};
    if (!is_http_version(request.version))
        return HeadError{"request line", last + 1, "no version of HTTP (RFC 9112 2.3)"};
    if (const std::optional<HeadError> error = read_fields(lines, request.fields))
        return *error;
    return request;
}

Expected<Response, HeadError> parse_response(std::string_view head) {
    Lines lines(head);
    const std::string_view line = lines.next();
    if (!is_http_version(line.substr(0, 8)) || line.size() < 12 || line[8] != ' ')
        return HeadError{"status line", 0, "not VERSION STATUS REASON (RFC 9112 4)"};
    Response response{std::string(line.substr(0, 8)), 0, {}, {}};
    for (const char c : line.substr(9, 3)) {
        if (c < '0' || c > '9')
            return HeadError{"status line", 9, "the status is no number of three digits (RFC 9112 4)"};
        response.status = response.status * 10 + (c - '0');
    }
    if (line.size() > 12 && line[12] != ' ')
        return HeadError{"status line", 12, "the status is no number of three digits (RFC 9112 4)"};
    response.reason = line.substr(std::min<std::size_t>(13, line.size()));
    if (const std::optional<HeadError> error = read_fields(lines, response.fields))
        return *error;
    return response;
}

void HeadReader::feed(View bytes) {
    if (end_ == 0 && !too_long()) {
        const std::size_t from = buffer_.size() < head_end.size() ? 0 : buffer_.size() - head_end.size() + 1;
        buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
        const std::size_t found = wire::text(buffer_).find(head_end, from);
        if (found != std::string_view::npos && found + head_end.size() <= maximum_)
            end_ = found + head_end.size();
        else if (buffer_.size() > maximum_)
            buffer_.resize(maximum_ + 1);
    } else if (end_ != 0) {
        buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
    }
}

std::optional<std::string_view> HeadReader::head() const {
    if (end_ == 0)
        return std::nullopt;
    return wire::text(View(buffer_).first(end_));
}

View HeadReader::rest() const {
    return View(buffer_).subspan(end_ == 0 ? buffer_.size() : end_);
}

bool HeadReader::too_long() const {
    return end_ == 0 && buffer_.size() > maximum_;
}

std::optional<std::string> refusal(const Response& response, const Request& request) {
    if (!has_token(response.fields, "Upgrade", "websocket"))
        return "Upgrade is not websocket (RFC 6455 4.1)";
    if (!has_token(response.fields, "Connection", "upgrade"))
        return "Connection has no token Upgrade (RFC 6455 4.1)";
    const std::optional<std::string_view> key = value(request.fields, "Sec-WebSocket-Key");
    if (key && value(response.fields, "Sec-WebSocket-Accept") != accept_value(*key))
        return "Sec-WebSocket-Accept does not belong to the key (RFC 6455 4.1)";
    if (value(response.fields, "Sec-WebSocket-Extensions"))
        return "Sec-WebSocket-Extensions answers no offer (RFC 6455 4.1)";
    if (const std::optional<std::string_view> selected = value(response.fields, "Sec-WebSocket-Protocol"))
        if (!has_token(request.fields, "Sec-WebSocket-Protocol", *selected))
            return fmt::format("Sec-WebSocket-Protocol {} was not offered (RFC 6455 4.1)", *selected);
    return std::nullopt;
}

}  // namespace gauntlet::wire::websocket
