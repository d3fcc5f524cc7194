// One client of a conversation: its credentials, and what its TLS and its WebSocket offer.
#pragma once

#include <string>

#include "gauntlet/core/tls.hpp"
#include "gauntlet/core/websocket.hpp"
#include "gauntlet/recipe/credentials.hpp"

namespace gauntlet::core {

struct Client {
    enum class Presents : std::uint8_t {
        good,         // the good client's credentials of the profile, if it has any
        nothing,      // an empty Certificate message, whatever is asked for
        credentials,  // those below, sent exactly as given
    };
    Presents presents = Presents::good;
    const recipe::Credentials* credentials = nullptr;
    TlsOffer tls;
    WebSocketOffer websocket;  // where the door is one
    bool operator==(const Client&) const = default;
};

constexpr Client presenting(const recipe::Credentials& credentials) {
    return {.presents = Client::Presents::credentials, .credentials = &credentials};
}
constexpr Client presenting_nothing() {
    return {.presents = Client::Presents::nothing};
}

}  // namespace gauntlet::core
