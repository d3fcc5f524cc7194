#include "tls_hello.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>

namespace gauntlet::reference {

namespace {

using core::Flaw;
using Bytes = std::span<const unsigned char>;

constexpr std::uint16_t fallback_scsv = 0x5600;  // RFC 7507 2

Bytes extension(SSL* connection, unsigned type) {
    const unsigned char* data = nullptr;
    std::size_t size = 0;
    if (SSL_client_hello_get0_ext(connection, type, &data, &size) != 1)
        return {};
    return {data, size};
}

// The big-endian numbers of two bytes each.
std::vector<std::uint16_t> numbers(Bytes bytes) {
    std::vector<std::uint16_t> values;
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2)
        values.push_back(static_cast<std::uint16_t>(bytes[i] << 8U | bytes[i + 1]));
    return values;
}

// RFC 8446 4.2.1; before TLS 1.3 a client names its newest version alone.
std::vector<std::uint16_t> offered_versions(SSL* connection) {
    const Bytes list = extension(connection, TLSEXT_TYPE_supported_versions);
    if (list.size() > 1)
        return numbers(list.subspan(1));
    std::vector<std::uint16_t> versions;
    for (unsigned v = TLS1_VERSION; v <= std::min(SSL_client_hello_get0_legacy_version(connection), 0x0303U); ++v)
        versions.push_back(static_cast<std::uint16_t>(v));
    return versions;
}

// The newest one that both sides know.
std::optional<std::uint16_t> common_version(SSL* connection) {
    std::optional<std::uint16_t> newest;
    const auto own_newest = SSL_get_max_proto_version(connection);
    const auto own_oldest = SSL_get_min_proto_version(connection);
    for (const std::uint16_t version : offered_versions(connection))
        if (version >= own_oldest && version <= own_newest && (!newest || version > *newest))
            newest = version;
    return newest;
}

bool offers(SSL* connection, std::uint16_t version) {
    const std::vector<std::uint16_t> versions = offered_versions(connection);
    return std::find(versions.begin(), versions.end(), version) != versions.end();
}

bool is_fallback(SSL* connection) {
    const unsigned char* data = nullptr;
    const std::size_t size = SSL_client_hello_get0_ciphers(connection, &data);
    const std::vector<std::uint16_t> suites = numbers({data, size});
    return std::find(suites.begin(), suites.end(), fallback_scsv) != suites.end();
}

// The host name of RFC 6066 3; nothing where the extension is absent or has none.
std::optional<std::string> server_name(SSL* connection) {
    constexpr std::size_t head = 5;  // length of the list, type of the name, length of the name
    const Bytes list = extension(connection, TLSEXT_TYPE_server_name);
    if (list.size() <= head || list[2] != TLSEXT_NAMETYPE_host_name)
        return std::nullopt;
    const std::size_t size = static_cast<std::size_t>(list[3] << 8U | list[4]);
    if (size > list.size() - head)
        return std::nullopt;
    return std::string(reinterpret_cast<const char*>(list.data()) + head, size);
}

bool knows(const TlsState& state, const std::string& name) {
    return name == "localhost" ||
           X509_check_host(state.chain.front().get(), name.c_str(), name.size(), 0, nullptr) == 1;
}

// A flaw that lowers the newest version for this connection leaves OpenSSL no newer one to compare with, and so no
// reason for a sentinel (RFC 8446 4.1.3) or for inappropriate_fallback (RFC 7507 3).
void forget_newer_versions(SSL* connection) {
    if (const std::optional<std::uint16_t> version = common_version(connection))
        SSL_set_max_proto_version(connection, *version);
}

void lower_version(SSL* connection, const TlsState& state) {
    if (state.has(is_fallback(connection) ? Flaw::ignores_fallback_scsv : Flaw::sends_no_downgrade_sentinel))
        forget_newer_versions(connection);
    const bool choice = offers(connection, TLS1_2_VERSION) && offers(connection, TLS1_3_VERSION);
    if (state.has(Flaw::prefers_tls_1_2) && !state.settings.min_version && choice)
        SSL_set_max_proto_version(connection, TLS1_2_VERSION);
}

// The alert of a flaw that refuses this ClientHello; 0: it is not refused.
int refused(SSL* connection, const TlsState& state) {
    const std::optional<std::string> name = server_name(connection);
    if (!name && state.has(Flaw::demands_a_server_name))
        return SSL_AD_UNRECOGNIZED_NAME;
    if (name && !knows(state, *name) && state.has(Flaw::closes_on_unknown_server_name)) {
        connection_of(connection).drop_alerts = true;
        return SSL_AD_UNRECOGNIZED_NAME;
    }
    if (is_fallback(connection) && state.has(Flaw::refuses_every_fallback_scsv))
        return SSL_AD_INAPPROPRIATE_FALLBACK;
    const std::optional<core::TlsVersion>& minimum = state.settings.min_version;
    if (minimum && common_version(connection) == static_cast<std::uint16_t>(*minimum) &&
        state.has(Flaw::takes_the_minimum_for_exclusive))
        return SSL_AD_PROTOCOL_VERSION;
    return 0;
}

int on_hello(SSL* connection, int* alert, void*) {
    const TlsState& state = state_of(connection);
    if (const int description = refused(connection, state); description != 0) {
        *alert = description;
        return SSL_CLIENT_HELLO_ERROR;
    }
    lower_version(connection, state);
    return SSL_CLIENT_HELLO_SUCCESS;
}

// RFC 7301 3.2: the server's preference among what both know; none: no_application_protocol.
int on_alpn(SSL* connection, const unsigned char** selected, unsigned char* size, const unsigned char* offer,
            unsigned offer_size, void*) {
    const TlsState& state = state_of(connection);
    if (state.has(Flaw::selects_the_first_alpn_protocol)) {
        *selected = offer + 1;
        *size = offer[0];
        return SSL_TLSEXT_ERR_OK;
    }
    for (const std::string& protocol : state.alpn)
        for (unsigned at = 0; at < offer_size; at += 1U + offer[at])
            if (protocol == std::string_view(reinterpret_cast<const char*>(offer) + at + 1, offer[at])) {
                *selected = offer + at + 1;
                *size = offer[at];
                return SSL_TLSEXT_ERR_OK;
            }
    return SSL_TLSEXT_ERR_ALERT_FATAL;
}

}  // namespace

void set_hello_callbacks(SSL_CTX* context) {
    SSL_CTX_set_client_hello_cb(context, on_hello, nullptr);
    SSL_CTX_set_alpn_select_cb(context, on_alpn, nullptr);
}

}  // namespace gauntlet::reference
