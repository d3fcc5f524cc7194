#include "gauntlet/wire/tls/hello.hpp"

#include <algorithm>

#include "reader.hpp"
#include "writer.hpp"

namespace gauntlet::wire::tls {

namespace {

constexpr std::uint16_t tls_1_0 = 0x0301;
constexpr std::uint16_t tls_1_2 = 0x0303;

Bytes bytes(View view) {
    return {view.begin(), view.end()};
}

std::vector<Extension> read_extensions(Reader& outer, std::string_view clause) {
    std::vector<Extension> extensions;
    Reader list(outer.vector(2, "extensions"), clause);
    while (list.good() && !list.at_end()) {
        const auto type = static_cast<ExtensionType>(list.number(2, "extension_type"));
        const View body = list.vector(2, "extension_data");
        if (list.good())
            extensions.push_back({type, bytes(body)});
    }
    if (!list.good())
        outer.fail(list.fault().field);
    return extensions;
}

void put_extensions(Bytes& out, const std::vector<Extension>& extensions) {
    Bytes list;
    for (const Extension& extension : extensions) {
        put(list, static_cast<std::uint16_t>(extension.type), 2);
        put_vector(list, extension.body, 2);
    }
    put_vector(out, list, 2);
}

// The numbers of two bytes each in a vector that is all of the extension.
std::vector<std::uint16_t> numbers(const Extension* extension, std::size_t width) {
    std::vector<std::uint16_t> values;
    if (extension == nullptr)
        return values;
    Reader reader(extension->body, {});
    Reader list(reader.vector(width, "list"), {});
    reader.expect_end("end");
    while (list.good() && !list.at_end())
        values.push_back(static_cast<std::uint16_t>(list.number(2, "value")));
    if (!reader.good() || !list.good())
        values.clear();
    return values;
}

}  // namespace

Expected<ClientHello, DecodeError> decode_client_hello(View body) {
    constexpr std::string_view clause = "RFC 8446 4.1.2";
    Reader reader(body, clause);
    ClientHello hello;
    hello.legacy_version = static_cast<std::uint16_t>(reader.number(2, "legacy_version"));
    hello.random = bytes(reader.take(32, "random"));
    hello.session_id = bytes(reader.vector(1, "legacy_session_id"));
    if (hello.session_id.size() > 32)
        reader.fail("legacy_session_id");
    const View suites = reader.vector(2, "cipher_suites");
    if (suites.empty() || suites.size() % 2 != 0)
        reader.fail("cipher_suites");
    Reader list(suites, clause);
    while (list.good() && !list.at_end())
        hello.suites.push_back(static_cast<std::uint16_t>(list.number(2, "cipher_suites")));
    hello.compressions = bytes(reader.vector(1, "legacy_compression_methods"));
    if (hello.compressions.empty())
        reader.fail("legacy_compression_methods");
    if (reader.good() && !reader.at_end())
        hello.extensions = read_extensions(reader, clause);
    reader.expect_end("end of the message");
    if (!reader.good())
        return reader.fault();
    return hello;
}

Bytes encode(const ClientHello& hello) {
    Bytes out;
    put(out, hello.legacy_version, 2);
    put(out, hello.random);
    put_vector(out, hello.session_id, 1);
    put(out, 2 * hello.suites.size(), 2);
    for (const std::uint16_t suite : hello.suites)
        put(out, suite, 2);
    put_vector(out, hello.compressions, 1);
    if (!hello.extensions.empty())
        put_extensions(out, hello.extensions);
    return out;
}

const Extension* find(const ClientHello& hello, ExtensionType type) {
    const auto found = std::find_if(hello.extensions.begin(), hello.extensions.end(),
                                    [type](const Extension& extension) { return extension.type == type; });
    return found == hello.extensions.end() ? nullptr : &*found;
}

std::vector<std::uint16_t> offered_versions(const ClientHello& hello) {
    if (const Extension* extension = find(hello, ExtensionType::supported_versions))
        return numbers(extension, 1);
    std::vector<std::uint16_t> versions;
    for (std::uint16_t version = tls_1_0; version <= std::min(hello.legacy_version, tls_1_2); ++version)
        versions.push_back(version);
    return versions;
}

std::vector<std::uint16_t> offered_groups(const ClientHello& hello) {
    return numbers(find(hello, ExtensionType::supported_groups), 2);
}

std::vector<std::uint16_t> offered_signature_algorithms(const ClientHello& hello) {
    return numbers(find(hello, ExtensionType::signature_algorithms), 2);
}

std::vector<std::string> offered_protocols(const ClientHello& hello) {
    std::vector<std::string> names;
    const Extension* extension = find(hello, ExtensionType::application_layer_protocol_negotiation);
    if (extension == nullptr)
        return names;
    Reader reader(extension->body, {});
    Reader list(reader.vector(2, "protocol_name_list"), {});
    while (list.good() && !list.at_end())
        names.emplace_back(text(list.vector(1, "ProtocolName")));
    if (!reader.good() || !list.good())
        names.clear();
    return names;
}

std::optional<std::string> server_name(const ClientHello& hello) {
    const Extension* extension = find(hello, ExtensionType::server_name);
    if (extension == nullptr)
        return std::nullopt;
    Reader reader(extension->body, {});
    Reader list(reader.vector(2, "server_name_list"), {});
    while (list.good() && !list.at_end()) {
        const bool host_name = list.number(1, "name_type") == 0;
        const View name = list.vector(2, "HostName");
        if (host_name && list.good())
            return std::string(text(name));
    }
    return std::nullopt;
}

std::vector<KeyShare> key_shares(const ClientHello& hello) {
    std::vector<KeyShare> shares;
    const Extension* extension = find(hello, ExtensionType::key_share);
    if (extension == nullptr)
        return shares;
    Reader reader(extension->body, {});
    Reader list(reader.vector(2, "client_shares"), {});
    while (list.good() && !list.at_end()) {
        const auto group = static_cast<std::uint16_t>(list.number(2, "group"));
        shares.push_back({group, bytes(list.vector(2, "key_exchange"))});
    }
    if (!reader.good() || !list.good())
        shares.clear();
    return shares;
}

Bytes encode(const ServerHello& hello) {
    Bytes out;
    put(out, hello.legacy_version, 2);
    put(out, hello.random);
    put_vector(out, hello.session_id, 1);
    put(out, hello.suite, 2);
    put(out, hello.compression, 1);
    if (!hello.extensions.empty())
        put_extensions(out, hello.extensions);
    return out;
}

Expected<ServerHello, DecodeError> decode_server_hello(View body) {
    constexpr std::string_view clause = "RFC 8446 4.1.3";
    Reader reader(body, clause);
    ServerHello hello;
    hello.legacy_version = static_cast<std::uint16_t>(reader.number(2, "legacy_version"));
    hello.random = bytes(reader.take(32, "random"));
    hello.session_id = bytes(reader.vector(1, "legacy_session_id_echo"));
    hello.suite = static_cast<std::uint16_t>(reader.number(2, "cipher_suite"));
    hello.compression = static_cast<std::uint8_t>(reader.number(1, "legacy_compression_method"));
    if (reader.good() && !reader.at_end())
        hello.extensions = read_extensions(reader, clause);
    reader.expect_end("end of the message");
    if (!reader.good())
        return reader.fault();
    return hello;
}

Extension selected_version(std::uint16_t version) {
    Extension extension{ExtensionType::supported_versions, {}};
    put(extension.body, version, 2);
    return extension;
}

Extension selected_key_share(const KeyShare& share) {
    Extension extension{ExtensionType::key_share, {}};
    put(extension.body, share.group, 2);
    put_vector(extension.body, share.key, 2);
    return extension;
}

}  // namespace gauntlet::wire::tls
