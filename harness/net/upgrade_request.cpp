#include "upgrade_request.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gauntlet/wire/notation/excerpt.hpp"

namespace gauntlet::net {

namespace ws = wire::websocket;

namespace {

std::string or_none(std::optional<std::string_view> value) {
    return std::string(value.value_or("none"));
}

}  // namespace

ws::Request upgrade_request(const WebSocketClient& client, wire::View nonce) {
    ws::Request request;
    request.method = client.offer.method.value_or("GET");
    request.target = client.offer.path.value_or(client.path);
    request.version = client.offer.http_version.value_or("HTTP/1.1");
    request.fields = {{"Host", client.authority},      {"Upgrade", "websocket"},
                      {"Connection", "Upgrade"},       {"Sec-WebSocket-Key", ws::key_value(nonce)},
                      {"Sec-WebSocket-Version", "13"}, {"Sec-WebSocket-Protocol", "mqtt"}};
    for (const core::HeaderField& field : client.offer.fields) {
        const auto good = std::ranges::find(request.fields, field.name, &ws::Field::name);
        if (good == request.fields.end())
            request.fields.push_back({field.name, field.value});
        else if (field.value.empty())
            request.fields.erase(good);
        else
            good->value = field.value;
    }
    return request;
}

core::Observation upgrade_answer(std::string_view head, const ws::Request& request) {
    const auto response = ws::parse_response(head);
    if (!response)
        return no_response(response.error().text(), wire::view(head));
    core::Observation seen{.layer = core::Layer::ws, .kind = core::Kind::accepted};
    seen.text = fmt::format("{} {} {}", response->version, response->status, response->reason);
    if (response->status != 101) {
        seen.layer = core::Layer::http;
        seen.kind = core::Kind::status;
        seen.code = response->status;
        seen.facts = {{"websocket-version", or_none(ws::value(response->fields, "Sec-WebSocket-Version"))}};
        return seen;
    }
    seen.facts = {{"subprotocol", or_none(ws::value(response->fields, "Sec-WebSocket-Protocol"))}};
    if (const std::optional<std::string> why = ws::refusal(*response, request)) {
        seen.kind = core::Kind::packet;
        seen.text += ", but " + *why;
    } else {
        seen.text += ", subprotocol " + seen.facts[0].value;
    }
    return seen;
}

core::Observation no_response(const std::string& why, wire::View bytes) {
    return {.layer = core::Layer::http,
            .kind = core::Kind::packet,
            .text = fmt::format("no HTTP response: {}: {}", why, wire::notation::excerpt(bytes))};
}

}  // namespace gauntlet::net
