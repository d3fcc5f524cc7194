#include "check.hpp"
#include "gauntlet/wire/websocket/handshake.hpp"
#include "splits.hpp"

namespace gauntlet::fuzz::properties {
namespace {

using namespace wire::websocket;

template <class Head>
void check_head(const wire::Expected<Head, HeadError>& head,
                wire::Expected<Head, HeadError> (*parse)(std::string_view)) {
    if (!head)
        return check(is_one_line(head.error().text()), "an error of a head is one line");
    const auto again = parse(encode(*head));
    check(static_cast<bool>(again), "a head that was read can be written and read");
    check(*again == *head, "a head that was written is read as the same");
}

void check_meaning(const Response& response) {
    const Request request{
        .fields = {{"Sec-WebSocket-Key", key_value(wire::Bytes(16))}, {"Sec-WebSocket-Protocol", "mqtt"}}};
    if (const auto why = refusal(response, request))
        check(is_one_line(*why), "why a response is refused is one line");
    for (const Field& field : response.fields)
        check(value(response.fields, field.name).has_value(), "a field that is there has a value");
}

// As a connection reads it, with what follows.
void check_reader(wire::View stream) {
    constexpr std::size_t maximum = 512;
    HeadReader whole(maximum);
    whole.feed(stream);
    for_each_split(stream, [&](auto next) {
        HeadReader reader(maximum);
        for (wire::View piece = next(); !piece.empty(); piece = next())
            reader.feed(piece);
        check(reader.head() == whole.head(), "a head in pieces is the same");
        check(reader.too_long() == whole.too_long(), "a head in pieces is as long");
        if (whole.head())
            check(wire::text(reader.rest()) == wire::text(whole.rest()), "what follows a head in pieces is the same");
    });
    if (whole.head())
        check(whole.head()->size() <= maximum, "a head is no longer than the maximum");
}

}  // namespace

void websocket_head(Input input) {
    const std::string_view text = text_of(input);
    check_head(parse_request(text), parse_request);
    const auto response = parse_response(text);
    check_head(response, parse_response);
    if (response)
        check_meaning(*response);
    check_reader(view_of(input));
}

}  // namespace gauntlet::fuzz::properties
