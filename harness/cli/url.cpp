#include "url.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <charconv>
#include <cstring>
#include <memory>

#include "gauntlet/core/level.hpp"
#include "usage.hpp"

namespace gauntlet::cli {

namespace {

[[noreturn]] void refuse(std::string_view url, std::string_view what) {
    throw UsageError(fmt::format("{}: {}; a listener is mqtt|mqtts|ws|wss://host[:port][/path]", url, what));
}

std::uint16_t default_port(core::Transport transport) {
    switch (transport) {
        case core::Transport::mqtt:
            return 1883;
        case core::Transport::mqtts:
            return 8883;
        case core::Transport::ws:
            return 80;
        case core::Transport::wss:
            return 443;
    }
    return 0;
}

std::uint16_t parse_port(std::string_view url, std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || end != text.data() + text.size() || port == 0)
        refuse(url, fmt::format("'{}' is no port", text));
    return port;
}

bool is_loopback(const sockaddr& address) {
    if (address.sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &address, sizeof v4);
        return (ntohl(v4.sin_addr.s_addr) >> 24U) == 127;
    }
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address, sizeof v6);
    return IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr);
}

}  // namespace

drive::Address parse_url(std::string_view url) {
    const std::size_t colon = url.find("://");
    const auto transport = core::from_name<core::Transport>(url.substr(0, colon), core::transport_names);
    if (colon == std::string_view::npos || !transport)
        refuse(url, "the scheme is none of mqtt, mqtts, ws and wss");
    std::string_view rest = url.substr(colon + 3);
    drive::Address address{.host = {}, .port = default_port(*transport), .transport = *transport, .path = {}};
    if (const std::size_t slash = rest.find('/'); slash != std::string_view::npos) {
        address.path = rest.substr(slash);
        rest = rest.substr(0, slash);
    }
    std::size_t host_end = rest.find(':');
    if (rest.starts_with('[')) {  // RFC 3986 3.2.2
        const std::size_t bracket = rest.find(']');
        if (bracket == std::string_view::npos)
            refuse(url, "the address has no closing bracket");
        address.host = rest.substr(1, bracket - 1);
        host_end = bracket + 1;
        if (host_end < rest.size() && rest[host_end] != ':')
            refuse(url, "only a port may follow the address");
    } else {
        address.host = rest.substr(0, host_end);
    }
    if (address.host.empty())
        refuse(url, "there is no host");
    if (address.host.find_first_of("@?#") != std::string::npos)
        refuse(url, "user, query and fragment have no place here");
    if (host_end < rest.size())
        address.port = parse_port(url, rest.substr(host_end + 1));
    if (!core::has_websocket(address.transport) && !address.path.empty() && address.path != "/")
        refuse(url, "only a WebSocket has a path");
    return address;
}

bool is_loopback(const std::string& host) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int error = ::getaddrinfo(host.c_str(), nullptr, &hints, &found);
    if (error != 0)
        throw UsageError(fmt::format("the host '{}' cannot be resolved: {}", host, ::gai_strerror(error)));
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, ::freeaddrinfo);
    for (const addrinfo* entry = found; entry != nullptr; entry = entry->ai_next)
        if (!is_loopback(*entry->ai_addr))
            return false;
    return true;
}

}  // namespace gauntlet::cli
