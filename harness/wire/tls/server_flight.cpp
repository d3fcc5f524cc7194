#include "gauntlet/wire/tls/server_flight.hpp"

#include "writer.hpp"

namespace gauntlet::wire::tls {

namespace {

void put(Bytes& out, const Signed& signature) {
    tls::put(out, signature.scheme, 2);
    put_vector(out, signature.signature, 2);
}

}  // namespace

Bytes certificate(const std::vector<Bytes>& chain) {
    Bytes list;
    for (const Bytes& der : chain)
        put_vector(list, der, 3);
    Bytes out;
    put_vector(out, list, 3);
    return out;
}

Bytes certificate_13(const std::vector<Bytes>& chain, View context) {
    Bytes list;
    for (const Bytes& der : chain) {
        put_vector(list, der, 3);
        put_vector(list, {}, 2);  // extensions
    }
    Bytes out;
    put_vector(out, context, 1);
    put_vector(out, list, 3);
    return out;
}

Bytes ecdhe_parameters(std::uint16_t group, View public_key) {
    constexpr std::uint8_t named_curve = 3;
    Bytes out = {named_curve};
    put(out, group, 2);
    put_vector(out, public_key, 1);
    return out;
}

Bytes server_key_exchange(View parameters, const Signed& signature) {
    Bytes out(parameters.begin(), parameters.end());
    put(out, signature);
    return out;
}

Bytes encrypted_extensions(const std::vector<Extension>& extensions) {
    Bytes list;
    for (const Extension& extension : extensions) {
        put(list, static_cast<std::uint16_t>(extension.type), 2);
        put_vector(list, extension.body, 2);
    }
    Bytes out;
    put_vector(out, list, 2);
    return out;
}

Bytes certificate_verify(const Signed& signature) {
    Bytes out;
    put(out, signature);
    return out;
}

Bytes signed_by_server(View transcript_hash) {
    constexpr std::size_t padding = 64;
    Bytes out(padding, 0x20);
    put(out, view("TLS 1.3, server CertificateVerify"));
    out.push_back(0);
    put(out, transcript_hash);
    return out;
}

}  // namespace gauntlet::wire::tls
