// How a good client reaches a listener, as commands and constants that a person copies.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace gauntlet::cli {

// What such a client needs. Paths are of PEM files.
struct ClientSide {
    std::string host = "localhost";  // that the listener's certificate names
    std::uint16_t port = 0;
    std::filesystem::path anchors;  // that the client trusts; empty: the listener is in clear
    std::filesystem::path chain;    // that it presents; empty: nothing
    std::filesystem::path key;
    std::string user;  // empty: it gives none
    std::string password;
    std::string topic = "t";  // that it may read and write
};

std::string mosquitto_pub(const ClientSide& client);
std::string mosquitto_sub(const ClientSide& client);
// Only of a listener with TLS.
std::string openssl_s_client(const ClientSide& client);

// Constants of a sketch for an ESP32, as a header file. Reads the client's files; throws UsageError where it cannot.
std::string esp32_constants(const ClientSide& client);

}  // namespace gauntlet::cli
