#include "client_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>
#include <vector>

#include "gauntlet/wire/tables/cipher_suites.hpp"
#include "gauntlet/wire/tables/groups.hpp"
#include "gauntlet/wire/tables/signature_schemes.hpp"

namespace gauntlet::record {

namespace {

template <class Row>
std::string name_of(std::uint16_t code, const std::optional<Row>& row) {
    return row ? std::string(row->name) : fmt::format("{:#06x}", code);
}

template <class Find>
void add_codes(std::vector<std::string>& parts, const char* what, const std::vector<std::uint16_t>& codes, Find find) {
    if (codes.empty())
        return;
    std::vector<std::string> names;
    for (const std::uint16_t code : codes)
        names.push_back(name_of(code, find(code)));
    parts.push_back(fmt::format("{} {}", what, fmt::join(names, " ")));
}

void add_versions(std::vector<std::string>& parts, const core::TlsOffer& offer) {
    if (offer.min && offer.max && *offer.min == *offer.max)
        parts.push_back(fmt::format("only {}", core::to_string(*offer.min)));
    else if (offer.min && offer.max)
        parts.push_back(fmt::format("{} to {}", core::to_string(*offer.min), core::to_string(*offer.max)));
    else if (offer.min)
        parts.push_back(fmt::format("{} and later", core::to_string(*offer.min)));
    else if (offer.max)
        parts.push_back(fmt::format("up to {}", core::to_string(*offer.max)));
}

std::string offer_text(const core::TlsOffer& offer) {
    std::vector<std::string> parts;
    add_versions(parts, offer);
    add_codes(parts, "suites", offer.suites, [](std::uint16_t code) { return wire::tls::find_cipher_suite(code); });
    add_codes(parts, "groups", offer.groups, [](std::uint16_t code) { return wire::tls::find_group(code); });
    add_codes(parts, "signature algorithms", offer.signature_algorithms,
              [](std::uint16_t code) { return wire::tls::find_signature_scheme(code); });
    if (!offer.alpn.empty())
        parts.push_back(fmt::format("ALPN {}", fmt::join(offer.alpn, " ")));
    if (offer.server_name)
        parts.push_back(offer.server_name->empty() ? "no server name" : "server name " + *offer.server_name);
    if (offer.fallback_scsv)
        parts.emplace_back("TLS_FALLBACK_SCSV");
    if (offer.resume)
        parts.emplace_back("the latest session again");
    return fmt::format("{}", fmt::join(parts, ", "));
}

std::string upgrade_text(const core::WebSocketOffer& offer) {
    std::vector<std::string> parts;
    if (offer.method)
        parts.push_back("method " + *offer.method);
    if (offer.path)
        parts.push_back("path " + *offer.path);
    if (offer.http_version)
        parts.push_back(*offer.http_version);
    for (const core::HeaderField& field : offer.fields)
        parts.push_back(field.value.empty() ? "no " + field.name : field.name + ": " + field.value);
    if (offer.byte_by_byte)
        parts.emplace_back("its request byte by byte");
    if (!offer.waits)
        parts.emplace_back("what follows in the same flight");
    return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace

std::string text_of(const core::Client& client) {
    std::string text;
    if (client.presents == core::Client::Presents::nothing)
        text = "presents no certificate";
    if (client.presents == core::Client::Presents::credentials && client.credentials != nullptr)
        text = fmt::format("presents {} ({})", client.credentials->name, client.credentials->about);
    if (const std::string offer = offer_text(client.tls); !offer.empty())
        text += (text.empty() ? "offers " : "; offers ") + offer;
    if (const std::string upgrade = upgrade_text(client.websocket); !upgrade.empty())
        text += (text.empty() ? "upgrades with " : "; upgrades with ") + upgrade;
    return text;
}

}  // namespace gauntlet::record
